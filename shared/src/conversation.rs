//! A conversation: its state and what changes it, in the words both sides share.

use serde::{Deserialize, Serialize};

use crate::{
    id::{self, Id},
    presence::Card,
    time::Timestamp,
};

/// Where a conversation stands.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Nobody has answered yet, or nobody owns it any more: it waits.
    Queued,
    /// An agent owns it.
    Active,
    /// Over, until somebody reopens it.
    Ended,
    /// A state of a later version: show it, offer nothing.
    #[default]
    #[serde(other)]
    Unknown,
}

/// Which side did something.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// The visitor.
    Visitor,
    /// An agent.
    Agent,
    /// The backend itself, for instance after too long an idleness; also any side of a later version.
    #[serde(other)]
    System,
}

/// The conversation began and waits in the queue. Always number 1 of its log.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Started {
    /// On which channel.
    pub channel: Id<id::Channel>,
    /// When.
    pub at: Timestamp,
}

/// An agent took the conversation and owns it now.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Taken {
    /// Who owns it now.
    pub agent: Card,
    /// The agent's photo, if there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub photo: Option<Id<id::Photo>>,
    /// When.
    pub at: Timestamp,
}

/// The conversation went back to the queue, first in line.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Queued {
    /// When.
    pub at: Timestamp,
}

/// The conversation ended.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Ended {
    /// Which side ended it.
    pub by: Side,
    /// Why, where there is something to say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<Why>,
    /// When.
    pub at: Timestamp,
    /// Whether it waited in the queue until then.
    #[serde(default, skip_serializing_if = "crate::is_false")]
    pub waited: bool,
    /// The number of the request that the visitor left in place of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request: Option<String>,
    /// Whether what was said went with it: the visitor wanted it so, and nobody can come back.
    #[serde(default, skip_serializing_if = "crate::is_false")]
    pub unkept: bool,
}

impl Ended {
    /// An end like most.
    pub fn new(by: Side, at: Timestamp) -> Self {
        Self {
            by,
            why: None,
            at,
            waited: false,
            request: None,
            unkept: false,
        }
    }
}

/// What there is to say of an end.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// The visitor said nothing for too long.
    Idle,
    /// A reason of a later version.
    #[serde(other)]
    Unknown,
}

/// The visitor, who has said nothing for a while, is asked whether they are still there.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Nudged {
    /// When.
    pub at: Timestamp,
}

/// What stood here was not kept: the visitor wanted it so, and the conversation has ended.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
pub struct Erased {}

/// The visitor of an ended conversation has gone away for good, as far as one can know.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Departed {
    /// When; maybe before the end.
    pub at: Timestamp,
}

/// The agent of an ended conversation is done with it.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Closed {
    /// Who.
    pub agent: Card,
    /// When.
    pub at: Timestamp,
}

/// An ended conversation goes on: with its last owner (`agent` says whom) or in the queue.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Reopened {
    /// Which side reopened it.
    pub by: Side,
    /// The owner it came back to; absent when it waits in the queue.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agent: Option<Card>,
    /// That agent's photo, if there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub photo: Option<Id<id::Photo>>,
    /// When.
    pub at: Timestamp,
}

/// One side has seen everything up to and including a message.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Read {
    /// Which side. Agents of one conversation share one mark.
    pub by: Side,
    /// The last message seen.
    pub message: Id<id::Message>,
    /// When.
    pub at: Timestamp,
}

/// One numbered entry of a log.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Entry<C> {
    /// Its number in the reader's projection.
    pub seq: u64,
    /// What happened.
    pub change: C,
}

/// Part of a log, as history pages and snapshots carry it: entries in ascending order, without holes.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Page<C> {
    /// The conversation.
    pub conversation: Id<id::Conversation>,
    /// Its entries.
    pub entries: Vec<Entry<C>>,
}
