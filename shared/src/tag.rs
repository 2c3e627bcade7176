//! Topics: what a conversation was about, in the administrator's words.

use serde::{Deserialize, Serialize};

use crate::{
    id::{self, Id},
    presence::Card,
    time::Timestamp,
};

/// The most topics of one conversation.
pub const MAX_TAGS: usize = 20;

/// A topic.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Tag {
    /// Which.
    pub id: Id<id::Tag>,
    /// How agents read it.
    pub name: String,
    /// Under what it stands among the others; empty: under nothing.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub category: String,
}

/// Marks a conversation with a topic, or takes the mark away; nothing happens when it is so already. Whoever
/// may read the conversation may, also after its end. Answered by `ok`.
///
/// Refused with `not_found` (no such topic), `too_many` (the conversation has [`MAX_TAGS`]).
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct SetTag {
    /// Which conversation.
    pub conversation: Id<id::Conversation>,
    /// Which topic.
    pub tag: Id<id::Tag>,
    /// Whether it is about that.
    pub on: bool,
}

/// A conversation was marked with a topic, or is so no longer.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Tagged {
    /// The topic, as it was called then.
    pub tag: Tag,
    /// Whether it is about that.
    pub on: bool,
    /// Who says so.
    pub by: Card,
    /// When.
    pub at: Timestamp,
}
