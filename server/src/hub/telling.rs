//! Telling desks and waiting visitors what changed, a little later and all at once.

use std::{collections::HashMap, mem};

use shared::{
    agent::{Change, Gone},
    channel::Rights,
    frame::FromServer,
    id::{self, Id},
    time::Timestamp,
    visitor::{Hint, Visitor},
};

use super::{
    Effect, Hub, SocketId,
    desk::{is_listed, is_recent, knows},
    input::Who,
    live::Live,
};

impl Hub {
    /// In how many milliseconds a tick is needed, if one is.
    pub fn due_in(&self, now: Timestamp) -> Option<u64> {
        let told = self.pending.due_in(now);
        told.into_iter().chain(self.agenda.due_in(now)).min()
    }

    /// Tells what has gathered, and looks for what is old.
    pub(super) fn tick(&mut self, day_start: Timestamp, now: Timestamp, effects: &mut Vec<Effect>) {
        if self.today.turn(day_start) {
            self.pending.figures = true;
            self.close_the_day(effects);
        }
        if self.pending.is_tidying_due(now) {
            self.tidy(now);
        }
        if mem::take(&mut self.pending.rights) {
            self.take_from_those_who_may_not(now, effects);
        }
        for id in mem::take(&mut self.pending.unanswered) {
            self.watch(&id, now);
        }
        self.come_due(now, effects);
        self.route(now, effects);
        if self.pending.is_due(now) {
            self.tell_presence(now, effects);
            self.tell_colleagues(now, effects);
            self.tell_places(now, effects);
            let moved = mem::take(&mut self.pending.moved);
            self.tell_conversations(moved.iter(), now, effects);
            self.tell_warnings(now, effects);
        }
        if self.pending.is_quietly_due(now) {
            let said = mem::take(&mut self.pending.said);
            self.tell_conversations(said.iter(), now, effects);
            self.tell_figures(effects);
        }
    }

    /// Whether a channel is open, as visitors and desks were told.
    pub fn is_open(&self, channel: &Id<id::Channel>) -> bool {
        self.open.get(channel).is_some_and(|it| it.is_open)
    }

    /// Tells visitors and desks of channels that have opened or closed, or can take nobody more.
    pub(super) fn tell_presence(&mut self, now: Timestamp, effects: &mut Vec<Effect>) {
        let channels: Vec<_> = if mem::take(&mut self.pending.presence) {
            self.directory.channels.keys().cloned().collect()
        } else {
            self.pending.lines.iter().cloned().collect()
        };
        for channel in channels {
            let open = self.stands(&channel, now);
            if self.open.insert(channel.clone(), open).unwrap_or_default() == open {
                continue;
            }
            self.pending.lines.insert(channel.clone());
            let visitors: Vec<SocketId> = self
                .sockets
                .iter()
                .filter(
                    |(_, it)| matches!(&it.who, Who::Visitor { channel: at, .. } if *at == channel),
                )
                .map(|(socket, _)| *socket)
                .collect();
            if !visitors.is_empty() {
                let frame = FromServer::<Visitor>::Now(Hint::Open(open));
                effects.push(Effect::Visitor(visitors, Box::new(frame)));
            }
            self.tell_channel(&channel, now, effects);
        }
    }

    /// Tells each desk how a channel stands; the rights in it are the reader's own.
    pub(super) fn tell_channel(
        &mut self,
        channel: &Id<id::Channel>,
        now: Timestamp,
        effects: &mut Vec<Effect>,
    ) {
        let members = self.connected();
        for agent in members {
            let Some(it) = self.directory.agents.get(&agent) else {
                continue;
            };
            if it.rights_on(channel) == Rights::default() {
                continue;
            }
            if let Some(desk) = self.channel_desk(it, channel, now) {
                let change = Change::Channel(Box::new(desk));
                self.tell_desks(&[agent], change, effects);
            }
        }
    }

    pub(super) fn tell_colleagues(&mut self, now: Timestamp, effects: &mut Vec<Effect>) {
        for id in mem::take(&mut self.pending.colleagues) {
            let Some(it) = self.directory.agents.get(&id) else {
                continue;
            };
            let change = Change::Colleague(self.colleague(it, now));
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

    /// Tells waiting visitors their place, and whether they are offered a request, where that changed.
    pub(super) fn tell_places(&mut self, now: Timestamp, effects: &mut Vec<Effect>) {
        for channel in mem::take(&mut self.pending.lines) {
            let waiting: Vec<_> = self.lines.of(&channel).cloned().collect();
            for (place, id) in (1..).zip(waiting) {
                let live = self.conversations.get(&id);
                let told = (place, live.is_some_and(|it| self.offers_request(it, now)));
                let live = self.live(&id);
                if live.visitors.is_empty() || live.told_place == Some(told) {
                    continue;
                }
                live.told_place = Some(told);
                let visitors = live.visitors.clone();
                if let Some(hint) = self.place_hint(&id, now) {
                    effects.push(Effect::Visitor(visitors, Box::new(hint)));
                }
            }
        }
    }

    pub(super) fn tell_conversations<'a>(
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
            let channel = live.it.channel.clone();
            let guests = self.guests(live);
            let readers = readers.entry(channel.clone()).or_insert_with(|| {
                let has_rights = |it: &Id<id::Agent>| self.has_rights(it, &channel);
                self.connected().into_iter().filter(has_rights).collect()
            });
            let former = mem::replace(&mut self.live(id).guests, guests.clone());
            let gone: Vec<_> = former
                .into_iter()
                .filter(|it| !guests.contains(it))
                .collect();
            self.tell_desks(
                &gone,
                Change::Gone(Gone {
                    conversation: id.clone(),
                }),
                effects,
            );
            self.tell_desks(&guests, change.clone(), effects);
            self.tell_desks(readers, change, effects);
        }
    }

    /// Who sees a conversation only because of taking part in it, or being asked to.
    fn guests(&self, live: &Live) -> Vec<Id<id::Agent>> {
        let it = &live.it;
        let seated = it.participants.iter().chain(&it.listeners);
        let asked = self
            .directory
            .agents
            .values()
            .filter(|agent| is_listed(agent, live));
        let mut guests: Vec<_> = match it.question {
            Some(_) => asked.map(|agent| agent.card.id.clone()).collect(),
            None => seated.map(|card| card.id.clone()).collect(),
        };
        guests.retain(|it| !self.has_rights(it, &live.it.channel));
        guests
    }

    fn has_rights(&self, agent: &Id<id::Agent>, channel: &Id<id::Channel>) -> bool {
        let agent = self.directory.agents.get(agent);
        agent.is_some_and(|it| it.rights_on(channel) != Rights::default())
    }

    pub(super) fn tell_figures(&mut self, effects: &mut Vec<Effect>) {
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
    pub(super) fn tell_desks(
        &mut self,
        agents: &[Id<id::Agent>],
        change: Change,
        effects: &mut Vec<Effect>,
    ) {
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
    pub(super) fn tidy(&mut self, now: Timestamp) {
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
}
