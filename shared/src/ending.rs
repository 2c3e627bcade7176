//! What a visitor meets when a conversation has ended.

use serde::{Deserialize, Serialize};

use crate::rating::Survey;

/// What a visitor meets when a conversation of a channel has ended.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
pub struct Ending {
    /// How a rating is asked for; absent: it is not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rating: Option<Survey>,
}

impl Ending {
    /// Whether there is nothing special.
    pub fn is_plain(&self) -> bool {
        *self == Self::default()
    }
}
