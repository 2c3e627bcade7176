//! Who works here and on which channels: what administrators set.

use std::collections::{BTreeMap, HashSet};

use serde::{Deserialize, Serialize};
use shared::{
    channel::Rights,
    id::{self, Id},
    presence::{Card, Presence},
};

/// The SHA-256 of a browser session's secret.
pub type SessionKey = [u8; 32];

/// Everything that decides who may do what.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Directory {
    /// Every channel.
    pub channels: BTreeMap<Id<id::Channel>, Channel>,
    /// Every agent who may sign in.
    pub agents: BTreeMap<Id<id::Agent>, Agent>,
    /// The browser sessions that have not ended.
    pub sessions: HashSet<SessionKey>,
}

/// A channel as its administrator set it.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Channel {
    /// The channel.
    pub id: Id<id::Channel>,
    /// Its name, for agents' lists.
    pub name: String,
    /// The language of its texts, as BCP 47.
    pub language: String,
    /// The heading of the widget.
    pub title: String,
    /// The line under the heading; may be empty.
    #[serde(default)]
    pub welcome: String,
    /// What a waiting visitor reads; may be empty.
    #[serde(default)]
    pub queue_text: String,
    /// The origins of the web sites that may embed it, exactly as browsers send them.
    #[serde(default)]
    pub sites: Vec<String>,
}

/// An agent who may sign in.
#[derive(Clone, Debug, PartialEq)]
pub struct Agent {
    /// Id and the name visitors see.
    pub card: Card,
    /// The address used to sign in.
    pub email: String,
    /// Whether the agent may change settings.
    pub is_administrator: bool,
    /// What the agent chose to be: present or away.
    pub presence: Presence,
    /// Rights per channel.
    pub rights: BTreeMap<Id<id::Channel>, Rights>,
}

impl Agent {
    /// The agent's rights on a channel; none where nothing was granted.
    pub fn rights_on(&self, channel: &Id<id::Channel>) -> Rights {
        self.rights.get(channel).copied().unwrap_or_default()
    }
}
