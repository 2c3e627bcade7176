//! What was said, by mail.

use shared::ending::SendTranscript;

use super::*;
use crate::{
    directory::{Ending, Transcript},
    mail::Letter,
};

/// Stands in everything that is private.
const CANARY: &str = "kanarifugl-5d2a";

fn mails(to: &str) -> visitor::Command {
    visitor::Command::SendTranscript(SendTranscript {
        email: to.to_owned(),
    })
}

impl Stage {
    fn with_mail() -> Self {
        let settings = Settings {
            has_mail: true,
            ..Settings::default()
        };
        let mut stage = Self::with(settings);
        stage.ending(Ending {
            transcript: Transcript {
                is_offered: true,
                ..Transcript::default()
            },
            ..Ending::default()
        });
        stage
    }

    /// The letters that wait.
    fn mailed(&self) -> Vec<Letter> {
        let reader: &dyn Reader = &self.disk;
        let waiting = reader.mails(Timestamp(u64::MAX), 99).unwrap();
        waiting.into_iter().map(|it| it.letter).collect()
    }
}

// SO-58, PZ-25, PZ-36, F-01.
#[test]
fn the_visitors_side_of_an_ended_chat_is_mailed_once_and_nothing_private_with_it() {
    let mut stage = Stage::with_mail();
    let (kari, ann, chat) = stage.chat();
    stage
        .agent_asks(ann, answers(&chat, "Which lamp?"))
        .unwrap();
    let failed = stage.asks::<Visitor>(kari, mails("kari@example.com"));
    assert_eq!(failed.unwrap_err().code, Code::Conflict);
    stage.agent_asks(ann, notes(&chat, CANARY)).unwrap();
    stage.agent_asks(ann, ends(&chat)).unwrap();
    stage.agent_asks(ann, notes(&chat, CANARY)).unwrap();
    for odd in [
        "",
        "kari",
        "kari@example.com, eve@example.net",
        "kari@example.com\r\nBcc: eve@example.net",
        "Kari <kari@example.com>",
    ] {
        let answer = stage.visitor_asks(kari, mails(odd));
        assert_eq!(answer, Err(Code::Invalid), "{odd}");
    }
    assert_eq!(stage.mailed(), []);
    stage.heard::<Visitor>(kari);
    stage.heard::<Agent>(ann);
    let command = || mails(" kari@example.com ");
    stage.asks_as::<Visitor>(kari, "m1", command()).unwrap();
    stage.crash();
    let kari = stage.visitor("kari");
    stage.heard::<Visitor>(kari);
    stage.asks_as::<Visitor>(kari, "m1", command()).unwrap();
    let letters = stage.mailed();
    assert_eq!(letters.len(), 1);
    assert_eq!(letters[0].to, "kari@example.com");
    let text = &letters[0].text;
    for part in ["help", "Which lamp?", "ann answered."] {
        assert!(
            text.contains(part) && letters[0].html.contains(part),
            "{text}"
        );
    }
    assert!(!format!("{letters:?}").contains(CANARY));
    // Agents see that it was asked for, and where it goes; the visitor's log has no word for that.
    assert_eq!(stage.changes::<Visitor>(kari, chat.as_str()), []);
    let meg = stage.agent("meg");
    stage.agent_asks(meg, follow(&chat, Some(0))).unwrap();
    let told = stage.changes::<Agent>(meg, chat.as_str());
    let places = told.iter().filter_map(|(_, it)| match it {
        agent::Change::Mailed(it) => Some(it.to.as_str()),
        _ => None,
    });
    assert_eq!(places.collect::<Vec<_>>(), ["kari@example.com"]);
}

// S-16.
#[test]
fn nobody_can_be_flooded_with_it() {
    let mut stage = Stage::with_mail();
    let mut ended = Vec::new();
    for name in ["kari", "ola"] {
        let (visitor, _) = stage.waiting(name);
        stage
            .visitor_asks(visitor, visitor::Command::End(visitor::End {}))
            .unwrap();
        ended.push(visitor);
    }
    let [kari, ola] = ended[..] else {
        panic!("there are two");
    };
    for to in ["o@example.com"; 3] {
        stage.visitor_asks(kari, mails(to)).unwrap();
    }
    for to in ["a@example.com", "b@example.com"] {
        stage.visitor_asks(kari, mails(to)).unwrap();
    }
    let more = stage.visitor_asks(kari, mails("kari@example.com"));
    assert_eq!(more, Err(Code::TooMany));
    // One recipient gets so many, whoever asks, and however the address is written.
    for to in ["O@example.com", "o@EXAMPLE.com"] {
        stage.visitor_asks(ola, mails(to)).unwrap();
    }
    let more = stage.visitor_asks(ola, mails("o@example.com"));
    assert_eq!(more, Err(Code::TooMany));
    assert_eq!(stage.mailed().len(), 7);
    stage.pass(3_600_000);
    stage.visitor_asks(kari, mails("kari@example.com")).unwrap();
}

#[test]
fn where_no_mail_can_be_sent_or_none_is_offered_there_is_none() {
    let mut stage = Stage::new();
    let (kari, _) = stage.waiting("kari");
    let answer = stage.visitor_asks(kari, mails("kari@example.com"));
    assert_eq!(answer, Err(Code::UnknownCommand));
    let mut stage = Stage::with_mail();
    let kari = stage.visitor("kari");
    let answer = stage.visitor_asks(kari, mails("kari@example.com"));
    assert_eq!(answer, Err(Code::NotFound));
    stage.start(kari, "help");
    stage
        .visitor_asks(kari, visitor::Command::End(visitor::End {}))
        .unwrap();
    stage.ending(Ending::default());
    let answer = stage.visitor_asks(kari, mails("kari@example.com"));
    assert_eq!(answer, Err(Code::NotAllowed));
    assert_eq!(stage.mailed(), []);
}
