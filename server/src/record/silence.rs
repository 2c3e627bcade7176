//! Visitors who say nothing.

use serde::{Deserialize, Serialize};
use shared::time::Timestamp;

/// A visitor has not answered an agent.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Silence {
    /// Since when.
    pub since: Timestamp,
    /// Whether they were asked if they are still there.
    pub is_nudged: bool,
}
