//! What a visitor does at the end of a conversation.

use shared::{
    conversation::Status,
    figures::{Ratings, Tile},
    rating::{Rate, Scale, Survey},
};

use super::*;
use crate::directory::Ending;

fn rates(scale: Scale, value: u32, comment: &str) -> visitor::Command {
    visitor::Command::Rate(Rate {
        scale,
        value,
        comment: comment.to_owned(),
    })
}

fn stars(value: u32) -> visitor::Command {
    rates(Scale::Stars, value, "")
}

impl Stage {
    /// The channel `support` ends its conversations so.
    pub(super) fn ending(&mut self, ending: Ending) {
        self.administrate(|store| {
            let channel = Channel {
                ending,
                ..channel_named("support")
            };
            store.put_channel(&channel).unwrap();
        });
    }

    fn asks_for(&mut self, scale: Scale) {
        let rating = Some(Survey {
            scale,
            text: String::new(),
        });
        self.ending(Ending {
            rating,
            ..Ending::default()
        });
    }

    /// How a conversation stands, for an agent who comes new.
    pub(super) fn summary(&mut self, conversation: &Id<id::Conversation>) -> agent::Summary {
        let meg = self.agent("meg");
        self.agent_asks(meg, follow(conversation, None)).unwrap();
        let heard = self.heard::<Agent>(meg).into_iter();
        let mut found = heard.rev().filter_map(|frame| match frame {
            FromServer::Reset(it) => match it.snapshot {
                agent::Snapshot::Conversation(it) => Some(it.summary),
                agent::Snapshot::Desk(_) => None,
            },
            _ => None,
        });
        let summary = found.next().unwrap();
        self.leave(meg);
        summary
    }

    /// Today's figures of a channel.
    fn tile(&mut self, channel: &str) -> Tile {
        let meg = self.agent("meg");
        let heard = self.heard::<Agent>(meg).into_iter();
        let mut found = heard.rev().filter_map(|frame| match frame {
            FromServer::Reset(it) => match it.snapshot {
                agent::Snapshot::Desk(it) => Some(it.figures),
                agent::Snapshot::Conversation(_) => None,
            },
            _ => None,
        });
        let figures = found.next().unwrap();
        self.leave(meg);
        let mut channels = figures.channels.into_iter();
        channels.find(|(id, _)| id.as_str() == channel).unwrap().1
    }
}

// SO-59, PX-13.
#[test]
fn what_ended_is_rated_and_rated_anew_until_the_next_begins() {
    let mut stage = Stage::new();
    stage.asks_for(Scale::Stars);
    let kari = stage.visitor("kari");
    assert_eq!(stage.visitor_asks(kari, stars(4)), Err(Code::NotFound));
    let chat = stage.start(kari, "help");
    let ann = stage.agent("ann");
    stage.agent_asks(ann, take(&chat)).unwrap();
    stage.agent_asks(ann, follow(&chat, None)).unwrap();
    let failed = stage.asks::<Visitor>(kari, stars(4)).unwrap_err();
    assert_eq!(failed.code, Code::Conflict);
    assert_eq!(failed.current.unwrap().status, Status::Active);
    stage.agent_asks(ann, ends(&chat)).unwrap();
    stage.heard::<Agent>(ann);
    stage.heard::<Visitor>(kari);
    for (command, expected) in [
        (stars(0), Err(Code::Invalid)),
        (stars(6), Err(Code::Invalid)),
        (rates(Scale::Score, 3, ""), Err(Code::NotAllowed)),
        (rates(Scale::Unknown, 1, ""), Err(Code::NotAllowed)),
        (
            rates(Scale::Stars, 2, &"å".repeat(1025)),
            Err(Code::TooLong),
        ),
        (rates(Scale::Stars, 2, " Too\r\nslow\u{7} "), Ok(())),
        (stars(5), Ok(())),
    ] {
        let answer = stage.visitor_asks(kari, command.clone()).map(|_| ());
        assert_eq!(answer, expected, "{command:?}");
    }
    // Both sides hear of both, and of nothing else.
    let own: Vec<_> = stage.changes::<Visitor>(kari, chat.as_str());
    let agents: Vec<_> = stage.changes::<Agent>(ann, chat.as_str());
    let own = own.into_iter().map(|(_, it)| match it {
        visitor::Change::Rated(it) => (it.value, it.comment),
        other => panic!("{other:?}"),
    });
    let agents = agents.into_iter().map(|(_, it)| match it {
        agent::Change::Rated(it) => (it.value, it.comment),
        other => panic!("{other:?}"),
    });
    let expected = vec![(2, "Too\nslow".to_owned()), (5, String::new())];
    assert_eq!(own.collect::<Vec<_>>(), expected);
    assert_eq!(agents.collect::<Vec<_>>(), expected);
    assert_eq!(stage.summary(&chat).rating.unwrap().value, 5);
    // It stays when the visitor comes back, and can be changed after the next end.
    stage
        .visitor_asks(kari, visitor::Command::Reopen(visitor::Reopen {}))
        .unwrap();
    assert_eq!(stage.visitor_asks(kari, stars(1)), Err(Code::Conflict));
    assert_eq!(stage.summary(&chat).rating.unwrap().value, 5);
    stage
        .visitor_asks(kari, visitor::Command::End(visitor::End {}))
        .unwrap();
    stage.visitor_asks(kari, stars(3)).unwrap();
    // The next conversation is rated by itself.
    let next = stage.start(kari, "again");
    assert_eq!(stage.visitor_asks(kari, stars(1)), Err(Code::Conflict));
    assert_eq!(stage.summary(&chat).rating.unwrap().value, 3);
    assert_eq!(stage.summary(&next).rating, None);
}

// PZ-38: 0 is a value like all others.
#[test]
fn a_channel_that_asks_for_a_number_takes_0_to_10() {
    let mut stage = Stage::new();
    stage.asks_for(Scale::Score);
    let (kari, chat) = stage.waiting("kari");
    stage
        .visitor_asks(kari, visitor::Command::End(visitor::End {}))
        .unwrap();
    let score = |value| rates(Scale::Score, value, "");
    assert_eq!(stage.visitor_asks(kari, score(11)), Err(Code::Invalid));
    assert_eq!(stage.visitor_asks(kari, stars(5)), Err(Code::NotAllowed));
    for value in [10, 0] {
        stage.visitor_asks(kari, score(value)).unwrap();
        assert_eq!(stage.summary(&chat).rating.unwrap().value, value);
    }
    stage.ending(Ending::default());
    assert_eq!(stage.visitor_asks(kari, score(9)), Err(Code::NotAllowed));
    assert_eq!(stage.summary(&chat).rating.unwrap().value, 0);
}

#[test]
fn a_repeated_rating_is_one_rating_also_after_a_restart() {
    let mut stage = Stage::new();
    stage.asks_for(Scale::Stars);
    let (kari, chat) = stage.waiting("kari");
    stage
        .visitor_asks(kari, visitor::Command::End(visitor::End {}))
        .unwrap();
    stage.asks_as::<Visitor>(kari, "r1", stars(4)).unwrap();
    let head = stage.summary(&chat);
    stage.crash();
    let kari = stage.visitor("kari");
    // A visitor's app that comes new finds it in how the conversation stands.
    let heard = stage.heard::<Visitor>(kari).into_iter();
    let mut states = heard.filter_map(|frame| match frame {
        FromServer::Reset(it) => Some(it.snapshot.state.rating),
        _ => None,
    });
    assert_eq!(states.next(), Some(head.rating.clone()));
    stage.asks_as::<Visitor>(kari, "r1", stars(4)).unwrap();
    let other = stage.asks_as::<Visitor>(kari, "r1", stars(5));
    assert_eq!(other.unwrap_err().code, Code::IdConflict);
    assert_eq!(stage.changes::<Visitor>(kari, chat.as_str()), []);
    assert_eq!(stage.summary(&chat).rating, head.rating);
}

// SO-05.
#[test]
fn the_figures_tell_what_was_thought_of_todays_and_are_the_same_after_a_restart() {
    let mut stage = Stage::new();
    stage.asks_for(Scale::Stars);
    for (name, values) in [("kari", &[1, 4][..]), ("ola", &[5]), ("per", &[])] {
        let (visitor, _) = stage.waiting(name);
        stage
            .visitor_asks(visitor, visitor::Command::End(visitor::End {}))
            .unwrap();
        for value in values {
            stage.visitor_asks(visitor, stars(*value)).unwrap();
        }
    }
    let both = Ratings {
        scale: Scale::Stars,
        count: 2,
        sum: 9,
    };
    assert_eq!(stage.tile("support").ratings, [both]);
    assert_eq!(stage.tile("sales").ratings, []);
    stage.crash();
    assert_eq!(stage.tile("support").ratings, [both]);
    // What goes on again is not over.
    let ola = stage.visitor("ola");
    stage
        .visitor_asks(ola, visitor::Command::Reopen(visitor::Reopen {}))
        .unwrap();
    let one = Ratings {
        count: 1,
        sum: 4,
        ..both
    };
    assert_eq!(stage.tile("support").ratings, [one]);
}
