//! Chats of which nothing is kept after their end, as their visitors wished.

use shared::{
    agent::Preview,
    conversation::{Erased, Status, Why},
    ending::SendTranscript,
    rating::{Rate, Scale, Survey},
    reply::{Entry, Kind},
    visitor::{Command, End, Reopen, Snapshot},
};

use super::*;
use crate::{
    directory::{Ending, Idle, Transcript},
    store::replies::Replies,
};

/// What is said, and must not be found anywhere after the end.
const SECRET: &str = "geheim4711";

fn begins() -> Command {
    Command::Start(visitor::Start {
        content: Content::text(SECRET),
        name: Some(SECRET.to_owned()),
        email: Some(format!("{SECRET}@example.com")),
        unkept: true,
        ..visitor::Start::default()
    })
}

impl Stage {
    fn discreet(change: impl Fn(&mut Channel)) -> Self {
        let mut stage = Self::with(Settings {
            has_mail: true,
            ..Settings::default()
        });
        stage.administrate(|store| {
            let mut channel = channel_named("support");
            channel.privacy.unkept_offer = true;
            change(&mut channel);
            store.put_channel(&channel).unwrap();
        });
        stage
    }

    /// A chat between `kari` and `ann` that is not to be kept.
    fn unkept(&mut self) -> (SocketId, SocketId, Id<id::Conversation>) {
        let kari = self.visitor("kari");
        let Ok(visitor::Reply::Started(receipt)) = self.visitor_asks(kari, begins()) else {
            panic!("it does not begin");
        };
        let chat = receipt.conversation;
        let ann = self.agent("ann");
        self.agent_asks(ann, take(&chat)).unwrap();
        self.agent_asks(ann, follow(&chat, None)).unwrap();
        self.agent_asks(ann, answers(&chat, SECRET)).unwrap();
        self.agent_asks(ann, notes(&chat, SECRET)).unwrap();
        (kari, ann, chat)
    }

    /// Everything that the disk holds of conversations.
    fn holds_secret(&self) -> bool {
        let entries = format!("{:?}", self.disk.entries());
        let mails = format!(
            "{:?}",
            (&self.disk as &dyn Reader).mails(Timestamp(u64::MAX), 99)
        );
        let mut store = Memory::new(self.disk.clone());
        let states = format!("{:?}", crate::store::Store::live(&mut store, Timestamp(0)));
        [entries, mails, states].concat().contains(SECRET)
    }

    /// What a visitor's app that comes new is told.
    fn snapshot_of(&mut self, visitor: SocketId) -> Snapshot {
        let heard = self.heard::<Visitor>(visitor).into_iter();
        let mut found = heard.filter_map(|frame| match frame {
            FromServer::Reset(it) => Some(it.snapshot),
            _ => None,
        });
        found.next().unwrap()
    }
}

// PZ-37.
#[test]
fn when_it_ends_what_was_said_is_gone_and_when_it_was_stays() {
    let rating = Survey {
        scale: Scale::Stars,
        text: String::new(),
    };
    let mut stage = Stage::discreet(|it| it.ending.rating = Some(rating.clone()));
    let (kari, ann, chat) = stage.unkept();
    let before = stage.summary(&chat);
    assert!(before.unkept && stage.holds_secret());
    stage.heard::<Agent>(ann);
    stage.heard::<Visitor>(kari);
    stage.agent_asks(ann, ends(&chat)).unwrap();
    assert!(!stage.holds_secret());

    // Both sides hear that it went, with the end.
    let own = stage.changes::<Visitor>(kari, chat.as_str());
    let [(_, visitor::Change::Ended(ended))] = &own[..] else {
        panic!("{own:?}");
    };
    assert!(ended.unkept);
    let after = stage.summary(&chat);
    assert_eq!(after.owner, before.owner);
    assert_eq!(
        (after.started_at, after.answered_at),
        (before.started_at, before.answered_at)
    );
    assert_eq!(after.visitor.name, None);
    let empty = |it: &Preview| it.text.is_empty();
    assert!(after.unkept && empty(&after.first) && empty(&after.last));

    // It can be rated, and stays so after a crash; the numbers of the log are what they were.
    let rate = Rate {
        scale: Scale::Stars,
        value: 4,
        comment: String::new(),
    };
    stage.visitor_asks(kari, Command::Rate(rate)).unwrap();
    stage.crash();
    assert_eq!(stage.summary(&chat).rating.unwrap().value, 4);
    let kari = stage.visitor("kari");
    let Snapshot { state, page } = stage.snapshot_of(kari);
    assert!(state.ended.unwrap().unkept);
    let seqs: Vec<_> = page.entries.iter().map(|it| it.seq).collect();
    assert_eq!(seqs, (1..=page.entries.len() as u64).collect::<Vec<_>>());
    let erased = visitor::Change::Erased(Erased {});
    let erased = page.entries.iter().filter(|it| it.change == erased);
    assert_eq!(erased.count(), 2);
    assert!(!format!("{page:?}").contains(SECRET));
}

// PZ-37, SO-57, SO-58.
#[test]
fn nobody_comes_back_writes_on_or_has_it_mailed() {
    let mut stage = Stage::discreet(|it| {
        it.ending = Ending {
            transcript: Transcript {
                is_offered: true,
                ..Transcript::default()
            },
            ..Ending::default()
        };
    });
    let (kari, ann, chat) = stage.unkept();
    let email = "kari@example.com".to_owned();
    let mail = Command::SendTranscript(SendTranscript { email });
    assert_eq!(
        stage.visitor_asks(kari, mail.clone()),
        Err(Code::NotAllowed)
    );
    stage.agent_asks(ann, ends(&chat)).unwrap();
    let failed = stage.asks::<Visitor>(kari, Command::Reopen(Reopen {}));
    let failed = failed.unwrap_err();
    assert_eq!(failed.code, Code::Ended);
    assert!(failed.current.unwrap().ended.unwrap().unkept);
    for (command, expected) in [(says("more"), Code::Ended), (mail, Code::NotAllowed)] {
        let answer = stage.visitor_asks(kari, command.clone());
        assert_eq!(answer, Err(expected), "{command:?}");
    }
    let reopen = agent::Command::Reopen(agent::Reopen {
        conversation: chat.clone(),
    });
    for (command, expected) in [
        (reopen, Code::Conflict),
        (answers(&chat, "more"), Code::Ended),
        (notes(&chat, "more"), Code::Ended),
    ] {
        let answer = stage.agent_asks(ann, command.clone());
        assert_eq!(answer, Err(expected), "{command:?}");
    }
    // The next chat is another one, and kept unless it is said again.
    stage.start(kari, "again");
    stage.visitor_asks(kari, Command::End(End {})).unwrap();
    stage
        .visitor_asks(kari, Command::Reopen(Reopen {}))
        .unwrap();
}

#[test]
fn it_goes_however_it_ends() {
    // In the queue, by the visitor.
    let mut stage = Stage::discreet(|_| {});
    let kari = stage.visitor("kari");
    stage.visitor_asks(kari, begins()).unwrap();
    assert!(stage.holds_secret());
    stage.visitor_asks(kari, Command::End(End {})).unwrap();
    assert!(!stage.holds_secret());
    // By the silence of the visitor.
    let mut stage = Stage::discreet(|it| {
        it.ending.idle = Idle {
            nudge_after_s: None,
            end_after_s: Some(60),
        };
    });
    let (_, _, chat) = stage.unkept();
    stage.pass(61_000);
    let ended = stage.summary(&chat).ended.unwrap();
    assert_eq!((ended.why, ended.unkept), (Some(Why::Idle), true));
    assert!(!stage.holds_secret());
    // With the visitor's own token.
    let mut stage = Stage::discreet(|_| {});
    let (kari, _, chat) = stage.unkept();
    let forget = Command::Forget(visitor::Forget {});
    stage.visitor_asks(kari, forget).unwrap();
    assert_eq!(stage.summary(&chat).status, Status::Ended);
    assert!(!stage.holds_secret());
}

#[test]
fn only_where_the_channel_offers_it_and_whoever_is_there_hears_when_it_does_not() {
    let mut stage = Stage::new();
    let kari = stage.visitor("kari");
    assert_eq!(stage.visitor_asks(kari, begins()), Err(Code::NotAllowed));
    assert!(!stage.holds_secret());
    let mut stage = Stage::discreet(|_| {});
    let kari = stage.visitor("kari");
    stage.administrate(|store| store.put_channel(&channel_named("support")).unwrap());
    assert_eq!(stage.closed(kari), Some(CloseCode::GoingAway));
}

// S-16: who is warned of a visitor that nobody answers keeps the mail.
#[test]
fn no_mail_tells_what_is_said_in_it() {
    let mut stage = Stage::discreet(|it| {
        it.alarm.to = vec!["lead@example.com".to_owned()];
        it.alarm.patience.waiting_s = Some(60);
        it.alarm.template = Some(Id::new("t"));
    });
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
    let kari = stage.visitor("kari");
    stage.visitor_asks(kari, begins()).unwrap();
    stage.pass(61_000);
    let reader: &dyn Reader = &stage.disk;
    let mails = reader.mails(Timestamp(u64::MAX), 99).unwrap();
    assert_eq!(mails[0].letter.text, " on support: «»");
    assert!(!format!("{mails:?}").contains(SECRET));
}
