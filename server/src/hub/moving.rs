//! What happens to a conversation: every entry of its log is made here, and every change of where it
//! stands counts here for queues, agents and figures.

use std::sync::Arc;

use shared::{
    agent::Change,
    ask::{Kind, Outcome},
    conversation::{Ended, Queued, Reopened, Side, Status, Taken},
    id::{self, Id},
    presence::Card,
    time::Timestamp,
};

use super::{Effect, Hub, input::Who, live::Live};
use crate::{
    record::{Entry, Place, Write},
    who::{Action, Person, Verdict, can},
};

impl Hub {
    /// Adds a message or a mark to a conversation's log.
    pub(super) fn append(
        &mut self,
        live: &Id<id::Conversation>,
        change: Change,
        place: Option<&Place>,
        effects: &mut Vec<Effect>,
    ) -> Arc<Entry> {
        let live = self.live(live);
        let before = live.unanswered_since();
        let entry = live.append(change, place);
        tell(live, &entry, effects);
        let is_other = before != live.unanswered_since();
        let mark = place.and_then(|place| place.public.as_ref());
        if live.is_to_be_kept(mark) {
            effects.push(Effect::Write(Write::Conversation(live.keep())));
        }
        self.pending.said.insert(entry.conversation.clone());
        if is_other || matches!(entry.change, Change::Posted(_)) {
            self.pending.unanswered.insert(entry.conversation.clone());
        }
        entry
    }

    /// Has the store keep how a conversation stands.
    pub(super) fn keep(&mut self, id: &Id<id::Conversation>, effects: &mut Vec<Effect>) {
        let kept = self.live(id).keep();
        effects.push(Effect::Write(Write::Conversation(kept)));
    }

    /// An agent owns it from now on.
    pub(super) fn give(
        &mut self,
        id: &Id<id::Conversation>,
        agent: Card,
        now: Timestamp,
        effects: &mut Vec<Effect>,
    ) {
        let photo = self.photo(&agent.id);
        let taken = Taken {
            agent,
            photo,
            at: now,
        };
        self.step(id, Change::Taken(taken), now, effects);
    }

    /// It waits again, in front of all others.
    pub(super) fn give_back(
        &mut self,
        id: &Id<id::Conversation>,
        now: Timestamp,
        effects: &mut Vec<Effect>,
    ) {
        self.step(id, Change::Queued(Queued { at: now }), now, effects);
    }

    /// It is over.
    pub(super) fn end(
        &mut self,
        id: &Id<id::Conversation>,
        by: Side,
        now: Timestamp,
        effects: &mut Vec<Effect>,
    ) {
        let waited = self.live(id).it.status == Status::Queued;
        let ended = Ended {
            waited,
            ..Ended::new(by, now)
        };
        self.finish(id, ended, now, effects);
    }

    /// It is over, like this.
    pub(super) fn finish(
        &mut self,
        id: &Id<id::Conversation>,
        ended: Ended,
        now: Timestamp,
        effects: &mut Vec<Effect>,
    ) {
        let ended = Ended {
            unkept: self.live(id).it.unkept,
            ..ended
        };
        self.step(id, Change::Ended(ended), now, effects);
        self.watch_for_visitor(id, now);
    }

    /// It goes on: with the last owner, if connected and still allowed to, else in front of the queue.
    pub(super) fn reopen(
        &mut self,
        id: &Id<id::Conversation>,
        by: Side,
        now: Timestamp,
        effects: &mut Vec<Effect>,
    ) {
        let it = &self.live(id).it;
        let (owner, channel) = (it.owner.clone(), it.channel.clone());
        let agent = owner.and_then(|owner| {
            let agent = self.directory.agents.get(&owner.id)?;
            let member = self.team.members.get(&owner.id)?;
            let is_there = agent.rights_on(&channel).respond && !member.sockets.is_empty();
            is_there.then(|| agent.card.clone())
        });
        let photo = agent.as_ref().and_then(|it| self.photo(&it.id));
        let reopened = Reopened {
            by,
            agent,
            photo,
            at: now,
        };
        self.step(id, Change::Reopened(reopened), now, effects);
    }

    /// An agent's photo, if there is one.
    pub(super) fn photo(&self, agent: &Id<id::Agent>) -> Option<Id<id::Photo>> {
        self.directory.agents.get(agent)?.photo.clone()
    }

    /// A conversation that is known to be in memory.
    pub(super) fn live(&mut self, id: &Id<id::Conversation>) -> &mut Live {
        self.conversations
            .get_mut(id)
            .expect("whoever holds the id has found the conversation in memory")
    }

    /// A change of where the conversation stands. A question that loses its sense by it ends before.
    fn step(
        &mut self,
        id: &Id<id::Conversation>,
        change: Change,
        now: Timestamp,
        effects: &mut Vec<Effect>,
    ) {
        let question = self.live(id).it.question.as_ref();
        let stays = |kind| kind == Kind::Invitation && matches!(change, Change::Queued(_));
        if question.is_some_and(|it| !stays(it.kind)) {
            self.settle(id, Outcome::Void, None, now, effects);
        }
        self.leave_place(id);
        let live = self.live(id);
        let (answered, ended) = (live.it.answered_at, live.ended_at());
        let entry = live.append(change, None);
        self.take_place(id);
        self.look_for_owner(id, now);
        self.pending.unanswered.insert(id.clone());
        self.count(id, answered, ended);

        let live = self.live(id);
        tell(live, &entry, effects);
        let is_erased = live.it.is_erased();
        if is_erased {
            live.erase();
        }
        let kept = live.keep();
        effects.push(Effect::Write(Write::Conversation(kept)));
        if is_erased {
            effects.push(Effect::Write(Write::Erase(id.clone())));
        }
        if live.it.status == Status::Ended {
            self.keep_activity(id, effects);
        }
        self.pending.moved.insert(id.clone());
        self.pending.figures = true;
        self.pending.routing = true;
        self.turn_out(id, now, effects);
    }

    /// Who may not read it any more, now that it stands differently, does not follow it any more, and is
    /// told by a beat that does not name it.
    pub(super) fn turn_out(
        &mut self,
        id: &Id<id::Conversation>,
        now: Timestamp,
        effects: &mut Vec<Effect>,
    ) {
        let live = self.live(id);
        if live.agents.is_empty() {
            return;
        }
        let (it, followers) = (live.it.clone(), live.agents.clone());
        for socket in followers {
            let who = self.sockets.get(&socket).map(|socket| &socket.who);
            let Some(Who::Agent { id: agent, .. }) = who else {
                continue;
            };
            let agent = self.directory.agents.get(agent);
            let reads = |agent| can(Person::Agent(agent), Action::Read, &it) == Verdict::Allowed;
            if !agent.is_some_and(reads) {
                self.unfollow(socket, id);
                self.beat(socket, now, effects);
            }
        }
    }

    /// An owner without a connection has only so long.
    fn look_for_owner(&mut self, id: &Id<id::Conversation>, now: Timestamp) {
        let live = self.live(id);
        live.returns_at = None;
        let owner = live
            .it
            .owner
            .clone()
            .filter(|_| live.it.status == Status::Active);
        let member = owner.and_then(|owner| self.team.members.get(&owner.id));
        if member.is_some_and(|it| it.sockets.is_empty()) {
            self.miss_owner(id, now);
        }
    }

    /// Takes it from the queue or the owner's hands.
    fn leave_place(&mut self, id: &Id<id::Conversation>) {
        let it = &self.live(id).it;
        let (status, channel, place) = (it.status, it.channel.clone(), it.place);
        let owner = it.owner.as_ref().map(|owner| owner.id.clone());
        match (status, owner) {
            (Status::Queued, _) => {
                self.lines.remove(&channel, place);
                self.pending.lines.insert(channel);
            }
            (Status::Active, Some(owner)) => {
                if let Some(member) = self.team.members.get_mut(&owner) {
                    member.held.remove(id);
                }
                self.pending.colleagues.insert(owner);
            }
            _ => {}
        }
    }

    /// Puts it into the queue, in front, or into the owner's hands.
    fn take_place(&mut self, id: &Id<id::Conversation>) {
        let it = &self.live(id).it;
        let (status, channel) = (it.status, it.channel.clone());
        let owner = it.owner.as_ref().map(|owner| owner.id.clone());
        match (status, owner) {
            (Status::Queued, _) => {
                let place = self.lines.front();
                self.lines.insert(&channel, place, id.clone());
                self.live(id).it.place = place;
                self.pending.lines.insert(channel);
            }
            (Status::Active, Some(owner)) => {
                if let Some(member) = self.team.members.get_mut(&owner) {
                    let rank = member.free_rank();
                    member.held.insert(id.clone(), rank);
                    self.live(id).it.rank = Some(rank);
                }
                self.pending.colleagues.insert(owner);
            }
            _ => {}
        }
        self.live(id).told_place = None;
    }

    /// Lets the change count for today's figures; the moments are those before it.
    fn count(
        &mut self,
        id: &Id<id::Conversation>,
        answered_before: Option<Timestamp>,
        ended_before: Option<Timestamp>,
    ) {
        let live = self.live(id);
        let (it, ended) = (&live.it, live.ended_at());
        let end = it.ended.as_ref();
        let is_request = end.is_some_and(|it| it.request.is_some() && !it.waited);
        let (channel, started, answered) = (it.channel.clone(), it.started_at, it.answered_at);
        let rating = it.rating.clone();
        if let (None, Some(at)) = (answered_before, answered) {
            self.today.answered(&channel, started, at);
        }
        match (ended_before, ended) {
            // A request that is no chat.
            (None, Some(_)) if is_request => {}
            (None, Some(at)) => self.today.ended(&channel, answered, at, rating.as_ref()),
            (Some(at), None) => {
                let rating = rating.as_ref();
                self.today.reopened(&channel, answered_before, at, rating);
            }
            _ => {}
        }
    }
}

/// Writes an entry and tells the followers.
fn tell(live: &Live, entry: &Arc<Entry>, effects: &mut Vec<Effect>) {
    effects.push(Effect::Write(Write::Entry(entry.clone())));
    if live.visitors.is_empty() && live.agents.is_empty() {
        return;
    }
    effects.push(Effect::Log {
        entry: entry.clone(),
        names: live.it.names,
        visitors: match entry.public_seq {
            Some(_) => live.visitors.clone(),
            None => Vec::new(),
        },
        agents: live.agents.clone(),
    });
}
