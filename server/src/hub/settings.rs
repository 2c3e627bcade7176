//! What the rules need to know from the configuration.

use serde::{Deserialize, Serialize};
use shared::limits::Limits;

use super::rates::Limit;

/// How much is too much.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Settings {
    /// What one visitor may do.
    pub visitor: Limits,
    /// What one agent may do.
    pub agent: Limits,
    /// What one person may ask for in ten seconds beside writing messages.
    pub commands_per_10s: u32,
    /// Messages in ten seconds of all visitors of one network address together.
    pub address_posts_per_10s: u32,
    /// Conversations begun in a minute from one network address.
    pub address_starts_per_60s: u32,
    /// Conversations begun in a minute on one channel.
    pub channel_starts_per_60s: u32,
    /// The most conversations one agent is offered at once, where nothing was set for the agent.
    pub capacity: u32,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            visitor: Limits::VISITOR,
            agent: Limits::AGENT,
            commands_per_10s: 200,
            address_posts_per_10s: 200,
            address_starts_per_60s: 60,
            channel_starts_per_60s: 600,
            capacity: 5,
        }
    }
}

impl Settings {
    /// All of it so many times.
    #[must_use]
    pub fn times(self, factor: u32) -> Self {
        let more = |limits: Limits| Limits {
            posts_per_10s: limits.posts_per_10s.saturating_mul(factor),
            posts_per_60s: limits.posts_per_60s.saturating_mul(factor),
            ..limits
        };
        Self {
            visitor: more(self.visitor),
            agent: more(self.agent),
            commands_per_10s: self.commands_per_10s.saturating_mul(factor),
            address_posts_per_10s: self.address_posts_per_10s.saturating_mul(factor),
            address_starts_per_60s: self.address_starts_per_60s.saturating_mul(factor),
            channel_starts_per_60s: self.channel_starts_per_60s.saturating_mul(factor),
            capacity: self.capacity,
        }
    }

    pub(super) fn visitor_posts(&self) -> [Limit; 2] {
        posts(&self.visitor)
    }

    pub(super) fn agent_posts(&self) -> [Limit; 2] {
        posts(&self.agent)
    }

    pub(super) fn commands(&self) -> [Limit; 1] {
        [per_10s(self.commands_per_10s)]
    }

    pub(super) fn address_posts(&self) -> [Limit; 1] {
        [per_10s(self.address_posts_per_10s)]
    }

    pub(super) fn address_starts(&self) -> [Limit; 1] {
        [per_60s(self.address_starts_per_60s)]
    }

    pub(super) fn channel_starts(&self) -> [Limit; 1] {
        [per_60s(self.channel_starts_per_60s)]
    }
}

fn posts(limits: &Limits) -> [Limit; 2] {
    [per_10s(limits.posts_per_10s), per_60s(limits.posts_per_60s)]
}

fn per_10s(count: u32) -> Limit {
    Limit {
        count,
        within_ms: 10_000,
    }
}

fn per_60s(count: u32) -> Limit {
    Limit {
        count,
        within_ms: 60_000,
    }
}
