//! What a channel does at the end of its conversations.

use serde::{Deserialize, Serialize};
use shared::{ending, rating::Survey};

/// How a channel's conversations end.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(default)]
pub struct Ending {
    /// How the visitor is asked for a rating; absent: not at all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rating: Option<Survey>,
}

impl Ending {
    /// What visitors may know of it.
    pub fn shown(&self) -> ending::Ending {
        ending::Ending {
            rating: self.rating.clone(),
        }
    }
}
