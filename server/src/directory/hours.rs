//! When a channel is open, as its administrator set it. `crate::hours` finds out what follows from it.

use serde::{Deserialize, Serialize};

/// Minutes of a day, by the clock on the wall.
pub const DAY: u32 = 24 * 60;
/// The most stretches of a week.
pub const MAX_STRETCHES: usize = 50;
/// The most holidays.
pub const MAX_HOLIDAYS: usize = 1_000;

/// When a channel is open. All times are those of the clock on the wall in its zone.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(default)]
pub struct Hours {
    /// Whether they count; otherwise the channel is always open.
    pub is_on: bool,
    /// The time zone, such as `Europe/Oslo`.
    pub zone: String,
    /// When it is open in each week.
    pub week: Vec<Stretch>,
    /// The break of every day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lunch: Option<Lunch>,
    /// When it is closed although the week says otherwise.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub holidays: Vec<Holiday>,
}

/// A stretch of every week.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Stretch {
    /// The day on which it begins; 0 is Monday.
    pub day: u32,
    /// When it begins, in minutes since that day's midnight.
    pub from: u32,
    /// When it ends, in minutes since the same midnight: beyond [`DAY`], it ends on a later day.
    pub to: u32,
}

/// A break of every day, in minutes since midnight.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Lunch {
    /// When it begins.
    pub from: u32,
    /// When it ends, on the same day.
    pub to: u32,
}

/// A time in which it is closed.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Holiday {
    /// What it is called.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// When it begins, in minutes since the beginning of 1970 by the clock on the wall.
    pub from: i64,
    /// When it ends.
    pub to: i64,
    /// Whether it comes again each year.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub yearly: Option<Yearly>,
}

/// How a holiday comes again.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Yearly {
    /// The last one begins not after this; absent: there is always another.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<i64>,
}
