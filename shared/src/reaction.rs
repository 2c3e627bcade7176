//! What a visitor thinks of a single message.

use serde::{Deserialize, Serialize};

use crate::{
    id::{self, Id},
    time::Timestamp,
};

/// What can be thought of a message.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Reaction {
    /// It helps.
    Like,
    /// It does not.
    Dislike,
    /// One of a later version: show none.
    #[default]
    #[serde(other)]
    Unknown,
}

/// Says what the visitor thinks of a message, in place of what was said of it before; without a reaction, that is
/// taken back.
///
/// Refused with `not_found` for a message the visitor does not see, `not_allowed` where the channel does not ask
/// for it, `invalid` for a reaction that is not known.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct React {
    /// Which message.
    pub message: Id<id::Message>,
    /// What the visitor thinks of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reaction: Option<Reaction>,
}

/// What the visitor thinks of a message now.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Reacted {
    /// Which message.
    pub message: Id<id::Message>,
    /// What the visitor thinks of it; absent: nothing any more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reaction: Option<Reaction>,
    /// When it was said.
    pub at: Timestamp,
}
