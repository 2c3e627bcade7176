//! What a channel does at the end of its conversations.

use serde::{Deserialize, Serialize};
use shared::{ending, rating::Survey};

use super::{Idle, Transcript};

/// How a channel's conversations end.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(default)]
pub struct Ending {
    /// The heading that visitors meet then; may be empty.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub title: String,
    /// The text below it; may be empty.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub text: String,
    /// How the visitor is asked for a rating; absent: not at all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rating: Option<Survey>,
    /// How what was said is mailed.
    pub transcript: Transcript,
    /// What is done about silence.
    pub idle: Idle,
}

impl Ending {
    /// What visitors may know of it, where mails can be sent or not.
    pub fn shown(&self, has_mail: bool) -> ending::Ending {
        ending::Ending {
            title: self.title.clone(),
            text: self.text.clone(),
            rating: self.rating.clone(),
            transcript: self.transcript.is_offered && has_mail,
        }
    }
}
