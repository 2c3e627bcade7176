//! What is written when something is unanswered for too long. What people said and what they are called is in
//! it only where the channel's template asks for that: mails lie on machines of others, for years, and
//! whoever may read the conversation is one click away from it.

use shared::time::Timestamp;

use super::words::words;
use crate::directory::Channel;

/// What is unanswered.
#[derive(Clone, Copy, Debug)]
pub struct Case<'a> {
    /// Where.
    pub channel: &'a Channel,
    /// Whether a conversation waits, and not a message in one.
    pub is_waiting: bool,
    /// Since when.
    pub since: Timestamp,
    /// The time now.
    pub now: Timestamp,
    /// Where agents open it.
    pub link: &'a str,
    /// What the visitor is called.
    pub name: &'a str,
    /// How the visitor's words begin, on one line.
    pub words: &'a str,
}

/// The subject and the text, which a template may say.
pub fn write(case: &Case<'_>, template: Option<&str>) -> (String, String) {
    let words = words(&case.channel.language);
    let (subject, text) = match case.is_waiting {
        true => (words.waiting, words.waiting_text),
        false => (words.message, words.message_text),
    };
    let own = || format!("{text}\n\n{{link}}");
    let text = template.map_or_else(own, str::to_owned);
    (subject.to_owned(), filled(&text, case))
}

/// The text with everything put into its gaps; what is put in has none.
fn filled(text: &str, case: &Case<'_>) -> String {
    let mut filled = String::new();
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once('{') {
        filled.push_str(before);
        let gap = behind
            .split_once('}')
            .and_then(|(name, after)| Some((value(name, case)?, after)));
        match gap {
            Some((value, after)) => {
                filled.push_str(&value);
                rest = after;
            }
            None => {
                filled.push('{');
                rest = behind;
            }
        }
    }
    filled + rest
}

fn value(gap: &str, case: &Case<'_>) -> Option<String> {
    Some(match gap {
        "channel" => case.channel.name.clone(),
        "time" => span(case.now.since(case.since) / 1_000),
        "link" => case.link.to_owned(),
        "name" => case.name.to_owned(),
        "message" => case.words.to_owned(),
        _ => return None,
    })
}

/// A span of time in signs that all languages share.
fn span(seconds: u64) -> String {
    match seconds {
        0..120 => format!("{seconds} s"),
        120..7_200 => format!("{} min", seconds / 60),
        _ => format!("{} h", seconds / 3_600),
    }
}

#[cfg(test)]
pub(super) mod tests {
    use shared::id::Id;

    use super::*;

    /// A channel with nothing set.
    pub(in crate::mail) fn channel(language: &str) -> Channel {
        Channel {
            id: Id::new("support"),
            name: "Support {link}".to_owned(),
            language: language.to_owned(),
            ..Channel::default()
        }
    }

    fn case(channel: &Channel) -> Case<'_> {
        Case {
            channel,
            is_waiting: true,
            since: Timestamp(1_000),
            now: Timestamp(301_000),
            link: "https://chat.example.com/chats/c",
            name: "Kari {message}",
            words: "My card is 4111 {link}",
        }
    }

    #[test]
    fn the_servers_own_words_tell_nothing_of_the_visitor() {
        let channel = channel("en");
        let (subject, text) = write(&case(&channel), None);
        assert_eq!(subject, "A conversation is waiting for an answer");
        assert_eq!(
            text,
            "A visitor has been waiting for 5 min on Support {link}, and nobody has answered.\n\n\
             https://chat.example.com/chats/c"
        );
        let message = Case {
            is_waiting: false,
            ..case(&channel)
        };
        assert!(write(&message, None).1.contains("message on Support"));
    }

    #[test]
    fn a_template_says_what_it_wants_and_what_is_put_in_says_no_more() {
        let channel = channel("en");
        let template = "{name}: {message} { {x} {time}{";
        let (subject, text) = write(&case(&channel), Some(template));
        assert_eq!(subject, "A conversation is waiting for an answer");
        let expected = "Kari {message}: My card is 4111 {link} { {x} 5 min{";
        assert_eq!(text, expected);
    }

    #[test]
    fn every_language_has_all_of_it() {
        let mut subjects = Vec::new();
        for language in ["en", "nb", "sv", "nl", "ar"] {
            let channel = channel(language);
            for is_waiting in [true, false] {
                let case = Case {
                    is_waiting,
                    ..case(&channel)
                };
                let (subject, text) = write(&case, None);
                assert!(text.contains("5 min") && text.contains("Support"), "{text}");
                assert!(text.ends_with("\n\nhttps://chat.example.com/chats/c"));
                subjects.push(subject);
            }
        }
        subjects.sort();
        subjects.dedup();
        assert_eq!(subjects.len(), 10);
        assert_eq!(words("nn-NO").waiting, words("nb").waiting);
        assert_eq!(words("fr").waiting, words("en").waiting);
    }

    #[test]
    fn a_span_is_short() {
        let spans = [0, 119, 120, 7_199, 7_200, 90_000].map(span);
        assert_eq!(spans, ["0 s", "119 s", "2 min", "119 min", "2 h", "25 h"]);
    }
}
