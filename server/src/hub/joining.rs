//! Sockets that come and go.

use shared::{
    VERSION, account,
    agent::Agent,
    channel::Channel,
    error::{CloseCode, Code, Refused},
    form::Form,
    frame::{FromServer, Resume, Welcome},
    id::{self, Id},
    limits::{AGENT_SOCKETS, Heartbeat, Limits, MAX_FOLLOWED, VISITOR_SOCKETS},
    time::Timestamp,
    visitor::{Open, Visitor},
};

use super::{
    Effect, Hub, SocketId,
    agent::Me,
    input::{Join, Who},
    socket::Socket,
};
use crate::{
    directory::{self, SessionKey},
    public::Audience,
    who::{Action, Verdict},
};

/// The levels of the protocol that this backend has.
const LEVELS: [&str; 2] = ["core", "desk"];

/// Milliseconds after which somebody with too many sockets may try again.
const TOO_MANY_RETRY_MS: u64 = 5_000;

impl Hub {
    /// Welcomes a socket and brings it up to date, or refuses it.
    pub(super) fn join(&mut self, join: Join, now: Timestamp, effects: &mut Vec<Effect>) {
        let is_visitor = matches!(join.who, Who::Visitor { .. });
        let socket = join.socket;
        if let Err(refused) = self.admit(join, now, effects) {
            effects.push(if is_visitor {
                let frame = FromServer::<Visitor>::Refused(refused);
                Effect::Visitor(vec![socket], Box::new(frame))
            } else {
                let frame = FromServer::<Agent>::Refused(refused);
                Effect::Agent(vec![socket], Box::new(frame))
            });
            effects.push(Effect::Close(socket, CloseCode::Refused));
        }
    }

    /// A socket is gone. What its person owns stays.
    pub(super) fn leave(&mut self, socket: SocketId, now: Timestamp) {
        let Some(it) = self.sockets.remove(&socket) else {
            return;
        };
        for id in &it.followed {
            if let Some(live) = self.conversations.get_mut(id) {
                live.agents.retain(|follower| *follower != socket);
            }
        }
        match it.who {
            Who::Agent { id, .. } => {
                if let Some(member) = self.team.members.get_mut(&id) {
                    member.sockets.retain(|own| *own != socket);
                    if member.sockets.is_empty() {
                        self.went_missing(&id, now);
                        self.presence_changed(id);
                    }
                }
            }
            Who::Visitor { id, .. } => self.visitor_leaves(socket, &id, now),
        }
    }

    fn visitor_leaves(&mut self, socket: SocketId, id: &Id<id::Visitor>, now: Timestamp) {
        let Some(visitor) = self.visitors.get_mut(id) else {
            return;
        };
        visitor.sockets.retain(|own| *own != socket);
        let is_gone = visitor.sockets.is_empty();
        let Some(latest) = visitor.latest.clone() else {
            if is_gone {
                self.visitors.remove(id);
            }
            return;
        };
        self.live(&latest).visitors.retain(|own| *own != socket);
        if is_gone {
            self.live(&latest).gone_at = Some(now);
            self.watch_for_visitor(&latest, now);
            self.pending.moved.insert(latest);
        }
    }

    fn admit(
        &mut self,
        join: Join,
        now: Timestamp,
        effects: &mut Vec<Effect>,
    ) -> Result<(), Refused> {
        if !(join.hello.min..=join.hello.max).contains(&VERSION) {
            return Err(Refused {
                versions: Some((VERSION, VERSION)),
                ..refused(Code::UnsupportedVersion)
            });
        }
        let resume = join.hello.resume;
        let socket = Socket {
            who: join.who.clone(),
            address: join.address,
            followed: Vec::new(),
            desk: 0,
        };
        match join.who {
            Who::Visitor { id, channel } => {
                if let Err(code) = self.identify(&id, &channel, join.identity, effects) {
                    self.overlook(&id);
                    return Err(refused(code));
                }
                self.admit_visitor((join.socket, socket), id, &channel, resume, now, effects)
            }
            Who::Agent { id, session } => {
                self.admit_agent((join.socket, socket), &id, &session, resume, now, effects)
            }
        }
    }

    fn admit_visitor(
        &mut self,
        (socket, it): (SocketId, Socket),
        id: Id<id::Visitor>,
        channel: &Id<id::Channel>,
        resume: Option<Resume>,
        now: Timestamp,
        effects: &mut Vec<Effect>,
    ) -> Result<(), Refused> {
        let known = self.visitors.get(&id).map(|it| &it.known);
        let is_identified = known.is_some_and(|it| it.identity.is_some());
        let form = self.form(channel, is_identified);
        let known = self.directory.channels.get(channel);
        let offline = known.and_then(|it| it.offline.shown(is_identified));
        let offline = offline.map(Box::new);
        let channel = self
            .channel(channel, now)
            .map(|it| Channel {
                form,
                offline,
                ..it
            })
            .ok_or_else(|| refused(Code::UnknownChannel))?;
        let visitor = self.visitors.entry(id.clone()).or_default();
        if visitor.sockets.len() >= VISITOR_SOCKETS {
            return Err(too_many());
        }
        visitor.sockets.push(socket);
        let is_back = visitor.sockets.len() == 1;
        let (latest, is_blocked) = (visitor.latest.clone(), visitor.known.is_blocked);
        self.sockets.insert(socket, it);
        let me = account::Visitor {
            id,
            channel,
            is_identified,
            is_blocked,
            conversation: latest.clone(),
        };
        let welcome = self.welcome(me, &self.settings.visitor, now);
        let welcome = FromServer::<Visitor>::Welcome(welcome);
        effects.push(Effect::Visitor(vec![socket], Box::new(welcome)));
        let Some(latest) = latest else {
            self.caught_up(socket, &[], effects);
            return Ok(());
        };
        let live = self.live(&latest);
        live.visitors.push(socket);
        live.gone_at = None;
        if is_back {
            self.pending.moved.insert(latest.clone());
        }
        let known = self.cursor(resume.as_ref(), &latest);
        self.catch_up(socket, &latest, known, effects);
        let place = self.place_hint(&latest, now);
        self.caught_up(socket, &[latest], effects);
        effects.extend(place.map(|place| Effect::Visitor(vec![socket], Box::new(place))));
        Ok(())
    }

    fn admit_agent(
        &mut self,
        (socket, it): (SocketId, Socket),
        id: &Id<id::Agent>,
        session: &SessionKey,
        resume: Option<Resume>,
        now: Timestamp,
        effects: &mut Vec<Effect>,
    ) -> Result<(), Refused> {
        let agent = self.directory.agents.get(id);
        let (Some(agent), Some(member)) = (agent, self.team.members.get_mut(id)) else {
            return Err(refused(Code::SignInRequired));
        };
        if !self.directory.sessions.contains(session) {
            return Err(refused(Code::SignInRequired));
        }
        if member.sockets.len() >= AGENT_SOCKETS {
            return Err(too_many());
        }
        member.sockets.push(socket);
        let is_back = member.sockets.len() == 1;
        let card = agent.card.clone();
        let account = account::Agent {
            card: card.clone(),
            email: agent.email.clone(),
        };
        self.sockets.insert(socket, it);
        if is_back {
            self.came_back(id);
            self.presence_changed(id.clone());
        }
        let welcome = self.welcome(account, &self.settings.agent, now);
        let welcome = FromServer::<Agent>::Welcome(welcome);
        effects.push(Effect::Agent(vec![socket], Box::new(welcome)));
        self.reset_desk(socket, now, effects);
        let followed = self.resume(&Me { socket, card }, resume.as_ref(), effects);
        let mut heads = self.heads(followed.iter(), Audience::Agents);
        heads.extend(self.desk_head(socket));
        self.tell_heads(socket, heads, true, effects);
        Ok(())
    }

    /// Follows the conversations an agent's app had open, as far as it still may.
    fn resume(
        &mut self,
        me: &Me,
        resume: Option<&Resume>,
        effects: &mut Vec<Effect>,
    ) -> Vec<Id<id::Conversation>> {
        let logs = resume.into_iter().flat_map(|it| it.cursors.keys());
        let mut followed = Vec::new();
        for log in logs.filter(|log| !log.is_desk()).take(MAX_FOLLOWED) {
            let id = log.conversation();
            if self.may(me, Action::Read, &id) != Verdict::Allowed {
                continue;
            }
            if self.subscribe(me.socket, &id) {
                self.catch_up(me.socket, &id, self.cursor(resume, &id), effects);
                followed.push(id);
            }
        }
        followed
    }

    /// Where the client stopped in a log, if that means anything in this store.
    fn cursor(&self, resume: Option<&Resume>, id: &Id<id::Conversation>) -> Option<u64> {
        let resume = resume.filter(|resume| resume.epoch == self.epoch)?;
        resume.cursors.get(&id.log()).copied()
    }

    /// A channel as visitors and agents may know it.
    pub(super) fn channel(&self, id: &Id<id::Channel>, now: Timestamp) -> Option<Channel> {
        let directory::Channel {
            id,
            name,
            language,
            title,
            welcome,
            queue_text,
            sites: _,
            routing: _,
            patience: _,
            trust: _,
            alarm: _,
            hours: _,
            overflow: _,
            offline: _,
            ending,
            intake,
            look: _,
            privacy,
            manner,
        } = self.directory.channels.get(id)?.clone();
        let Open {
            is_open,
            back_at,
            is_full,
        } = self.stands(&id, now);
        Some(Channel {
            is_open,
            back_at,
            is_full,
            offline: None,
            id,
            name,
            language,
            title,
            welcome,
            queue_text,
            ending: ending.shown(self.settings.has_mail),
            form: Form::default(),
            suggests: intake.suggests,
            page_trail: privacy.page_trail,
            offers_unkept: privacy.unkept_offer,
            reactions: manner.reactions,
        })
    }

    /// What a visitor of a channel is asked for.
    pub(super) fn form(&self, id: &Id<id::Channel>, is_identified: bool) -> Form {
        let channel = self.directory.channels.get(id);
        channel.map_or_else(Form::default, |it| it.intake.form(is_identified))
    }

    fn welcome<M>(&self, me: M, limits: &Limits, now: Timestamp) -> Welcome<M> {
        Welcome {
            v: VERSION,
            me,
            levels: LEVELS.map(str::to_owned).into(),
            limits: limits.clone(),
            epoch: self.epoch.clone(),
            server_time: now,
            heartbeat: Heartbeat::default(),
        }
    }
}

fn refused(code: Code) -> Refused {
    Refused {
        code,
        versions: None,
        retry_after_ms: None,
    }
}

fn too_many() -> Refused {
    Refused {
        retry_after_ms: Some(TOO_MANY_RETRY_MS),
        ..refused(Code::TooManySockets)
    }
}
