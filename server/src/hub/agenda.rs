//! What happens by itself at some moment: questions lapse, conversations of absent owners wait again,
//! agents have rested, somebody is warned.

use std::collections::BTreeSet;

use shared::{
    id::{self, Id},
    time::Timestamp,
};

/// Something that is due at some moment, if it still has sense then.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(super) enum Due {
    /// The question about a conversation lapses.
    Lapse(Id<id::Conversation>),
    /// A conversation whose owner has no connection waits again.
    Return(Id<id::Conversation>),
    /// The visitor of a conversation that has ended may have gone for good.
    Depart(Id<id::Conversation>),
    /// An agent who declined is asked again.
    Rested(Id<id::Agent>),
    /// Somebody loses patience with a conversation that is unanswered.
    Warn(Id<id::Conversation>),
    /// Somebody is written to about one.
    Alarm(Id<id::Conversation>),
    /// The visitor of one that waits may leave a request instead.
    Offer(Id<id::Conversation>),
    /// A channel opens or closes.
    Hours(Id<id::Channel>),
    /// Something comes of a visitor's silence.
    Silence(Id<id::Conversation>),
}

/// All of it, the next first. What lost its sense stays until its moment and is passed over then.
#[derive(Debug, Default)]
pub(super) struct Agenda(BTreeSet<(Timestamp, Due)>);

impl Agenda {
    /// Puts something down.
    pub(super) fn put(&mut self, at: Timestamp, due: Due) {
        self.0.insert((at, due));
    }

    /// The next thing whose moment has come, and the moment.
    pub(super) fn next(&mut self, now: Timestamp) -> Option<(Timestamp, Due)> {
        let (at, _) = self.0.first()?;
        if *at > now {
            return None;
        }
        self.0.pop_first()
    }

    /// In how many milliseconds something is due, if anything is.
    pub(super) fn due_in(&self, now: Timestamp) -> Option<u64> {
        let (at, _) = self.0.first()?;
        Some(if *at <= now { 0 } else { at.since(now) })
    }
}
