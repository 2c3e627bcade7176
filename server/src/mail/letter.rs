//! A letter: to one recipient, in plain text.

use std::time::{Duration, SystemTime};

use lettre::{
    Address, Message,
    message::{
        Mailbox, MultiPart,
        header::{ContentType, Header, HeaderName, HeaderValue},
    },
};
use serde::{Deserialize, Serialize};
use shared::{id::Id, limits, text, time::Timestamp};

use super::Trouble;
use crate::config::MailFrom;

/// The most characters of a text.
const MAX_BODY: usize = 500_000;

/// The most characters of a subject.
const MAX_SUBJECT: usize = 120;

/// A mail that is to be sent. The server makes one per recipient, so that none learns of another and each is
/// tried again for itself.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Letter {
    /// Tells it from all others, on its whole way: of two with the same id, the first is kept.
    pub id: Id<Self>,
    /// The recipient's address.
    pub to: String,
    /// The name of the sender; empty: as the server is called.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub sender: String,
    /// What it is about. Never what a visitor said.
    pub subject: String,
    /// What it says.
    pub text: String,
    /// The same as HTML, if there is one; whoever makes it lets nothing through that could be markup.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub html: String,
    /// When it was written.
    pub written_at: Timestamp,
    /// When nobody needs it any more.
    pub until: Timestamp,
}

/// Whether mails can be sent to this.
pub fn is_address(text: &str) -> bool {
    text::email(text).is_ok_and(|it| it == text) && text.parse::<Address>().is_ok()
}

impl Letter {
    /// The mail, as it is sent. This is the one place where mails are made, and what is not fit for its place in
    /// one does not get there: one address, a subject of one line, a text that is shown as it is.
    ///
    /// # Errors
    /// When there is nothing that can be sent.
    pub(super) fn message(&self, from: &MailFrom) -> Result<Message, Trouble> {
        let faulty = |what: &str| Trouble::Refused(what.to_owned());
        if !is_address(&self.to) {
            return Err(faulty("it has no address"));
        }
        let to = self.to.parse::<Address>();
        let to = Mailbox::new(None, to.map_err(|_| faulty("it has no address"))?);
        let subject: String = self.subject.chars().take(MAX_SUBJECT).collect();
        let subject = text::line(&subject, MAX_SUBJECT).map_err(|_| faulty("it has no subject"))?;
        let text: String = self.text.chars().take(MAX_BODY).collect();
        let text = text::lines(&text, MAX_BODY).map_err(|_| faulty("it says nothing"))?;
        let from = from.mailbox();
        let sender = match text::line(&self.sender, limits::MAX_NAME) {
            Ok(name) => Mailbox::new(Some(name), from.email.clone()),
            Err(_) => from.clone(),
        };
        let id = format!("<{}@{}>", self.id, from.email.domain());
        let written_at = SystemTime::UNIX_EPOCH + Duration::from_millis(self.written_at.0);
        let builder = Message::builder()
            .message_id(Some(id))
            .date(written_at)
            .from(sender)
            .to(to)
            .subject(subject)
            .header(AutoSubmitted);
        let text = text + "\n";
        let message = match self.html.is_empty() {
            true => builder.header(ContentType::TEXT_PLAIN).body(text),
            false => builder.multipart(MultiPart::alternative_plain_html(text, self.html.clone())),
        };
        message.map_err(|error| Trouble::Refused(error.to_string()))
    }
}

/// Says that no person sent it, so that no program answers.
#[derive(Clone, Copy, Debug)]
struct AutoSubmitted;

impl Header for AutoSubmitted {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("Auto-Submitted")
    }

    fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self)
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), "auto-generated".to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    pub(super) fn letter() -> Letter {
        Letter {
            id: Id::new("a-letter"),
            to: "lead@example.com".to_owned(),
            sender: String::new(),
            html: String::new(),
            subject: "A conversation is waiting".to_owned(),
            text: "On Support.\n\nhttps://chat.example.com/chats/c".to_owned(),
            written_at: Timestamp(1_790_000_000_000),
            until: Timestamp(u64::MAX),
        }
    }

    fn sent(letter: &Letter) -> Result<(Message, String), Trouble> {
        let message = letter.message(&"Samtale <chat@example.com>".parse().unwrap())?;
        let text = String::from_utf8(message.formatted()).unwrap();
        Ok((message, text))
    }

    /// The names of all headers.
    fn headers(mail: &str) -> Vec<&str> {
        let (head, _) = mail.split_once("\r\n\r\n").unwrap();
        let lines = head.split("\r\n").filter(|it| !it.starts_with([' ', '\t']));
        let mut names: Vec<_> = lines.filter_map(|it| Some(it.split_once(':')?.0)).collect();
        names.sort_unstable();
        names
    }

    #[test]
    fn it_is_a_plain_mail_from_a_program_with_an_id_that_stays() {
        let (message, text) = sent(&letter()).unwrap();
        for line in [
            "Message-ID: <a-letter@example.com>",
            "Date: Mon, 21 Sep 2026 14:13:20 +0000",
            "From: Samtale <chat@example.com>",
            "To: lead@example.com",
            "Subject: A conversation is waiting",
            "Auto-Submitted: auto-generated",
            "Content-Type: text/plain; charset=utf-8",
            "https://chat.example.com/chats/c",
        ] {
            assert!(text.split("\r\n").any(|it| it == line), "{line} in {text}");
        }
        assert_eq!(message.envelope().to().len(), 1);
        assert_eq!(sent(&letter()).unwrap().1, text, "the same each time");
    }

    // S-16, K-01.
    #[test]
    fn whatever_is_in_it_there_is_one_recipient_and_no_further_header() {
        let plain = sent(&letter()).unwrap().1;
        let evils = [
            "x\r\nBcc: eve@example.net",
            "x\nBcc: eve@example.net\n\n<script>alert(1)</script>",
            "x\rBcc: eve@example.net",
            "x\u{2028}Bcc: eve@example.net\u{0}\u{7f}",
            "x\r\n.\r\nMAIL FROM:<eve@example.net>\r\n",
            "=?utf-8?q?x=0D=0ABcc:_eve@example.net?=",
            "På norsk\r\n\r\n--x\r\nContent-Type: text/html\r\n\r\n<img src=x onerror=alert(1)>",
        ];
        for evil in evils {
            let mut nasty = letter();
            nasty.subject = evil.to_owned();
            nasty.text = evil.to_owned();
            let (message, text) = sent(&nasty).unwrap();
            let to: Vec<&str> = message.envelope().to().iter().map(AsRef::as_ref).collect();
            assert_eq!(to, ["lead@example.com"]);
            assert_eq!(headers(&text), headers(&plain), "{text}");
            assert!(text.contains("Content-Type: text/plain; charset=utf-8\r\n"));
            let head = text.split_once("\r\n\r\n").unwrap().0;
            assert!(!head.contains('\0') && head.is_ascii(), "{head}");
        }
        for to in [
            "lead@example.com, eve@example.net",
            "lead@example.com\r\nBcc: eve@example.net",
            "lead@example.com> RCPT TO:<eve@example.net",
            "<lead@example.com>",
            "Lead <lead@example.com>",
            " lead@example.com",
            "",
        ] {
            let nasty = Letter {
                to: to.to_owned(),
                ..letter()
            };
            assert!(matches!(sent(&nasty), Err(Trouble::Refused(_))), "{to}");
        }
    }

    // S-16, K-01.
    #[test]
    fn a_mail_in_two_forms_has_one_recipient_and_a_sender_with_a_name_alone() {
        let nasty = Letter {
            sender: "Nordlys\r\nBcc: eve@example.net\r\n".to_owned(),
            html: "<p>Good morning</p>".to_owned(),
            ..letter()
        };
        let (message, text) = sent(&nasty).unwrap();
        let to: Vec<&str> = message.envelope().to().iter().map(AsRef::as_ref).collect();
        assert_eq!(to, ["lead@example.com"]);
        let from = message.envelope().from().map(AsRef::as_ref);
        assert_eq!(from, Some("chat@example.com"));
        let names = headers(&text);
        assert!(!names.contains(&"Bcc") && names.contains(&"Auto-Submitted"));
        for part in [
            "multipart/alternative",
            "text/plain",
            "text/html",
            "<p>Good morning</p>",
        ] {
            assert!(text.contains(part), "{part} in {text}");
        }
    }

    #[test]
    fn what_has_no_words_is_not_sent() {
        for (subject, text) in [("", "x"), ("x", " \n"), ("\r\n", "x")] {
            let empty = Letter {
                sender: String::new(),
                html: String::new(),
                subject: subject.to_owned(),
                text: text.to_owned(),
                ..letter()
            };
            assert!(sent(&empty).is_err(), "{subject:?} {text:?}");
        }
    }
}
