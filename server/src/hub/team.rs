//! The agents as the hub knows them: connected or not, present or away, and what they hold.

use std::collections::{BTreeMap, HashMap};

use shared::{
    id::{self, Id},
    presence::Presence,
    time::Timestamp,
    warning::Warning,
};

use super::SocketId;
use crate::directory::Directory;

/// Every agent who may sign in.
#[derive(Debug, Default)]
pub(super) struct Team {
    pub(super) members: HashMap<Id<id::Agent>, Member>,
}

/// An agent.
#[derive(Debug)]
pub(super) struct Member {
    /// Open sockets.
    pub(super) sockets: Vec<SocketId>,
    /// Present or away, as the agent chose.
    pub(super) chosen: Presence,
    /// The active conversations owned, each with its colour.
    pub(super) held: BTreeMap<Id<id::Conversation>, u32>,
    /// The waiting conversation that is offered to the agent.
    pub(super) offered: Option<Id<id::Conversation>>,
    /// When the agent was offered one last.
    pub(super) offered_at: Timestamp,
    /// Since when the agent could be offered one; absent: it cannot be.
    pub(super) ready_since: Option<Timestamp>,
    /// Offers in a row that the agent left unanswered.
    pub(super) misses: u32,
    /// Until when no offers are made, after one was declined.
    pub(super) rests_until: Timestamp,
    /// What the agent was told of as unanswered for too long; nothing where not all desks were told the same.
    pub(super) warned: Option<Vec<Warning>>,
}

impl Member {
    fn new(chosen: Presence) -> Self {
        Self {
            sockets: Vec::new(),
            chosen,
            held: BTreeMap::new(),
            offered: None,
            offered_at: Timestamp::default(),
            ready_since: None,
            misses: 0,
            rests_until: Timestamp::default(),
            warned: Some(Vec::new()),
        }
    }

    /// Whether there: nobody is without a socket.
    pub(super) fn presence(&self) -> Presence {
        if self.sockets.is_empty() {
            Presence::Offline
        } else {
            self.chosen
        }
    }

    /// The lowest colour that no conversation held has.
    pub(super) fn free_rank(&self) -> u32 {
        (1..)
            .find(|rank| self.held.values().all(|held| held != rank))
            .unwrap_or(u32::MAX)
    }
}

impl Team {
    /// Takes in who was added; whoever is known keeps what was chosen.
    pub(super) fn admit(&mut self, directory: &Directory) {
        for (id, agent) in &directory.agents {
            self.members
                .entry(id.clone())
                .or_insert_with(|| Member::new(agent.presence));
        }
    }

    /// An agent, also one who may not sign in any more but still holds something.
    pub(super) fn member(&mut self, id: &Id<id::Agent>) -> &mut Member {
        self.members
            .entry(id.clone())
            .or_insert_with(|| Member::new(Presence::Present))
    }

    /// Whether an agent who may answer on a channel is present.
    pub(super) fn is_open(&self, directory: &Directory, channel: &Id<id::Channel>) -> bool {
        self.members
            .iter()
            .filter(|(_, member)| member.presence() == Presence::Present)
            .filter_map(|(id, _)| directory.agents.get(id))
            .any(|agent| agent.serves(channel))
    }
}
