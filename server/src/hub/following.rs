//! Following logs: where a reader starts, what is read from the store for it, heartbeats and hints.

use std::collections::BTreeMap;

use shared::{
    agent::{self, Agent, Follow, Reply, SomebodyTyping, Summary},
    error::Code,
    frame::{Beat, FromServer, Reset},
    id::{self, Id},
    limits,
    time::Timestamp,
    visitor::{self, AgentTyping, Visitor},
};

use super::{Effect, Hub, SocketId, agent::Me, failure::Failure, input::Who};
use crate::{
    public::{self, Audience},
    reading::{Reading, What},
    who::Action,
};

/// The highest numbers of some logs.
type Heads = BTreeMap<Id<id::Log>, u64>;

impl Hub {
    /// An agent begins or repairs a log. What comes after the reply goes to `after`.
    pub(super) fn follow(
        &mut self,
        me: &Me,
        it: &Follow,
        now: Timestamp,
        after: &mut Vec<Effect>,
    ) -> Result<Option<Reply>, Failure<Summary>> {
        if it.log.is_desk() {
            self.reset_desk(me.socket, now, after);
            let heads = self.desk_head(me.socket).into_iter().collect();
            self.tell_heads(me.socket, heads, true, after);
            return Ok(Some(Reply::Ok {}));
        }
        let conversation = it.log.conversation();
        self.allow(me, Action::Read, &conversation)?;
        if !self.subscribe(me.socket, &conversation) {
            return Err(Code::NotAllowed.into());
        }
        self.catch_up(me.socket, &conversation, it.after, after);
        self.caught_up(me.socket, &[conversation], after);
        Ok(Some(Reply::Ok {}))
    }

    /// Lets an agent's socket follow a conversation from here on, unless it follows too many.
    pub(super) fn subscribe(&mut self, socket: SocketId, id: &Id<id::Conversation>) -> bool {
        let Some(it) = self.sockets.get_mut(&socket) else {
            return false;
        };
        if it.followed.contains(id) {
            return true;
        }
        if it.followed.len() == limits::MAX_FOLLOWED {
            return false;
        }
        it.followed.push(id.clone());
        self.live(id).agents.push(socket);
        true
    }

    /// Ends what [`Hub::subscribe`] began.
    pub(super) fn unfollow(&mut self, socket: SocketId, id: &Id<id::Conversation>) {
        if let Some(it) = self.sockets.get_mut(&socket) {
            it.followed.retain(|followed| followed != id);
        }
        if let Some(live) = self.conversations.get_mut(id) {
            live.agents.retain(|follower| *follower != socket);
        }
    }

    /// Lets a socket read what it lacks of a log: the entries above `known` where that is possible, else
    /// a snapshot.
    pub(super) fn catch_up(
        &self,
        socket: SocketId,
        id: &Id<id::Conversation>,
        known: Option<u64>,
        effects: &mut Vec<Effect>,
    ) {
        let (Some(live), Some(audience)) = (self.conversations.get(id), self.audience(socket))
        else {
            return;
        };
        let head = head(&live.it, audience);
        let what = match (known, audience) {
            (Some(known), _) if known == head => return,
            (Some(known), _) if known < head => What::Replay {
                audience,
                after: known,
                to: head,
            },
            (_, Audience::Visitor) => What::VisitorSnapshot {
                at: head,
                state: public::state(&live.it),
            },
            (_, Audience::Agents) => What::AgentSnapshot {
                at: head,
                summary: Box::new(self.summary(id)),
            },
        };
        let conversation = id.clone();
        let reading = Reading { conversation, what };
        effects.push(Effect::Read(socket, Box::new(reading)));
    }

    /// Tells a socket that it has all of these logs.
    pub(super) fn caught_up(
        &self,
        socket: SocketId,
        logs: &[Id<id::Conversation>],
        effects: &mut Vec<Effect>,
    ) {
        let Some(audience) = self.audience(socket) else {
            return;
        };
        let heads = self.heads(logs.iter(), audience);
        self.tell_heads(socket, heads, true, effects);
    }

    /// Answers `history` by a read from the store.
    pub(super) fn page<C>(
        &self,
        socket: SocketId,
        conversation: Id<id::Conversation>,
        id: Id<id::Client>,
        (before, limit): (u64, u16),
        effects: &mut Vec<Effect>,
    ) -> Result<(), Failure<C>> {
        if !(1..=limits::MAX_PAGE).contains(&limit) {
            return Err(Code::BadRequest.into());
        }
        let audience = self.audience(socket).ok_or(Code::NotFound)?;
        let what = What::Page {
            id,
            audience,
            before,
            limit,
        };
        let reading = Reading { conversation, what };
        effects.push(Effect::Read(socket, Box::new(reading)));
        Ok(())
    }

    /// Tells a socket where its logs stand, and a waiting visitor the place in the queue.
    pub(super) fn beat(&mut self, socket: SocketId, effects: &mut Vec<Effect>) {
        let Some(it) = self.sockets.get(&socket) else {
            return;
        };
        match &it.who {
            Who::Agent { .. } => {
                let mut heads = self.heads(it.followed.iter(), Audience::Agents);
                heads.extend(self.desk_head(socket));
                self.tell_heads(socket, heads, false, effects);
            }
            Who::Visitor { id, .. } => {
                let latest = self.visitors.get(id).and_then(|it| it.latest.clone());
                let heads = self.heads(latest.iter(), Audience::Visitor);
                self.tell_heads(socket, heads, false, effects);
                if let Some(place) = latest.and_then(|latest| self.place_hint(&latest)) {
                    effects.push(Effect::Visitor(vec![socket], Box::new(place)));
                }
            }
        }
    }

    /// Where a visitor waits, if the conversation waits.
    pub(super) fn place_hint(&self, id: &Id<id::Conversation>) -> Option<FromServer<Visitor>> {
        let it = &self.conversations.get(id)?.it;
        it.queued_at?;
        let place = self.lines.position(&it.channel, it.place);
        let wait_ms = self.today.median_wait_ms(&it.channel);
        let place = visitor::Place { place, wait_ms };
        Some(FromServer::Now(visitor::Hint::Place(place)))
    }

    /// Tells the others that somebody writes: the visitor, or an agent, maybe in private.
    pub(super) fn tell_typing(
        &self,
        id: &Id<id::Conversation>,
        agent: Option<&Me>,
        private: bool,
        effects: &mut Vec<Effect>,
    ) {
        let Some(live) = self.conversations.get(id) else {
            return;
        };
        if let Some(me) = agent
            && !private
            && !live.visitors.is_empty()
        {
            let agent = me.card.clone();
            let hint = visitor::Hint::Typing(AgentTyping { agent });
            let frame = Box::new(FromServer::<Visitor>::Now(hint));
            effects.push(Effect::Visitor(live.visitors.clone(), frame));
        }
        let own = agent.and_then(|me| self.team.members.get(&me.card.id));
        let others: Vec<SocketId> = live
            .agents
            .iter()
            .filter(|socket| own.is_none_or(|own| !own.sockets.contains(socket)))
            .copied()
            .collect();
        if others.is_empty() {
            return;
        }
        let hint = agent::Hint::Typing(SomebodyTyping {
            conversation: id.clone(),
            agent: agent.map(|me| me.card.clone()),
            private,
        });
        let frame = Box::new(FromServer::<Agent>::Now(hint));
        effects.push(Effect::Agent(others, frame));
    }

    /// Begins a desk's log anew.
    pub(super) fn reset_desk(&self, socket: SocketId, now: Timestamp, effects: &mut Vec<Effect>) {
        let Some(it) = self.sockets.get(&socket) else {
            return;
        };
        let Who::Agent { id, .. } = &it.who else {
            return;
        };
        let reset = Reset {
            log: Id::desk(),
            seq: it.desk,
            snapshot: agent::Snapshot::Desk(Box::new(self.desk_of(id, now))),
        };
        let frame = Box::new(FromServer::<Agent>::Reset(reset));
        effects.push(Effect::Agent(vec![socket], frame));
    }

    pub(super) fn desk_head(&self, socket: SocketId) -> Option<(Id<id::Log>, u64)> {
        Some((Id::desk(), self.sockets.get(&socket)?.desk))
    }

    pub(super) fn heads<'a>(
        &self,
        logs: impl Iterator<Item = &'a Id<id::Conversation>>,
        audience: Audience,
    ) -> Heads {
        logs.filter_map(|id| {
            let live = self.conversations.get(id)?;
            Some((id.log(), head(&live.it, audience)))
        })
        .collect()
    }

    /// A beat, or that all is read up to here.
    pub(super) fn tell_heads(
        &self,
        socket: SocketId,
        heads: Heads,
        is_caught_up: bool,
        effects: &mut Vec<Effect>,
    ) {
        let beat = Beat { heads };
        let effect = match self.audience(socket) {
            None => return,
            Some(Audience::Visitor) => {
                let frame = if is_caught_up {
                    FromServer::CaughtUp(beat)
                } else {
                    FromServer::Beat(beat)
                };
                Effect::Visitor(vec![socket], Box::new(frame))
            }
            Some(Audience::Agents) => {
                let frame = if is_caught_up {
                    FromServer::CaughtUp(beat)
                } else {
                    FromServer::Beat(beat)
                };
                Effect::Agent(vec![socket], Box::new(frame))
            }
        };
        effects.push(effect);
    }

    fn audience(&self, socket: SocketId) -> Option<Audience> {
        self.sockets.get(&socket).map(|it| match it.who {
            Who::Visitor { .. } => Audience::Visitor,
            Who::Agent { .. } => Audience::Agents,
        })
    }
}

fn head(it: &crate::record::Conversation, audience: Audience) -> u64 {
    match audience {
        Audience::Visitor => it.public_head,
        Audience::Agents => it.agent_head,
    }
}
