//! E-mails about what is unanswered: to whom, when, how often, and what is in them.

use shared::reply::{Entry, Kind};

use super::*;
use crate::{directory::Alarm, mail::Letter, store::replies::Replies};

const LEAD: &str = "lead@example.com";
const BOSS: &str = "boss@example.com";

fn settings() -> Settings {
    Settings {
        has_mail: true,
        home: "https://chat.example.com".to_owned(),
        ..Settings::default()
    }
}

fn alarm() -> Alarm {
    Alarm {
        patience: Patience {
            waiting_s: Some(60),
            waiting_managers_s: Some(180),
            message_s: Some(30),
            message_managers_s: Some(90),
        },
        to: vec![LEAD.to_owned(), "second@example.com".to_owned()],
        to_managers: vec![BOSS.to_owned()],
        ..Alarm::default()
    }
}

impl Stage {
    /// With e-mails after 60 and 180 seconds for who waits, 30 and 90 for a message, on `support`.
    fn alarming() -> Self {
        Self::alarming_with(settings(), alarm())
    }

    fn alarming_with(settings: Settings, alarm: Alarm) -> Self {
        let mut stage = Self::with(settings);
        stage.set_alarm(alarm);
        stage
    }

    fn set_alarm(&mut self, alarm: Alarm) {
        self.administrate(|store| {
            let mut channel = channel_named("support");
            channel.alarm = alarm;
            store.put_channel(&channel).unwrap();
        });
    }

    /// Every letter that was ever written.
    fn letters(&self) -> Vec<Letter> {
        let all = self.disk.mails(Timestamp(u64::MAX), usize::MAX).unwrap();
        all.into_iter().map(|it| it.letter).collect()
    }

    /// To whom, without the name of the host.
    fn written_to(&self) -> Vec<String> {
        let letters = self.letters().into_iter();
        let names = letters.map(|it| it.to.replace("@example.com", ""));
        names.collect()
    }
}

// SO-64, PX-22.
#[test]
fn who_waits_too_long_is_told_by_mail_once_per_level() {
    let mut stage = Stage::alarming();
    let (kari, chat) = stage.waiting("kari");
    stage.pass(59_000);
    assert_eq!(stage.letters(), []);
    stage.pass(1_100);
    assert_eq!(stage.written_to(), ["lead", "second"]);
    let letter = stage.letters().remove(0);
    assert_eq!(letter.subject, "A conversation is waiting for an answer");
    assert_eq!(
        letter.text,
        format!(
            "A visitor has been waiting for 60 s on support, and nobody has answered.\n\n\
             https://chat.example.com/chats/{chat}"
        )
    );
    // More words of the visitor's change nothing.
    stage.visitor_asks(kari, says("hello?")).unwrap();
    stage.pass(100_000);
    assert_eq!(stage.written_to().len(), 2);
    stage.pass(20_000);
    assert_eq!(stage.written_to(), ["lead", "second", "boss"]);
    stage.pass(3_600_000);
    assert_eq!(stage.written_to().len(), 3);
}

// SO-64, PX-22.
#[test]
fn a_message_without_an_answer_is_told_and_an_answer_ends_it() {
    let mut stage = Stage::alarming();
    let (kari, ann, chat) = stage.chat();
    // The question counts from when ann took it.
    stage.pass(29_000);
    stage.agent_asks(ann, notes(&chat, "who knows?")).unwrap();
    assert_eq!(stage.letters(), []);
    stage.pass(1_100);
    assert_eq!(stage.written_to(), ["lead", "second"]);
    let letter = stage.letters().remove(0);
    assert_eq!(letter.subject, "A message is waiting for an answer");
    assert!(!letter.text.contains("who knows"), "{}", letter.text);
    stage.agent_asks(ann, answers(&chat, "hello")).unwrap();
    stage.pass(600_000);
    assert_eq!(stage.written_to().len(), 2);
    // After an answer it begins anew.
    stage.visitor_asks(kari, says("and now?")).unwrap();
    stage.pass(31_000);
    assert_eq!(stage.written_to().len(), 4);
    stage.pass(60_000);
    assert_eq!(stage.written_to().last().unwrap(), "boss");
    stage.agent_asks(ann, ends(&chat)).unwrap();
    stage.pass(3_600_000);
    assert_eq!(stage.written_to().len(), 5);
}

#[test]
fn back_in_the_queue_without_an_answer_tells_nobody_twice() {
    let mut stage = Stage::alarming();
    let (_, chat) = stage.waiting("kari");
    stage.pass(61_000);
    assert_eq!(stage.written_to().len(), 2);
    let ann = stage.agent("ann");
    stage.agent_asks(ann, take(&chat)).unwrap();
    stage.leave(ann);
    // Her grace runs out, and it waits again.
    stage.pass(31_000);
    let of_message = stage.written_to().len();
    assert_eq!(
        of_message, 4,
        "a message without an answer is another matter"
    );
    stage.pass(90_000);
    stage.pass(100_000);
    let managers = |it: &Stage| it.written_to().iter().filter(|it| *it == "boss").count();
    let so_far = (stage.written_to().len(), managers(&stage));
    stage.pass(600_000);
    assert_eq!(
        (stage.written_to().len(), managers(&stage)).0 - managers(&stage),
        4
    );
    assert!(managers(&stage) <= 2, "{so_far:?}");
}

// SO-64: the conversation keeps its alert level.
#[test]
fn a_restart_forgets_no_mail_and_writes_none_twice() {
    let mut stage = Stage::alarming();
    let (_, old) = stage.waiting("kari");
    stage.pass(61_000);
    let (_, new) = stage.waiting("ole");
    stage.pass(59_000);
    stage.crash();
    stage.pass(200);
    assert_eq!(stage.written_to().len(), 2);
    // What became due while nobody was there comes at once.
    stage.sockets.clear();
    stage.now = stage.now.plus(3_600_000);
    stage.crash();
    stage.pass(200);
    let texts: Vec<_> = stage.letters().into_iter().map(|it| it.text).collect();
    let about =
        |id: &Id<id::Conversation>| texts.iter().filter(|it| it.contains(id.as_str())).count();
    assert_eq!((about(&old), about(&new)), (3, 3));
    stage.crash();
    stage.pass(200);
    assert_eq!(stage.letters().len(), 6);
}

#[test]
fn nothing_is_written_where_it_is_off_or_cannot_be_sent() {
    let off = Alarm {
        email: false,
        ..alarm()
    };
    let without_mail = Settings::default();
    let nobody = Alarm {
        to: Vec::new(),
        to_managers: Vec::new(),
        ..alarm()
    };
    for (settings, alarm) in [
        (settings(), off),
        (without_mail, alarm()),
        (settings(), nobody),
        (settings(), Alarm::default()),
    ] {
        let mut stage = Stage::alarming_with(settings, alarm);
        stage.waiting("kari");
        stage.pass(3_600_000);
        assert_eq!(stage.letters(), []);
    }
}

#[test]
fn a_change_of_the_channel_counts_at_once() {
    let mut stage = Stage::alarming_with(settings(), Alarm::default());
    stage.waiting("kari");
    stage.pass(61_000);
    stage.set_alarm(alarm());
    stage.pass(200);
    assert_eq!(stage.written_to(), ["lead", "second"]);
    stage.set_alarm(Alarm {
        email: false,
        ..alarm()
    });
    stage.pass(600_000);
    assert_eq!(stage.written_to().len(), 2);
}

// SO-64: the flags.
#[test]
fn popups_can_be_off_while_mails_are_sent() {
    let mut stage = Stage::alarming_with(
        settings(),
        Alarm {
            popup: false,
            ..alarm()
        },
    );
    stage.administrate(|store| {
        let mut channel = store.channels().unwrap();
        let mut channel = channel.remove(1);
        channel.patience.waiting_s = Some(10);
        store.put_channel(&channel).unwrap();
    });
    let meg = stage.agent("meg");
    stage.waiting("kari");
    stage.pass(61_000);
    stage.pass(200);
    let told = stage.changes::<Agent>(meg, "desk").into_iter();
    let warned = told.filter(|(_, it)| matches!(it, agent::Change::Warned(_)));
    assert_eq!(warned.count(), 0);
    assert_eq!(stage.written_to(), ["lead", "second"]);
}

// S-16, K-01.
#[test]
fn a_template_says_what_is_written_and_the_subject_stays() {
    let mut stage = Stage::alarming();
    stage.administrate(|store| {
        let template = Entry {
            id: Id::new("t"),
            kind: Kind::Template,
            folder: String::new(),
            title: "Alarm".to_owned(),
            content: "{name} on {channel}: «{message}»".to_owned(),
        };
        store.put_shared_reply(&template).unwrap();
    });
    stage.set_alarm(Alarm {
        template: Some(Id::new("t")),
        ..alarm()
    });
    let kari = stage.visitor("kari");
    let start = visitor::Command::Start(visitor::Start {
        name: Some("Kari\r\nBcc: eve@example.net".to_owned()),
        content: Content::text("Help\r\n\r\n<b>me</b> {link}"),
        ..visitor::Start::default()
    });
    stage.visitor_asks(kari, start).unwrap();
    stage.pass(61_000);
    let letter = stage.letters().remove(0);
    assert_eq!(letter.subject, "A conversation is waiting for an answer");
    let expected = "Kari Bcc: eve@example.net on support: «Help <b>me</b> {link}»";
    assert_eq!(letter.text, expected);
    // A template that is gone leaves the server's own words.
    stage.administrate(|store| store.remove_shared_reply(&Id::new("t")).unwrap());
    stage.pass(120_000);
    let last = stage.letters().pop().unwrap();
    assert!(
        last.text
            .starts_with("A visitor has been waiting for 3 min")
    );
    assert_eq!(last.to, BOSS);
}

// S-16: rate limited; what is too much comes later, unless it was answered.
#[test]
fn much_at_once_is_told_a_little_at_a_time() {
    let slow = Settings {
        alarms_per_10min: 2,
        address_starts_per_60s: 600,
        ..settings()
    };
    let lead_alone = Alarm {
        patience: Patience {
            waiting_s: Some(60),
            ..Patience::default()
        },
        to: vec![LEAD.to_owned()],
        ..alarm()
    };
    let mut stage = Stage::alarming_with(slow, lead_alone);
    let names = (0..6).map(|number| format!("visitor{number}"));
    let waiting: Vec<_> = names.map(|it| stage.waiting(&it)).collect();
    stage.pass(61_000);
    let told = stage.letters();
    assert_eq!(told.len(), 2);
    // One of the others needs no mail any more.
    let is_told =
        |chat: &Id<id::Conversation>| told.iter().any(|it| it.text.contains(chat.as_str()));
    let (untold, _) = waiting.iter().find(|(_, chat)| !is_told(chat)).unwrap();
    stage
        .visitor_asks(*untold, visitor::Command::End(visitor::End {}))
        .unwrap();
    stage.pass(301_000);
    assert_eq!(stage.letters().len(), 3);
    for _ in 0..10 {
        stage.pass(301_000);
    }
    assert_eq!(stage.letters().len(), 5);
}
