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
    /// Conversations held now.
    pub load: u32,
}
