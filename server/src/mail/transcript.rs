//! What was said in a conversation, mailed to whom its visitor asks. It is made from the visitor's own
//! projection: there is no type here that could hold a private message.

use jiff::{Timestamp as Instant, tz::TimeZone};
use shared::{
    conversation::Page,
    message::{Author, Content},
    time::Timestamp,
    visitor::Change,
};

use super::words::{Words, words};
use crate::directory::Channel;

/// The colour of the lines where none was set.
const COLOUR: &str = "#1f6f8b";

/// What is mailed.
#[derive(Clone, Copy, Debug)]
pub struct Sheet<'a> {
    /// Where it was said.
    pub channel: &'a Channel,
    /// What was said, as the visitor saw it.
    pub page: &'a Page<Change>,
    /// What the visitor is called; may be empty.
    pub name: &'a str,
    /// Where the server's clock is.
    pub zone: &'a TimeZone,
}

/// A mail before it has a recipient.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Written {
    /// The sender's name; empty: as all mails.
    pub sender: String,
    /// What it is about.
    pub subject: String,
    /// All of it as plain text.
    pub text: String,
    /// The same as HTML.
    pub html: String,
}

/// One line of what was said.
struct Line {
    at: Timestamp,
    /// Who said it; absent for what happened.
    who: Option<String>,
    text: String,
}

/// Writes it down, as plain text and as HTML that says the same.
pub fn write(sheet: &Sheet<'_>) -> Written {
    let words = words(&sheet.channel.language);
    let set = &sheet.channel.ending.transcript;
    let or = |set: &str, own: &str| if set.is_empty() { own } else { set }.to_owned();
    let (before, after) = (or(&set.before, words.transcript_before), &set.after);
    let entries = sheet.page.entries.iter();
    let lines: Vec<Line> = entries
        .filter_map(|entry| line(sheet, words, &entry.change))
        .collect();
    Written {
        sender: set.sender.clone(),
        subject: or(&set.subject, words.transcript),
        text: plain(&before, &lines, after, sheet.zone),
        html: html(sheet, &before, &lines, after),
    }
}

fn line(sheet: &Sheet<'_>, words: &Words, change: &Change) -> Option<Line> {
    let happened = |at, sentence: &str, name: &str| {
        let text = sentence.replace("{name}", name);
        Some(Line {
            at,
            who: None,
            text,
        })
    };
    match change {
        Change::Posted(it) => {
            let who = match &it.author {
                Author::Visitor if sheet.name.is_empty() => words.visitor,
                Author::Visitor => sheet.name,
                Author::Agent(card) => &card.name,
                Author::System => &sheet.channel.title,
            };
            Some(Line {
                at: it.at,
                who: Some(who.to_owned()),
                text: said(&it.content),
            })
        }
        Change::Taken(it) => happened(it.at, words.taken, &it.agent.name),
        Change::Ended(it) => happened(it.at, words.ended, ""),
        Change::Reopened(it) => happened(it.at, words.reopened, ""),
        Change::Started(_)
        | Change::Queued(_)
        | Change::Read(_)
        | Change::Rated(_)
        | Change::Nudged(_)
        | Change::Reacted(_)
        | Change::Erased(_) => None,
    }
}

/// What a message says; files are names.
fn said(content: &Content) -> String {
    let names = content.file_names("\n");
    match content.text.is_empty() || names.is_empty() {
        true => content.gist(),
        false => format!("{}\n{names}", content.gist()),
    }
}

fn plain(before: &str, lines: &[Line], after: &str, zone: &TimeZone) -> String {
    let mut parts = vec![before.to_owned()];
    parts.extend(lines.iter().map(|it| {
        let at = moment(it.at, zone);
        match &it.who {
            Some(who) => format!("{who}, {at}\n{}", it.text),
            None => format!("– {at} – {}", it.text),
        }
    }));
    parts.push(after.to_owned());
    parts.retain(|it| !it.trim().is_empty());
    parts.join("\n\n")
}

fn html(sheet: &Sheet<'_>, before: &str, lines: &[Line], after: &str) -> String {
    let set = &sheet.channel.ending.transcript;
    let colour = if set.colour.is_empty() {
        COLOUR
    } else {
        &set.colour
    };
    let mut body = String::new();
    if !set.logo.is_empty() {
        let logo = escaped(&set.logo);
        body += &format!("<p><img src=\"{logo}\" alt=\"\" height=\"48\"></p>\n");
    }
    body += &paragraph(before);
    for it in lines {
        let at = escaped(&moment(it.at, sheet.zone));
        let text = escaped(&it.text);
        body += &match &it.who {
            Some(who) => format!(
                "<div style=\"border-inline-start:3px solid {};margin:16px 0;padding-inline-start:12px\">\
                 <p style=\"margin:0\"><strong dir=\"auto\">{}</strong> <span style=\"color:#595959\">{at}</span></p>\
                 <p dir=\"auto\" style=\"margin:0;white-space:pre-wrap\">{text}</p></div>\n",
                escaped(colour),
                escaped(who),
            ),
            None => {
                format!("<p dir=\"auto\" style=\"color:#595959;margin:16px 0\">{at} – {text}</p>\n")
            }
        };
    }
    body += &paragraph(after);
    format!(
        "<!doctype html>\n<html lang=\"{}\">\n<head><meta charset=\"utf-8\"></head>\n\
         <body style=\"font-family:sans-serif;line-height:1.5\">\n{body}</body>\n</html>\n",
        escaped(&sheet.channel.language)
    )
}

fn paragraph(text: &str) -> String {
    match text.trim() {
        "" => String::new(),
        text => format!(
            "<p dir=\"auto\" style=\"white-space:pre-wrap\">{}</p>\n",
            escaped(text)
        ),
    }
}

/// As text or as the value of an attribute, it is what it was and nothing else.
fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            other => safe.push(other),
        }
    }
    safe
}

fn moment(at: Timestamp, zone: &TimeZone) -> String {
    let ms = i64::try_from(at.0).unwrap_or(i64::MAX);
    let instant = Instant::from_millisecond(ms).unwrap_or(Instant::UNIX_EPOCH);
    let moment = instant.to_zoned(zone.clone());
    moment.strftime("%Y-%m-%d %H:%M").to_string()
}

#[cfg(test)]
mod tests {
    use shared::{
        conversation::{Ended, Entry, Side, Taken},
        file::File,
        id::Id,
        message::Message,
        presence::Card,
    };

    use super::*;
    use crate::mail::alarm::tests::channel;

    fn card() -> Card {
        Card {
            id: Id::new("ann"),
            name: "Ann <b>".to_owned(),
        }
    }

    fn says(author: Author, content: Content) -> Change {
        Change::Posted(Message {
            id: Id::new("m"),
            client_id: None,
            author,
            at: Timestamp(1_790_000_000_000),
            content,
        })
    }

    fn page(changes: Vec<Change>) -> Page<Change> {
        let entries = (1..).zip(changes);
        Page {
            conversation: Id::new("c"),
            entries: entries.map(|(seq, change)| Entry { seq, change }).collect(),
        }
    }

    fn written(channel: &Channel, name: &str, page: &Page<Change>) -> Written {
        write(&Sheet {
            channel,
            page,
            name,
            zone: &TimeZone::UTC,
        })
    }

    // SO-58, PZ-36.
    #[test]
    fn it_says_who_said_what_and_when_in_both_forms() {
        let channel = channel("en");
        let at = Timestamp(1_790_000_000_000);
        let picture = File {
            name: "lamp.png".to_owned(),
            ..File::default()
        };
        let page = page(vec![
            says(Author::Visitor, Content::text("My lamp\nflickers")),
            Change::Taken(Taken {
                agent: card(),
                photo: None,
                at,
            }),
            says(
                Author::Agent(card()),
                Content {
                    files: vec![picture],
                    ..Content::text("Like this?")
                },
            ),
            Change::Ended(Ended::new(Side::Agent, at)),
        ]);
        let it = written(&channel, "Kari", &page);
        assert_eq!(it.subject, "Your chat with us");
        assert_eq!(
            it.text,
            "Here is the chat you asked for.\n\n\
             Kari, 2026-09-21 14:13\nMy lamp\nflickers\n\n\
             – 2026-09-21 14:13 – Ann <b> answered.\n\n\
             Ann <b>, 2026-09-21 14:13\nLike this?\nlamp.png\n\n\
             – 2026-09-21 14:13 – The chat was ended."
        );
        for part in ["My lamp\nflickers", "Ann &lt;b&gt;</strong>", "lamp.png"] {
            assert!(it.html.contains(part), "{part} in {}", it.html);
        }
        assert!(written(&channel, "", &page).text.contains("Visitor, 2026"));
    }

    // S-16, K-01.
    #[test]
    fn nothing_that_anybody_wrote_is_markup() {
        let evil = "</p><script>alert('1')</script><img src=\"x\" onerror=\"y\">&amp;";
        let mut channel = channel("en");
        channel.title = evil.to_owned();
        let set = &mut channel.ending.transcript;
        (set.before, set.after) = (evil.to_owned(), evil.to_owned());
        let page = page(vec![
            says(Author::Visitor, Content::text(evil)),
            says(Author::System, Content::text(evil)),
        ]);
        let it = written(&channel, evil, &page);
        let rest = it.html.replace("<p", "").replace("</p>", "");
        for part in ["<script", "<img", "onerror=\"", "alert('"] {
            assert!(!rest.contains(part), "{part} in {rest}");
        }
        assert!(it.html.contains("&lt;script&gt;alert(&#39;1&#39;)"));
        assert!(it.text.contains(evil));
    }

    #[test]
    fn what_the_channel_has_set_stands_in_it() {
        let mut channel = channel("nb");
        let own = written(&channel, "", &page(Vec::new()));
        assert_eq!(own.subject, "Samtalen din med oss");
        assert!(own.html.contains("lang=\"nb\"") && own.sender.is_empty());
        let set = &mut channel.ending.transcript;
        set.subject = "Nordlys".to_owned();
        set.sender = "Nordlys kundeservice".to_owned();
        set.after = "Hilsen Nordlys".to_owned();
        set.colour = "#123456".to_owned();
        set.logo = "https://example.com/a.png".to_owned();
        let it = written(
            &channel,
            "Kari",
            &page(vec![says(Author::Visitor, Content::text("Hei"))]),
        );
        assert_eq!(
            (it.subject.as_str(), it.sender.as_str()),
            ("Nordlys", "Nordlys kundeservice")
        );
        assert!(it.text.ends_with("Hilsen Nordlys"));
        assert!(
            it.html.contains("solid #123456")
                && it.html.contains("src=\"https://example.com/a.png\"")
        );
    }
}
