//! What a channel learns of its visitors beside what they say, and what it keeps.

use serde::{Deserialize, Serialize};

/// What a channel learns of its visitors, and keeps. Where nothing was set, the least.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(default)]
pub struct Privacy {
    /// Whether agents see on which pages of the channel's sites a visitor is, once a chat has begun.
    pub page_trail: bool,
    /// Whether visitors may begin a chat of which nothing that is said is kept after its end.
    pub unkept_offer: bool,
}
