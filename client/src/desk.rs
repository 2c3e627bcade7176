//! What else lies on an agent's desk: channels, colleagues, presence, figures.

use shared::{
    agent::{Agent, Change},
    channel,
    figures::{Figures, Tile},
    id::{self, Id},
    presence::{Colleague, Presence},
};

use crate::Delivery;

/// The desk without its conversations; those are in [`crate::inbox::Inbox`].
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Desk {
    me: Option<Id<id::Agent>>,
    presence: Presence,
    channels: Vec<channel::Desk>,
    colleagues: Vec<Colleague>,
    figures: Figures,
}

impl Desk {
    /// Takes what happened; tells whether anything here changed.
    pub fn receive(&mut self, _delivery: &Delivery<Agent>) -> bool {
        false
    }

    /// Applies a change of the desk; tells whether anything here changed.
    pub fn apply(&mut self, _change: &Change) -> bool {
        false
    }

    /// The agent's own presence.
    pub fn presence(&self) -> Presence {
        self.presence
    }

    /// Channels the agent may see, by name.
    pub fn channels(&self) -> &[channel::Desk] {
        &self.channels
    }

    /// One of them.
    pub fn channel(&self, id: &Id<id::Channel>) -> Option<&channel::Desk> {
        self.channels.iter().find(|it| it.channel.id == *id)
    }

    /// Colleagues, the agent among them, by name.
    pub fn colleagues(&self) -> &[Colleague] {
        &self.colleagues
    }

    /// The figures of one channel, or of all.
    pub fn tile(&self, channel: Option<&Id<id::Channel>>) -> Tile {
        channel.map_or_else(|| self.figures.all.clone(), |_| Tile::default())
    }
}
