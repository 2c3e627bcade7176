//! What is told without a number: heartbeats, places in the queue, who is typing.

use std::collections::BTreeMap;

use shared::{
    agent::{self, Agent, Looking, SomebodyTyping},
    frame::{Beat, FromServer},
    id::{self, Id},
    time::Timestamp,
    visitor::{self, AgentTyping, Visitor},
};

use super::{Effect, Hub, SocketId, agent::Me, following::head, input::Who, live::Live};
use crate::public::Audience;

/// The highest numbers of some logs.
pub(super) type Heads = BTreeMap<Id<id::Log>, u64>;

impl Hub {
    /// Tells a socket where its logs stand, and a waiting visitor the place in the queue.
    pub(super) fn beat(&mut self, socket: SocketId, now: Timestamp, effects: &mut Vec<Effect>) {
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
                if let Some(place) = latest.and_then(|latest| self.place_hint(&latest, now)) {
                    effects.push(Effect::Visitor(vec![socket], Box::new(place)));
                }
            }
        }
    }

    /// Where a visitor waits, if the conversation waits.
    pub(super) fn place_hint(
        &self,
        id: &Id<id::Conversation>,
        now: Timestamp,
    ) -> Option<FromServer<Visitor>> {
        let live = self.conversations.get(id)?;
        let it = &live.it;
        it.queued_at?;
        let place = self.lines.position(&it.channel, it.place);
        let wait_ms = self.today.median_wait_ms(&it.channel);
        let place = visitor::Place {
            place,
            wait_ms,
            offers_request: self.offers_request(live, now),
        };
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
            let agent = live.it.names.card(&me.card);
            let hint = visitor::Hint::Typing(AgentTyping { agent });
            let frame = Box::new(FromServer::<Visitor>::Now(hint));
            effects.push(Effect::Visitor(live.visitors.clone(), frame));
        }
        let hint = agent::Hint::Typing(SomebodyTyping {
            conversation: id.clone(),
            agent: agent.map(|me| me.card.clone()),
            private,
        });
        self.hint_to_others(live, agent, hint, effects);
    }

    /// Tells the other agents who follow a conversation that somebody looks at it. Visitors hear nothing.
    pub(super) fn tell_looking(
        &self,
        id: &Id<id::Conversation>,
        me: &Me,
        effects: &mut Vec<Effect>,
    ) {
        let Some(live) = self.conversations.get(id) else {
            return;
        };
        let hint = agent::Hint::Looking(Looking {
            conversation: id.clone(),
            agent: me.card.clone(),
        });
        self.hint_to_others(live, Some(me), hint, effects);
    }

    /// Gives a hint to the agents who follow a conversation, but for the one it is about.
    fn hint_to_others(
        &self,
        live: &Live,
        about: Option<&Me>,
        hint: agent::Hint,
        effects: &mut Vec<Effect>,
    ) {
        let own = about.and_then(|me| self.team.members.get(&me.card.id));
        let others: Vec<SocketId> = live
            .agents
            .iter()
            .filter(|socket| own.is_none_or(|own| !own.sockets.contains(socket)))
            .copied()
            .collect();
        if !others.is_empty() {
            let frame = Box::new(FromServer::<Agent>::Now(hint));
            effects.push(Effect::Agent(others, frame));
        }
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
}
