//! Owners without a connection. A closed tab or a lost network ends nothing; after a while what they own
//! waits again.

use shared::{
    agent::Change,
    conversation::{Departed, Status},
    id::{self, Id},
    time::Timestamp,
};

use super::{Effect, Hub, agenda::Due, asking::later};

/// A visitor who comes back within so many seconds was not gone: a page was loaded anew, or a network lost.
const COMES_BACK_S: u32 = 15;

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

    /// The visitor of a conversation that has ended may be gone for good, unless they come back soon.
    pub(super) fn watch_for_visitor(&mut self, id: &Id<id::Conversation>, now: Timestamp) {
        let live = self.live(id);
        let is_open = live.it.status == Status::Ended && live.it.left_at.is_none();
        if is_open && live.visitors.is_empty() {
            self.agenda
                .put(later(now, COMES_BACK_S), Due::Depart(id.clone()));
        }
    }

    /// The visitor of a conversation that has ended did not come back.
    pub(super) fn depart(
        &mut self,
        id: &Id<id::Conversation>,
        now: Timestamp,
        effects: &mut Vec<Effect>,
    ) {
        let Some(live) = self.conversations.get(id) else {
            return;
        };
        let since = live.gone_at.or(live.ended_at()).unwrap_or(now);
        let is_back = !live.visitors.is_empty() || now < later(since, COMES_BACK_S);
        if live.it.status != Status::Ended || live.it.left_at.is_some() || is_back {
            return;
        }
        let departed = Departed { at: since };
        self.append(id, Change::Departed(departed), None, effects);
        self.keep(id, effects);
    }

    fn held_by(&self, agent: &Id<id::Agent>) -> Vec<Id<id::Conversation>> {
        let member = self.team.members.get(agent);
        member
            .into_iter()
            .flat_map(|member| member.held.keys().cloned())
            .collect()
    }
}
