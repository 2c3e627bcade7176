//! Who is writing where.

use std::collections::BTreeMap;

use client::{Delivery, typing::Typists};
use shared::{
    agent::{Agent, Change, Hint},
    id::{self, Id},
    message::Author,
    presence::Card,
};

/// Somebody who may be writing.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Typist {
    /// Which colleague; absent: the visitor.
    pub(crate) agent: Option<Card>,
    /// Whether in private mode.
    pub(crate) is_private: bool,
}

/// Who is writing, by conversation.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Typing(BTreeMap<Id<id::Conversation>, Typists<Typist>>);

impl Typing {
    /// Takes what happened at a time of the driver's clock; tells whether anything here changed.
    pub(crate) fn receive(&mut self, delivery: &Delivery<Agent>, now: u64) -> bool {
        match delivery {
            Delivery::Hint(Hint::Typing(it)) => {
                let typist = Typist {
                    agent: it.agent.clone(),
                    is_private: it.private,
                };
                self.0
                    .entry(it.conversation.clone())
                    .or_default()
                    .hint(typist, now)
            }
            Delivery::Event(event) => {
                let Some(typist) = writer(&event.change) else {
                    return false;
                };
                let typists = self.0.get_mut(&event.log.conversation());
                typists.is_some_and(|it| it.done(&typist))
            }
            _ => false,
        }
    }

    /// Forgets whoever has stopped; tells whether anybody had.
    pub(crate) fn expire(&mut self, now: u64) -> bool {
        let mut has_changed = false;
        for typists in self.0.values_mut() {
            has_changed |= typists.expire(now);
        }
        has_changed
    }

    /// Who is writing in a conversation.
    pub(crate) fn who(&self, conversation: &Id<id::Conversation>) -> Vec<Typist> {
        let typists = self.0.get(conversation);
        typists
            .map(|it| it.who().cloned().collect())
            .unwrap_or_default()
    }
}

/// Who has written what came, or can write no more, and is therefore not writing it any more.
fn writer(change: &Change) -> Option<Typist> {
    let visitor = Typist {
        agent: None,
        is_private: false,
    };
    match change {
        Change::Ended(_) => Some(visitor),
        Change::Posted(it) => match &it.author {
            Author::Visitor => Some(visitor),
            Author::Agent(card) => Some(Typist {
                agent: Some(card.clone()),
                is_private: false,
            }),
            Author::System => None,
        },
        Change::Noted(it) => Some(Typist {
            agent: Some(it.author.clone()),
            is_private: true,
        }),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::{
        agent::SomebodyTyping,
        conversation::{Ended, Side},
        frame::Event,
        message::{Content, Message},
        time::Timestamp,
    };

    #[test]
    fn who_writes_is_forgotten_when_the_message_comes_or_nothing_does() {
        let conversation: Id<id::Conversation> = Id::new("c");
        let hint = Delivery::Hint(Hint::Typing(SomebodyTyping {
            conversation: conversation.clone(),
            agent: None,
            private: false,
        }));
        let posted = Delivery::Event(Event {
            log: conversation.log(),
            seq: 2,
            change: Change::Posted(Message {
                id: Id::new("m"),
                client_id: None,
                author: Author::Visitor,
                at: Timestamp(0),
                content: Content::text("Hi"),
            }),
        });
        let mut typing = Typing::default();
        assert!(typing.receive(&hint, 0));
        assert_eq!(typing.who(&conversation).len(), 1);
        assert!(typing.receive(&posted, 1));
        assert!(typing.who(&conversation).is_empty());
        assert!(typing.receive(&hint, 2));
        let ended = Delivery::Event(Event {
            log: conversation.log(),
            seq: 3,
            change: Change::Ended(Ended::new(Side::Agent, Timestamp(0))),
        });
        assert!(typing.receive(&ended, 3));
        assert!(typing.who(&conversation).is_empty());
        assert!(typing.receive(&hint, 2));
        assert!(!typing.expire(10_001));
        assert!(typing.expire(10_002));
    }
}
