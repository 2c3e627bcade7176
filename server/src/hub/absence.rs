//! Owners without a connection. A closed tab or a lost network ends nothing; after a while what they own
//! waits again.

use shared::{
    id::{self, Id},
    time::Timestamp,
};

use super::{Hub, agenda::Due, asking::later};

impl Hub {
    /// The agent's last connection is gone.
    pub(super) fn went_missing(&mut self, agent: &Id<id::Agent>, now: Timestamp) {
        for id in self.held_by(agent) {
            self.miss_owner(&id, now);
        }
    }

    /// The agent has a connection again.
    pub(super) fn came_back(&mut self, agent: &Id<id::Agent>) {
        for id in self.held_by(agent) {
            if self.live(&id).returns_at.take().is_some() {
                self.pending.moved.insert(id);
            }
        }
    }

    /// The owner of an active conversation has no connection: from now on its time runs, unless it does
    /// already.
    pub(super) fn miss_owner(&mut self, id: &Id<id::Conversation>, now: Timestamp) {
        let at = later(now, self.routing_of(id).grace_s);
        let at = *self.live(id).returns_at.get_or_insert(at);
        self.agenda.put(at, Due::Return(id.clone()));
        self.pending.moved.insert(id.clone());
    }

    fn held_by(&self, agent: &Id<id::Agent>) -> Vec<Id<id::Conversation>> {
        let member = self.team.members.get(agent);
        member
            .into_iter()
            .flat_map(|member| member.held.keys().cloned())
            .collect()
    }
}
