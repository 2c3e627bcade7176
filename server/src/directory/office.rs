//! How the work is shared out, as administrators set it for everybody.

use serde::{Deserialize, Serialize};
use shared::{
    id::{self, Id},
    presence::Profile,
};

/// What counts for everybody.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(default)]
pub struct Office {
    /// The most conversations one agent is offered at once, where neither the agent nor the group says
    /// otherwise; absent: as many as the server was built for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub capacity: Option<u32>,
    /// Offers in a row that an agent may leave without an answer before counting as away.
    pub misses: u32,
    /// Whether everybody is away from midnight on.
    pub away_at_midnight: bool,
    /// Whether an agent is only offered what waits where the agent knows most, of all that waits.
    pub by_skill: bool,
    /// Whether, of agents alike in skill and load, the one goes first who has been ready for the longest time; else the
    /// one who was offered something the longest time ago.
    pub by_ready: bool,
    /// The groups of agents.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub groups: Vec<Group>,
    /// The sets of channels that agents may choose to serve.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub profiles: Vec<Profile>,
}

impl Default for Office {
    fn default() -> Self {
        Self {
            capacity: None,
            misses: 3,
            away_at_midnight: false,
            by_skill: false,
            by_ready: false,
            groups: Vec::new(),
            profiles: Vec::new(),
        }
    }
}

/// Agents who are alike in something. Who is in it stands with the agents.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Group {
    /// The group.
    pub id: Id<id::Group>,
    /// Its name.
    pub name: String,
    /// The most conversations each of its agents is offered at once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub capacity: Option<u32>,
}

/// The channels an agent chose to serve.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Serves {
    /// Those of a profile, whichever these are now.
    Profile {
        /// Which.
        profile: Id<id::Profile>,
    },
    /// These; none: all on which the agent may respond.
    Channels(Vec<Id<id::Channel>>),
}

impl Default for Serves {
    fn default() -> Self {
        Self::Channels(Vec::new())
    }
}

impl Office {
    /// A profile.
    pub fn profile(&self, id: &Id<id::Profile>) -> Option<&Profile> {
        self.profiles.iter().find(|it| it.id == *id)
    }

    /// A group.
    pub fn group(&self, id: &Id<id::Group>) -> Option<&Group> {
        self.groups.iter().find(|it| it.id == *id)
    }
}
