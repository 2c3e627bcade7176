//! Looking for conversations, running and ended ones, however long ago.

use serde::{Deserialize, Serialize};

use crate::{
    agent::Summary,
    conversation::{Side, Status},
    id::{self, Id},
    rating::Scale,
    time::Timestamp,
};

/// Conversations of one answer.
pub const MAX_HITS: usize = 20;
/// Excerpts of one conversation in an answer.
pub const MAX_EXCERPTS: usize = 3;
/// Characters of what is looked for.
pub const MAX_WORDS: usize = 255;

/// Looks for conversations that the agent may read, the latest first. Every word has to begin a word of one
/// message, private ones included, or of the visitor's name and address; accents and case do not count.
/// Answered by `found`.
///
/// Refused with `too_long`.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
pub struct Search {
    /// What to look for; empty: all that passes the filters.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub words: String,
    /// Only of these channels; empty: of all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub channels: Vec<Id<id::Channel>>,
    /// Only those whose last owner this is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<Id<id::Agent>>,
    /// Only those that began then or later.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<Timestamp>,
    /// Only those that began before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<Timestamp>,
    /// Only those that stand so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<Status>,
    /// Only those about one of these topics; empty: about anything.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<Id<id::Tag>>,
    /// Only those that were rated so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rated: Option<Rated>,
    /// Where an earlier answer stopped.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<u64>,
}

/// Ratings to look for.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Rated {
    /// The scale.
    pub scale: Scale,
    /// The lowest value.
    pub least: u32,
    /// The highest value.
    pub most: u32,
}

/// What was found.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
pub struct Found {
    /// The conversations, the latest first, at most [`MAX_HITS`].
    pub hits: Vec<Hit>,
    /// Where the next answer goes on; absent when there is no more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<u64>,
}

/// A conversation that was found.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Hit {
    /// How it stood when it was looked for.
    pub summary: Box<Summary>,
    /// Where the words stand in it, the latest first, at most [`MAX_EXCERPTS`].
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub excerpts: Vec<Excerpt>,
}

/// A part of a message in which words were found.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Excerpt {
    /// The number of the message in the log, as agents count; 0: the visitor's name and address.
    pub seq: u64,
    /// Who wrote it.
    pub by: Side,
    /// Whether only agents see it.
    #[serde(default, skip_serializing_if = "crate::is_false")]
    pub private: bool,
    /// The text around what was found, as pieces: what was found is every second one, beginning with the
    /// second.
    pub pieces: Vec<String>,
}
