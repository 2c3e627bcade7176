//! Accounts, rights, channels or sessions changed: what that ends counts at once.

use std::mem;

use shared::{
    agent::Change,
    error::CloseCode,
    id::{self, Id},
    reply::RepliesChanged,
    time::Timestamp,
};

use super::{Effect, Hub, SocketId, agent::Me, input::Who};
use crate::{
    directory::{Channel, Directory},
    who::{Action, Verdict},
};

impl Hub {
    /// Takes another directory in place of the one known.
    pub(super) fn reform(
        &mut self,
        directory: Directory,
        now: Timestamp,
        effects: &mut Vec<Effect>,
    ) {
        let before = mem::replace(&mut self.directory, directory);
        self.team.admit(&self.directory);
        for (id, agent) in &self.directory.agents {
            // Whoever signed in as away chose anew.
            let known = before.agents.get(id);
            if known.is_some_and(|it| it.presence != agent.presence) {
                self.team.member(id).chosen = agent.presence;
                self.pending.colleagues.insert(id.clone());
            }
        }
        self.sign_out(now, effects);
        self.call_anew(&before, now, effects);
        if before.replies != self.directory.replies {
            let everybody = self.connected();
            let change = Change::RepliesChanged(RepliesChanged {});
            self.tell_desks(&everybody, change, effects);
        }
        let is_same = before.agents == self.directory.agents
            && before.channels == self.directory.channels
            && before.reasons == self.directory.reasons
            && before.tags == self.directory.tags
            && before.office == self.directory.office;
        if is_same {
            return;
        }
        if before.channels != self.directory.channels {
            self.plan(now);
        }
        for me in self.agents() {
            let socket = me.socket;
            let followed = self.sockets.get(&socket).map(|it| it.followed.clone());
            for id in followed.unwrap_or_default() {
                if self.may(&me, Action::Read, &id) != Verdict::Allowed {
                    self.unfollow(socket, &id);
                }
            }
            self.renew_desk(socket, now, effects);
            self.beat(socket, now, effects);
        }
        self.watch_all(now);
        self.pending.rights = true;
        self.pending.routing = true;
        self.pending.warnings = true;
        self.pending.presence = true;
        self.pending.figures = true;
    }

    /// Closes the sockets of those who may not be signed in any more.
    fn sign_out(&mut self, now: Timestamp, effects: &mut Vec<Effect>) {
        let is_signed_in = |who: &Who| match who {
            Who::Visitor { channel, .. } => self.directory.channels.contains_key(channel),
            Who::Agent { id, session } => {
                self.directory.agents.contains_key(id) && self.directory.sessions.contains(session)
            }
        };
        let out: Vec<SocketId> = self
            .sockets
            .iter()
            .filter(|(_, it)| !is_signed_in(&it.who))
            .map(|(socket, _)| *socket)
            .collect();
        for socket in out {
            self.leave(socket, now);
            effects.push(Effect::Close(socket, CloseCode::SignedOut));
        }
    }

    /// Closes the sockets of visitors whose channel asks for something else now, or offers it: they come back and are told.
    fn call_anew(&mut self, before: &Directory, now: Timestamp, effects: &mut Vec<Effect>) {
        let is_told_otherwise = |who: &Who| match who {
            Who::Visitor { channel, .. } => {
                let [then, now] = [before, &self.directory].map(|it| it.channels.get(channel));
                let told = |it: Option<&Channel>| {
                    it.map(|it| {
                        let Channel {
                            intake, offline, ..
                        } = it;
                        (intake.clone(), offline.clone(), it.privacy.unkept_offer)
                    })
                };
                told(then) != told(now)
            }
            Who::Agent { .. } => false,
        };
        let out: Vec<SocketId> = self
            .sockets
            .iter()
            .filter(|(_, it)| is_told_otherwise(&it.who))
            .map(|(socket, _)| *socket)
            .collect();
        for socket in out {
            self.leave(socket, now);
            effects.push(Effect::Close(socket, CloseCode::GoingAway));
        }
    }

    /// Whoever may not answer on a channel any more owns nothing there: it waits again, in front.
    pub(super) fn take_from_those_who_may_not(
        &mut self,
        now: Timestamp,
        effects: &mut Vec<Effect>,
    ) {
        let mut lost: Vec<Id<id::Conversation>> = Vec::new();
        for (id, member) in &self.team.members {
            let agent = self.directory.agents.get(id);
            lost.extend(
                member
                    .held
                    .keys()
                    .filter(|held| {
                        let live = self.conversations.get(*held);
                        let channel = live.map(|live| &live.it.channel);
                        !agent.is_some_and(|agent| {
                            channel.is_some_and(|channel| agent.rights_on(channel).respond)
                        })
                    })
                    .cloned(),
            );
        }
        for id in lost {
            self.give_back(&id, now, effects);
        }
    }

    /// Every agent's socket.
    fn agents(&self) -> Vec<Me> {
        let sockets = self.sockets.iter();
        sockets
            .filter_map(|(socket, it)| {
                let Who::Agent { id, .. } = &it.who else {
                    return None;
                };
                let card = self.directory.agents.get(id)?.card.clone();
                Some(Me {
                    socket: *socket,
                    card,
                })
            })
            .collect()
    }
}
