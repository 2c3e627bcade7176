//! What stands on agents' desks, and telling them and waiting visitors what changed.

use std::{collections::HashMap, mem};

use shared::{
    agent::{Change, DeskSnapshot, Gone, Summary},
    channel::{Desk, Rights},
    conversation::Status,
    figures::{Figures, Tile},
    frame::FromServer,
    id::{self, Id},
    presence::{Colleague, Presence},
    time::Timestamp,
    visitor::{Hint, Open, Visitor},
};

use super::{Effect, Hub, RECENT_MS, SocketId, input::Who, live::Live};
use crate::{
    directory::Agent,
    who::{Action, Person, Verdict, can},
};

impl Hub {
    /// In how many milliseconds a tick is needed, if one is.
    pub fn due_in(&self, now: Timestamp) -> Option<u64> {
        self.pending.due_in(now)
    }

    /// Tells what has gathered, and looks for what is old.
    pub(super) fn tick(&mut self, day_start: Timestamp, now: Timestamp, effects: &mut Vec<Effect>) {
        if self.today.turn(day_start) {
            self.pending.figures = true;
        }
        if self.pending.is_tidying_due(now) {
            self.tidy(now);
        }
        if mem::take(&mut self.pending.rights) {
            self.take_from_those_who_may_not(now, effects);
        }
        if self.pending.is_due(now) {
            self.tell_presence(effects);
            self.tell_colleagues(effects);
            self.tell_places(effects);
            let moved = mem::take(&mut self.pending.moved);
            self.tell_conversations(moved.iter(), now, effects);
        }
        if self.pending.is_quietly_due(now) {
            let said = mem::take(&mut self.pending.said);
            self.tell_conversations(said.iter(), now, effects);
            self.tell_figures(effects);
        }
    }

    /// Everything on an agent's desk.
    pub(super) fn desk_of(&self, me: &Id<id::Agent>, now: Timestamp) -> DeskSnapshot {
        let Some(agent) = self.directory.agents.get(me) else {
            return DeskSnapshot {
                presence: Presence::Offline,
                channels: Vec::new(),
                colleagues: Vec::new(),
                conversations: Vec::new(),
                figures: Figures::default(),
            };
        };
        let mut conversations: Vec<Summary> = self
            .conversations
            .values()
            .filter(|live| is_recent(live, now) && is_listed(agent, live))
            .map(|live| self.summary(&live.it.id))
            .collect();
        conversations.sort_by(|a, b| (a.started_at, &a.id).cmp(&(b.started_at, &b.id)));
        let colleagues = self.directory.agents.values().filter(|it| knows(agent, it));
        DeskSnapshot {
            presence: self
                .team
                .members
                .get(me)
                .map_or(Presence::Offline, |member| member.chosen),
            channels: visible(agent)
                .filter_map(|channel| self.channel_desk(agent, channel))
                .collect(),
            colleagues: colleagues.map(|it| self.colleague(it)).collect(),
            conversations,
            figures: self.figures_of(agent),
        }
    }

    /// How a conversation in memory stands, for agents.
    pub(super) fn summary(&self, id: &Id<id::Conversation>) -> Summary {
        let live = self
            .conversations
            .get(id)
            .expect("whoever holds the id has found the conversation in memory");
        let visitor = self.visitors.get(&live.it.visitor);
        live.summary(visitor.is_some_and(|visitor| !visitor.sockets.is_empty()))
    }

    /// Somebody came, went, or chose to be present or away.
    pub(super) fn presence_changed(&mut self, agent: Id<id::Agent>) {
        self.pending.colleagues.insert(agent);
        self.pending.presence = true;
        self.pending.figures = true;
    }

    /// Tells visitors and desks of channels that have opened or closed.
    fn tell_presence(&mut self, effects: &mut Vec<Effect>) {
        if !mem::take(&mut self.pending.presence) {
            return;
        }
        let channels: Vec<_> = self.directory.channels.keys().cloned().collect();
        for channel in channels {
            let is_open = self.team.is_open(&self.directory, &channel);
            if self.open.insert(channel.clone(), is_open).unwrap_or(false) == is_open {
                continue;
            }
            let visitors: Vec<SocketId> = self
                .sockets
                .iter()
                .filter(
                    |(_, it)| matches!(&it.who, Who::Visitor { channel: at, .. } if *at == channel),
                )
                .map(|(socket, _)| *socket)
                .collect();
            if !visitors.is_empty() {
                let frame = FromServer::<Visitor>::Now(Hint::Open(Open { is_open }));
                effects.push(Effect::Visitor(visitors, Box::new(frame)));
            }
            self.tell_channel(&channel, effects);
        }
    }

    /// Tells each desk how a channel stands; the rights in it are the reader's own.
    fn tell_channel(&mut self, channel: &Id<id::Channel>, effects: &mut Vec<Effect>) {
        let members = self.connected();
        for agent in members {
            let Some(it) = self.directory.agents.get(&agent) else {
                continue;
            };
            if it.rights_on(channel) == Rights::default() {
                continue;
            }
            if let Some(desk) = self.channel_desk(it, channel) {
                let change = Change::Channel(Box::new(desk));
                self.tell_desks(&[agent], change, effects);
            }
        }
    }

    fn tell_colleagues(&mut self, effects: &mut Vec<Effect>) {
        for id in mem::take(&mut self.pending.colleagues) {
            let Some(it) = self.directory.agents.get(&id) else {
                continue;
            };
            let change = Change::Colleague(self.colleague(it));
            let readers: Vec<_> = self
                .connected()
                .into_iter()
                .filter(|reader| {
                    let reader = self.directory.agents.get(reader);
                    reader.is_some_and(|reader| knows(reader, it))
                })
                .collect();
            self.tell_desks(&readers, change, effects);
        }
    }

    /// Tells waiting visitors their place, where it changed.
    fn tell_places(&mut self, effects: &mut Vec<Effect>) {
        for channel in mem::take(&mut self.pending.lines) {
            let waiting: Vec<_> = self.lines.of(&channel).cloned().collect();
            for (place, id) in (1..).zip(waiting) {
                let live = self.live(&id);
                if live.visitors.is_empty() || live.told_place == Some(place) {
                    continue;
                }
                live.told_place = Some(place);
                let visitors = live.visitors.clone();
                if let Some(hint) = self.place_hint(&id) {
                    effects.push(Effect::Visitor(visitors, Box::new(hint)));
                }
            }
        }
    }

    fn tell_conversations<'a>(
        &mut self,
        ids: impl Iterator<Item = &'a Id<id::Conversation>>,
        now: Timestamp,
        effects: &mut Vec<Effect>,
    ) {
        let mut readers: HashMap<Id<id::Channel>, Vec<Id<id::Agent>>> = HashMap::new();
        for id in ids {
            let Some(live) = self.conversations.get_mut(id) else {
                continue;
            };
            let was_there = live.is_on_desks;
            live.is_on_desks = is_recent(live, now);
            let change = match (was_there, live.is_on_desks) {
                (false, false) => continue,
                (true, false) => Change::Gone(Gone {
                    conversation: id.clone(),
                }),
                (_, true) => Change::Conversation(Box::new(self.summary(id))),
            };
            let Some(live) = self.conversations.get(id) else {
                continue;
            };
            let readers = readers.entry(live.it.channel.clone()).or_insert_with(|| {
                let listed = |it: &Id<id::Agent>| {
                    let agent = self.directory.agents.get(it);
                    agent.is_some_and(|agent| is_listed(agent, live))
                };
                self.connected().into_iter().filter(listed).collect()
            });
            self.tell_desks(readers, change, effects);
        }
    }

    fn tell_figures(&mut self, effects: &mut Vec<Effect>) {
        if !mem::take(&mut self.pending.figures) {
            return;
        }
        for agent in self.connected() {
            if let Some(it) = self.directory.agents.get(&agent) {
                let change = Change::Figures(self.figures_of(it));
                self.tell_desks(&[agent], change, effects);
            }
        }
    }

    /// Tells the desks of these agents, each on all of its sockets.
    fn tell_desks(&mut self, agents: &[Id<id::Agent>], change: Change, effects: &mut Vec<Effect>) {
        let members = agents.iter().filter_map(|id| self.team.members.get(id));
        let mut to = Vec::new();
        for socket in members.flat_map(|member| &member.sockets) {
            if let Some(it) = self.sockets.get_mut(socket) {
                it.desk += 1;
                to.push((*socket, it.desk));
            }
        }
        if !to.is_empty() {
            effects.push(Effect::Desk(to, Box::new(change)));
        }
    }

    /// Lets go of what nobody needs any more.
    fn tidy(&mut self, now: Timestamp) {
        self.rates.forget(now);
        let old = self.conversations.values().filter(|it| !is_recent(it, now));
        let (shown, unseen): (Vec<&Live>, Vec<&Live>) = old.partition(|it| it.is_on_desks);
        let shown: Vec<_> = shown.iter().map(|it| it.it.id.clone()).collect();
        let unused: Vec<_> = unseen
            .iter()
            .filter(|live| live.agents.is_empty() && live.visitors.is_empty())
            .map(|live| (live.it.id.clone(), live.it.visitor.clone()))
            .collect();
        self.pending.moved.extend(shown);
        for (id, visitor) in unused {
            let is_latest = |it: &super::Visitor| it.latest.as_ref() == Some(&id);
            if self.visitors.get(&visitor).is_some_and(is_latest) {
                self.visitors.remove(&visitor);
            }
            self.conversations.remove(&id);
        }
    }

    /// Agents with a socket.
    fn connected(&self) -> Vec<Id<id::Agent>> {
        let members = self.team.members.iter();
        members
            .filter(|(_, member)| !member.sockets.is_empty())
            .map(|(id, _)| id.clone())
            .collect()
    }

    fn colleague(&self, agent: &Agent) -> Colleague {
        let member = self.team.members.get(&agent.card.id);
        Colleague {
            card: agent.card.clone(),
            presence: member.map_or(Presence::Offline, super::team::Member::presence),
            load: member.map_or(0, |member| {
                u32::try_from(member.held.len()).unwrap_or(u32::MAX)
            }),
        }
    }

    fn channel_desk(&self, agent: &Agent, channel: &Id<id::Channel>) -> Option<Desk> {
        Some(Desk {
            channel: self.channel(channel)?,
            rights: agent.rights_on(channel),
        })
    }

    fn figures_of(&self, agent: &Agent) -> Figures {
        let channels: Vec<_> = visible(agent).collect();
        Figures {
            all: self.tile(&channels),
            channels: channels
                .iter()
                .map(|channel| ((*channel).clone(), self.tile(&[channel])))
                .collect(),
        }
    }

    fn tile(&self, channels: &[&Id<id::Channel>]) -> Tile {
        let mut tile = self.today.tile(channels.iter().copied());
        let held = self
            .team
            .members
            .values()
            .flat_map(|member| member.held.keys());
        let active = held.filter_map(|id| self.conversations.get(id));
        let active = active.filter(|live| channels.contains(&&live.it.channel));
        tile.active = u32::try_from(active.count()).unwrap_or(u32::MAX);
        for channel in channels {
            for id in self.lines.of(channel) {
                let Some(live) = self.conversations.get(id) else {
                    continue;
                };
                tile.waiting += 1;
                let since = live.it.queued_at.into_iter().chain(tile.waiting_since);
                tile.waiting_since = since.min();
            }
        }
        let responders = self.team.members.iter().filter(|(id, member)| {
            let agent = self.directory.agents.get(*id);
            member.presence() == Presence::Present
                && agent.is_some_and(|it| channels.iter().any(|on| it.rights_on(on).respond))
        });
        tile.available = u32::try_from(responders.count()).unwrap_or(u32::MAX);
        tile
    }
}

/// Whether desks show a conversation.
pub(super) fn is_recent(live: &Live, now: Timestamp) -> bool {
    live.it.status != Status::Ended || live.ended_at().is_some_and(|at| now.since(at) < RECENT_MS)
}

fn is_listed(agent: &Agent, live: &Live) -> bool {
    can(Person::Agent(agent), Action::List, &live.it) == Verdict::Allowed
}

/// The channels an agent has any right on.
fn visible(agent: &Agent) -> impl Iterator<Item = &Id<id::Channel>> {
    let rights = agent.rights.iter();
    rights
        .filter(|(_, rights)| **rights != Rights::default())
        .map(|(channel, _)| channel)
}

/// Whether two agents are colleagues: they share a channel, or are the same.
fn knows(one: &Agent, other: &Agent) -> bool {
    one.card.id == other.card.id
        || visible(one).any(|channel| other.rights_on(channel) != Rights::default())
}
