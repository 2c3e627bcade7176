//! What a channel does when too many wait.

use serde::{Deserialize, Serialize};

/// What a channel does when too many wait.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(default)]
pub struct Overflow {
    /// So many conversations may wait; while they do, none begins.
    pub limit: u32,
}

impl Default for Overflow {
    fn default() -> Self {
        Self { limit: 100 }
    }
}
