//! Warnings: what has been unanswered for longer than a channel's administrator wants to bear.

use serde::{Deserialize, Serialize};

use crate::{
    id::{self, Id},
    time::Timestamp,
};

/// The most warnings that an agent is told of at once.
pub const MAX_WARNINGS: usize = 50;

/// After how many seconds somebody is warned; absent: never.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(default)]
pub struct Patience {
    /// A conversation waits in the queue: agents who are to be notified.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub waiting_s: Option<u32>,
    /// A conversation waits in the queue: managers, if any agent is present.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub waiting_managers_s: Option<u32>,
    /// A visitor's message in an active conversation has no answer: its owner.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message_s: Option<u32>,
    /// A visitor's message in an active conversation has no answer: managers, if any agent is present.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message_managers_s: Option<u32>,
}

impl Patience {
    /// Whether nobody is ever warned.
    pub fn is_endless(&self) -> bool {
        *self == Self::default()
    }
}

/// Whose patience is at its end.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// The managers'.
    Managers,
    /// The agents'; also any level of a later version.
    #[serde(other)]
    Agents,
}

/// A conversation that has been unanswered for too long: one that waits, or an active one in which the
/// visitor's message has no answer.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Warning {
    /// Which.
    pub conversation: Id<id::Conversation>,
    /// As whom the reader is warned.
    pub level: Level,
    /// Since when it is unanswered.
    pub since: Timestamp,
}

/// All that the reader is warned of now, the longest unanswered first; replaces what was told before.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
pub struct Warned {
    /// At most [`MAX_WARNINGS`].
    pub warnings: Vec<Warning>,
}
