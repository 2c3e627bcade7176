//! What the person may do in a conversation, as it stands.

use shared::{
    agent::Summary,
    conversation::Status,
    id::{self, Id},
    presence::Card,
};

use crate::slice::Talk;

/// The person's seat in a conversation.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Seat {
    /// Nothing is known yet, or a state of a later version: nothing can be done.
    Unknown,
    /// It waits for somebody.
    Waiting,
    /// The person owns it.
    Own,
    /// A colleague owns it, and the person writes too.
    Joined(Card),
    /// A colleague owns it.
    Listening(Card),
    /// It is over.
    Ended,
}

impl Seat {
    /// Whether the way to write stands below the conversation.
    pub(super) fn can_write(&self) -> bool {
        matches!(self, Self::Own | Self::Joined(_) | Self::Ended)
    }

    /// From the conversation itself, or as long as that has not arrived, from the desk.
    pub(super) fn of(talk: &Talk, summary: Option<&Summary>, me: &Id<id::Agent>) -> Self {
        let stand = talk.thread().stand();
        let (status, owner) = match summary {
            Some(it) if !talk.is_loaded() => (it.status, it.owner.as_ref()),
            _ => (stand.status, stand.agent.as_ref()),
        };
        let mut participants = summary.iter().flat_map(|it| &it.participants);
        let joined = participants.any(|card| card.id == *me);
        match (status, owner) {
            (Status::Queued, _) => Self::Waiting,
            (Status::Active, Some(owner)) if owner.id == *me => Self::Own,
            (Status::Active, Some(owner)) if joined => Self::Joined(owner.clone()),
            (Status::Active, Some(owner)) => Self::Listening(owner.clone()),
            (Status::Ended, _) => Self::Ended,
            _ => Self::Unknown,
        }
    }
}
