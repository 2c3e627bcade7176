//! Who else has which conversation before their eyes.

use std::collections::BTreeMap;

use client::{Delivery, typing::Typists};
use shared::{
    agent::{Agent, Hint},
    id::{self, Id},
    limits::LOOK_EVERY_MS,
    presence::Card,
};

/// Who looks at what.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Looking {
    others: BTreeMap<Id<id::Conversation>, Typists<Card>>,
    /// At what the person was last said to look, and when.
    told: Option<(Id<id::Conversation>, u64)>,
}

impl Looking {
    /// Takes what happened at a time of the driver's clock; tells whether anything here changed.
    pub(crate) fn receive(&mut self, delivery: &Delivery<Agent>, now: u64) -> bool {
        let Delivery::Hint(Hint::Looking(it)) = delivery else {
            return false;
        };
        let others = self.others.entry(it.conversation.clone()).or_default();
        let is_news = others.hint(it.agent.clone(), now);
        if is_news {
            // Whoever comes shall not wait to know who is here.
            self.told = None;
        }
        is_news
    }

    /// Forgets whoever has gone; tells whether anybody had.
    pub(crate) fn expire(&mut self, now: u64) -> bool {
        let mut has_changed = false;
        for others in self.others.values_mut() {
            has_changed |= others.expire(now);
        }
        has_changed
    }

    /// Who else looks at a conversation.
    pub(crate) fn who(&self, conversation: &Id<id::Conversation>) -> Vec<Card> {
        let others = self.others.get(conversation);
        others
            .map(|it| it.who().cloned().collect())
            .unwrap_or_default()
    }

    /// The person looks at a conversation: whether to tell now.
    pub(crate) fn is_due(&mut self, conversation: &Id<id::Conversation>, now: u64) -> bool {
        let told = self.told.as_ref();
        let is_told = told.is_some_and(|(it, at)| it == conversation && now < at + LOOK_EVERY_MS);
        if !is_told {
            self.told = Some((conversation.clone(), now));
        }
        !is_told
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hint(agent: &str) -> Delivery<Agent> {
        Delivery::Hint(Hint::Looking(shared::agent::Looking {
            conversation: Id::new("c"),
            agent: Card {
                id: Id::new(agent),
                name: agent.to_owned(),
            },
        }))
    }

    #[test]
    fn who_looks_is_known_for_ten_seconds_and_whoever_comes_is_answered_at_once() {
        let (mut looking, here): (_, Id<id::Conversation>) = (Looking::default(), Id::new("c"));
        let due: Vec<u64> = (0..9_000)
            .step_by(1_000)
            .filter(|now| looking.is_due(&here, *now))
            .collect();
        assert_eq!(due, [0, 4_000, 8_000]);
        assert!(looking.receive(&hint("bob"), 9_000));
        assert!(looking.is_due(&here, 9_000));
        assert!(!looking.receive(&hint("bob"), 12_000));
        assert!(!looking.is_due(&here, 12_000));
        assert!(looking.is_due(&Id::new("d"), 12_000));
        assert!(!looking.expire(21_999));
        assert_eq!(looking.who(&here).len(), 1);
        assert!(looking.expire(22_000));
        assert!(looking.who(&here).is_empty());
    }
}
