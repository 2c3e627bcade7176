//! What a visitor thinks of a conversation that has ended.

use std::ops::RangeInclusive;

use serde::{Deserialize, Serialize};

use crate::time::Timestamp;

/// What can be given.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Scale {
    /// One to five stars.
    Stars,
    /// A number from 0 to 10.
    Score,
    /// A scale of a later version: ask for nothing, show the number.
    #[default]
    #[serde(other)]
    Unknown,
}

impl Scale {
    /// The values there are, from the worst to the best.
    pub fn values(self) -> RangeInclusive<u32> {
        match self {
            Self::Stars => 1..=5,
            Self::Score => 0..=10,
            Self::Unknown => RangeInclusive::new(1, 0),
        }
    }
}

/// How a channel asks for a rating.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
pub struct Survey {
    /// What can be given.
    pub scale: Scale,
    /// The text beside it, at most [`crate::limits::MAX_COMMENT`] characters; may be empty, then the app's own
    /// words stand.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub text: String,
}

/// Rates the conversation, in place of an earlier rating.
///
/// Refused with `not_found` before the first `start`, `not_allowed` when the channel does not ask for this
/// scale, `conflict` while the conversation goes on, `invalid` for a value that is not on the scale, `too_long`.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Rate {
    /// The scale that the visitor saw.
    pub scale: Scale,
    /// What was given.
    pub value: u32,
    /// Why, if the visitor said so: at most [`crate::limits::MAX_COMMENT`] characters.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub comment: String,
}

/// What a visitor thinks of a conversation.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Rating {
    /// Of what it is a value.
    pub scale: Scale,
    /// What was given.
    pub value: u32,
    /// Why; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub comment: String,
    /// When.
    pub at: Timestamp,
}
