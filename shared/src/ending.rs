//! What a visitor meets when a conversation has ended.

use serde::{Deserialize, Serialize};

use crate::{rating::Survey, time::Timestamp};

/// What a visitor meets when a conversation of a channel has ended.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
pub struct Ending {
    /// The heading; may be empty, then the app's own words stand.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub title: String,
    /// The text below it; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub text: String,
    /// How a rating is asked for; absent: it is not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rating: Option<Survey>,
    /// Whether what was said can be had by mail.
    #[serde(default, skip_serializing_if = "crate::is_false")]
    pub transcript: bool,
}

impl Ending {
    /// Whether there is nothing special.
    pub fn is_plain(&self) -> bool {
        *self == Self::default()
    }
}

/// Asks for what was said in the conversation, by mail.
///
/// Refused with `unknown_command` where no mail can be sent, `not_found` before the first `start`, `not_allowed`
/// when the channel does not offer it or the conversation was not kept, `conflict` while the conversation goes on, `invalid` for an address that
/// is none, `too_many` when it was asked for too often lately.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct SendTranscript {
    /// Where to.
    pub email: String,
}

/// The visitor asked for what was said, by mail.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Mailed {
    /// Where it goes.
    pub to: String,
    /// When it was asked for.
    pub at: Timestamp,
}
