//! Live figures of the dashboard.

use serde::{Deserialize, Serialize};

use crate::{
    id::{self, Id},
    rating::Scale,
    time::Timestamp,
};

/// Figures of one channel, or of all an agent may see. "Today" begins at midnight in the backend's
/// configured time zone.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
pub struct Tile {
    /// Conversations that wait now.
    pub waiting: u32,
    /// Since when the longest waiting one waits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub waiting_since: Option<Timestamp>,
    /// Agents present who may answer.
    pub available: u32,
    /// Conversations an agent owns now.
    pub active: u32,
    /// Conversations started today.
    pub started: u32,
    /// Conversations answered for the first time today.
    pub answered: u32,
    /// Conversations that ended today without ever being answered.
    pub abandoned: u32,
    /// Median wait for the first answer of today's answered ones, in milliseconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub median_wait_ms: Option<u64>,
    /// Median time from first answer to end of today's ended ones, in milliseconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub median_duration_ms: Option<u64>,
    /// How many conversations were started and how many answered for the first time in each hour since
    /// [`Figures::day_start`], up to the last in which there was one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub hours: Vec<(u32, u32)>,
    /// What was thought of the conversations that ended today, for each scale that was used.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ratings: Vec<Ratings>,
}

/// Several ratings on one scale.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Ratings {
    /// The scale.
    pub scale: Scale,
    /// How many there are.
    pub count: u32,
    /// Their sum.
    pub sum: u32,
}

/// Figures for one reader.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
pub struct Figures {
    /// Over all channels the reader may see.
    pub all: Tile,
    /// Per channel.
    pub channels: Vec<(Id<id::Channel>, Tile)>,
    /// When today began.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub day_start: Option<Timestamp>,
}
