//! Following logs: where a reader starts, and what is read from the store for it.

use shared::{
    agent::{self, Agent, Follow, Reply, Summary},
    archive::{MAX_WORDS, Search},
    error::Code,
    frame::{FromServer, Reset},
    id::{self, Id},
    limits,
    time::Timestamp,
    visitor::State,
};

use super::{Effect, Hub, SocketId, agent::Me, failure::Failure, input::Who};
use crate::{
    public::{self, Audience, Names},
    reading::{Reading, What},
    record::Conversation,
    who::Action,
};

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
            self.renew_desk(me.socket, now, after);
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
                state: self.state(&live.it),
            },
            (_, Audience::Agents) => What::AgentSnapshot {
                at: head,
                summary: Box::new(self.summary(id)),
            },
        };
        let reading = Reading {
            conversation: id.clone(),
            names: live.it.names,
            what,
        };
        effects.push(Effect::Read(socket, Box::new(reading)));
    }

    /// How a conversation stands, for its visitor.
    fn state(&self, it: &Conversation) -> State {
        let owner = it.owner.as_ref();
        State {
            photo: owner.and_then(|owner| self.photo(&owner.id)),
            ..public::state(it)
        }
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
        let names = self.conversations.get(&conversation);
        let reading = Reading {
            names: names.map(|live| live.it.names).unwrap_or_default(),
            conversation,
            what,
        };
        effects.push(Effect::Read(socket, Box::new(reading)));
        Ok(())
    }

    /// Answers `search` by a read from the store.
    pub(super) fn search(
        &self,
        me: &Me,
        id: Id<id::Client>,
        it: &Search,
        effects: &mut Vec<Effect>,
    ) -> Result<Option<Reply>, Failure<Summary>> {
        if it.words.chars().count() > MAX_WORDS {
            return Err(Code::TooLong.into());
        }
        let agent = self.directory.agents.get(&me.card.id);
        let reader = Box::new(agent.ok_or(Code::NotFound)?.clone());
        let what = What::Search {
            id,
            reader,
            search: Box::new(it.clone()),
        };
        let reading = Reading {
            conversation: Id::desk().conversation(),
            names: Names::default(),
            what,
        };
        effects.push(Effect::Read(me.socket, Box::new(reading)));
        Ok(None)
    }

    /// Begins a desk's log anew, and says when all of it was told.
    pub(super) fn renew_desk(
        &mut self,
        socket: SocketId,
        now: Timestamp,
        effects: &mut Vec<Effect>,
    ) {
        self.reset_desk(socket, now, effects);
        let heads = self.desk_head(socket).into_iter().collect();
        self.tell_heads(socket, heads, true, effects);
    }

    /// Begins a desk's log anew. It takes a number, so that one that is lost leaves a gap.
    pub(super) fn reset_desk(
        &mut self,
        socket: SocketId,
        now: Timestamp,
        effects: &mut Vec<Effect>,
    ) {
        let Some(it) = self.sockets.get_mut(&socket) else {
            return;
        };
        let Who::Agent { id, .. } = &it.who else {
            return;
        };
        it.desk += 1;
        let (seq, id) = (it.desk, id.clone());
        let (desk, rest) = self.desk_of(&id, now);
        self.has_warned(&id, &desk.warnings);
        let reset = Reset {
            log: Id::desk(),
            seq,
            snapshot: agent::Snapshot::Desk(Box::new(desk)),
        };
        let frame = Box::new(FromServer::<Agent>::Reset(reset));
        effects.push(Effect::Agent(vec![socket], frame));
        if rest.is_empty() {
            return;
        }
        if let Some(it) = self.sockets.get_mut(&socket) {
            it.desk += rest.len() as u64;
        }
        let reading = Reading {
            conversation: Id::desk().conversation(),
            names: Names::default(),
            what: What::Desk {
                seq: seq + 1,
                changes: rest,
            },
        };
        effects.push(Effect::Read(socket, Box::new(reading)));
    }

    pub(super) fn audience(&self, socket: SocketId) -> Option<Audience> {
        self.sockets.get(&socket).map(|it| match it.who {
            Who::Visitor { .. } => Audience::Visitor,
            Who::Agent { .. } => Audience::Agents,
        })
    }
}

/// The number a log stands at, as these readers count.
pub(super) fn head(it: &Conversation, audience: Audience) -> u64 {
    match audience {
        Audience::Visitor => it.public_head,
        Audience::Agents => it.agent_head,
    }
}
