//! What a channel does about visitors who say nothing any more.

use serde::{Deserialize, Serialize};

/// After how many seconds of a visitor's silence something is done; absent: never.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(default)]
pub struct Idle {
    /// The visitor is asked whether they are still there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nudge_after_s: Option<u32>,
    /// The conversation ends.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end_after_s: Option<u32>,
}
