//! Agents as others see them.

use serde::{Deserialize, Serialize};

use crate::id::{self, Id};

/// An agent as visitors may know one.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Card {
    /// The agent.
    pub id: Id<id::Agent>,
    /// The name visitors see.
    pub name: String,
}

/// Whether an agent is there.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Presence {
    /// At the desk, counted as available, warned of waiting visitors.
    Present,
    /// Signed in, but not counted and not warned; may still answer.
    Away,
    /// Not signed in on any device, or a state of a later version.
    #[default]
    #[serde(other)]
    Offline,
}

/// A colleague on the desk.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Colleague {
    /// Who.
    pub card: Card,
    /// Whether there.
    pub presence: Presence,
    /// Why away, if the agent said so; the name as agents read it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Reason>,
    /// Conversations held now.
    pub load: u32,
    /// The most conversations the agent is offered at once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub capacity: Option<u32>,
    /// Whether no conversation is offered to the agent now: as many are held as the agent bears, or one was
    /// just declined.
    #[serde(default, skip_serializing_if = "crate::is_false")]
    pub is_busy: bool,
    /// The channels on which the agent may respond and serves now.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub channels: Vec<Id<id::Channel>>,
}

/// A reason to be away.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Reason {
    /// The reason.
    pub id: Id<id::Reason>,
    /// How agents read it, such as "Lunch".
    pub name: String,
}

/// A set of channels that agents may choose to serve.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Profile {
    /// The profile.
    pub id: Id<id::Profile>,
    /// How agents read it, such as "Day shift".
    pub name: String,
    /// Its channels.
    pub channels: Vec<Id<id::Channel>>,
}
