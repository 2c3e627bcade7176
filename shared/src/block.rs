//! Visitors who may not write any more.

use serde::{Deserialize, Serialize};

use crate::{
    id::{self, Id},
    presence::Card,
    time::Timestamp,
};

/// Blocks the visitor of a conversation, which is the visitor's latest, or lets them write again; nothing happens when
/// it is so already. What goes on ends with it. Whoever may end the conversation may, also after its end. Answered by `ok`.
///
/// Refused with `not_allowed`, `conflict` (the visitor has a later conversation; `current` tells how this one stands).
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct SetBlock {
    /// Which conversation.
    pub conversation: Id<id::Conversation>,
    /// Whether its visitor is blocked.
    pub on: bool,
}

/// The visitor was blocked, or is so no longer.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Blocked {
    /// Whether they are.
    pub on: bool,
    /// Who did it.
    pub by: Card,
    /// When.
    pub at: Timestamp,
}

/// Whether the visitor may write.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Standing {
    /// Whether they are blocked: everything that they would say is refused with `not_allowed`.
    pub is_blocked: bool,
}
