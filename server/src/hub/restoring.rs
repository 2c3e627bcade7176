//! Beginning with what is durable, and coming back to it.

use std::collections::HashSet;

use shared::{
    ask::{Kind, Whom},
    conversation::Status,
    id::{self, Id},
    time::Timestamp,
};

use super::{
    Effect, Hub, SocketId,
    agenda::{Agenda, Due},
    desk::is_recent,
    figures::Today,
    input::Who,
    line::Lines,
    missing::Found,
    pending::Pending,
    socket::Visitor,
    team::Team,
};
use crate::{
    directory::Directory,
    record::{Known, Lasted, Loaded},
};

/// What is durable, as far as the rules need it in memory.
#[derive(Clone, Debug, Default)]
pub struct Kept {
    /// Channels, agents and sessions.
    pub directory: Directory,
    /// Conversations that wait, are active or ended lately; and those that [`Hub::needed`] asks for.
    pub conversations: Vec<Loaded>,
    /// The latest conversations of the visitors that [`Hub::needed`] asks for, and what is known of them.
    pub latest: Vec<(Id<id::Visitor>, Option<Loaded>, Known)>,
    /// When today began.
    pub day_start: Timestamp,
    /// What happened today.
    pub lasted: Vec<Lasted>,
}

impl Hub {
    /// Visitors who are connected, and conversations that agents follow: what the next [`Kept`] must hold.
    pub fn needed(&self) -> (Vec<Id<id::Visitor>>, Vec<Id<id::Conversation>>) {
        let followed = self.sockets.values().flat_map(|it| &it.followed);
        let visitors = self.sockets.values().filter_map(|it| match &it.who {
            Who::Visitor { id, .. } => Some(id),
            Who::Agent { .. } => None,
        });
        let visitors: HashSet<_> = visitors.cloned().collect();
        let followed: HashSet<_> = followed.cloned().collect();
        (
            visitors.into_iter().collect(),
            followed.into_iter().collect(),
        )
    }

    /// Forgets everything that may not be durable and takes what is. Sockets stay, and what they were
    /// told stays true: they were never told anything that was not durable. Desks begin anew.
    pub fn restore(&mut self, kept: Kept, now: Timestamp, effects: &mut Vec<Effect>) {
        self.directory = kept.directory;
        self.today = Today::new(kept.day_start, &kept.lasted);
        self.lines = Lines::default();
        self.pending = Pending::afresh();
        self.found = Found::default();
        self.team = Team::default();
        self.team.admit(&self.directory);
        self.conversations.clear();
        self.visitors.clear();
        for loaded in kept.conversations {
            self.take_in(loaded);
        }
        for (id, latest, known) in kept.latest {
            let latest = latest.map(|loaded| self.take_in(loaded));
            let visitor = Visitor {
                sockets: Vec::new(),
                latest,
                known,
            };
            self.visitors.insert(id, visitor);
        }
        self.put_in_place(now);
        self.connect_again();
        self.take_up(now);
        self.plan(now);
        self.overdue.clear();
        self.watch_all(now);
        for socket in self.agents_sockets() {
            self.renew_desk(socket, now, effects);
        }
    }

    /// Puts every conversation into the queue or its owner's hands.
    fn put_in_place(&mut self, now: Timestamp) {
        for live in self.conversations.values_mut() {
            live.is_on_desks = is_recent(live, now);
            let it = &live.it;
            match (it.status, &it.owner) {
                (Status::Queued, _) => self.lines.insert(&it.channel, it.place, it.id.clone()),
                (Status::Active, Some(owner)) => {
                    let member = self.team.member(&owner.id);
                    member
                        .held
                        .insert(it.id.clone(), it.rank.unwrap_or(u32::MAX));
                }
                _ => {}
            }
        }
    }

    /// Puts down again what is due by itself.
    fn take_up(&mut self, now: Timestamp) {
        self.agenda = Agenda::default();
        let mut missed = Vec::new();
        for live in self.conversations.values() {
            let it = &live.it;
            if let Some(question) = &it.question {
                self.agenda.put(question.until, Due::Lapse(it.id.clone()));
                if let (Kind::Offer, Whom::Agent(agent)) = (question.kind, &question.whom) {
                    self.team.member(&agent.id).offered = Some(it.id.clone());
                }
            }
            let owner = it.owner.as_ref().filter(|_| it.status == Status::Active);
            if owner.is_some_and(|owner| self.team.member(&owner.id).sockets.is_empty()) {
                missed.push(it.id.clone());
            }
        }
        for id in missed {
            self.miss_owner(&id, now);
        }
        let all: Vec<_> = self.conversations.keys().cloned().collect();
        for id in all {
            self.watch_for_visitor(&id, now);
        }
    }

    /// Lets the sockets that are there count again.
    fn connect_again(&mut self) {
        for (socket, it) in &self.sockets {
            match &it.who {
                Who::Agent { id, .. } => self.team.member(id).sockets.push(*socket),
                Who::Visitor { id, .. } => {
                    let visitor = self.visitors.entry(id.clone()).or_default();
                    visitor.sockets.push(*socket);
                    let latest = visitor.latest.as_ref();
                    let live = latest.and_then(|latest| self.conversations.get_mut(latest));
                    if let Some(live) = live {
                        live.visitors.push(*socket);
                    }
                }
            }
            for id in &it.followed {
                if let Some(live) = self.conversations.get_mut(id) {
                    live.agents.push(*socket);
                }
            }
        }
    }

    fn agents_sockets(&self) -> Vec<SocketId> {
        let agents = self.sockets.iter();
        agents
            .filter(|(_, it)| matches!(it.who, Who::Agent { .. }))
            .map(|(socket, _)| *socket)
            .collect()
    }
}
