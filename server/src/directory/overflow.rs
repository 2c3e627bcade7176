//! What a channel does when many wait, or somebody waits for long.

use serde::{Deserialize, Serialize};

/// What a channel does when many wait, or somebody waits for long.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(default)]
pub struct Overflow {
    /// So many conversations may wait; while they do, none begins.
    pub limit: u32,
    /// After so many seconds in the queue the visitor is offered to leave a request instead; absent: never.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub offer_after_s: Option<u32>,
    /// While so many wait, all of them are; absent: never.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub offer_at: Option<u32>,
}

impl Default for Overflow {
    fn default() -> Self {
        Self {
            limit: 100,
            offer_after_s: None,
            offer_at: None,
        }
    }
}
