//! The rules: who may say what, and what comes of it. No I/O, no clock, no randomness of its own.

pub mod effect;
pub mod input;

use serde::{Deserialize, Serialize};
use shared::{limits::Limits, time::Timestamp};

pub use effect::Effect;
pub use input::{Input, Said};

/// Every live conversation, queue, presence and subscription.
pub struct Hub {
    settings: Settings,
}

/// Names a socket while the server runs.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct SocketId(pub u64);

/// What the rules need to know from the configuration.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Settings {
    /// What one visitor may do.
    pub visitor: Limits,
    /// What one agent may do.
    pub agent: Limits,
    /// Messages per ten seconds of all visitors of one network address together.
    pub address_posts_per_10s: u32,
    /// Conversations begun per minute from one network address.
    pub address_starts_per_60s: u32,
    /// Conversations begun per minute on one channel.
    pub channel_starts_per_60s: u32,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            visitor: Limits::VISITOR,
            agent: Limits::AGENT,
            address_posts_per_10s: 200,
            address_starts_per_60s: 60,
            channel_starts_per_60s: 600,
        }
    }
}

impl Hub {
    /// Judges an input. What comes of it is added to `effects`, in order.
    pub fn handle(&mut self, input: Input, now: Timestamp, effects: &mut Vec<Effect>) {
        todo!()
    }
}
