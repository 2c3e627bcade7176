//! What stands on agents' desks.

use std::{cmp::Reverse, collections::VecDeque};

use serde::Serialize;
use shared::{
    agent::{Change, DeskSnapshot, Summary},
    channel::{Desk, Rights},
    conversation::Status,
    figures::{Figures, Tile},
    id::{self, Id},
    limits::MAX_FRAME,
    presence::{Colleague, Presence, Profile, Reason},
    time::Timestamp,
};

use super::{
    Hub, RECENT_MS,
    asking::{DAY_OVER, NO_ANSWER},
    live::Live,
};
use crate::{
    directory::Agent,
    frame,
    who::{Action, Person, Verdict, can},
};

/// Bytes of a desk's snapshot, so that the frame around it fits too.
const ROOM: usize = MAX_FRAME - 256;

impl Hub {
    /// What is on an agent's desk: as much as fits into a frame, the most urgent first, and the rest as
    /// changes that follow it.
    pub(super) fn desk_of(
        &self,
        me: &Id<id::Agent>,
        now: Timestamp,
    ) -> (DeskSnapshot, VecDeque<Change>) {
        let mut desk = DeskSnapshot::default();
        let mut rest = VecDeque::new();
        let Some(agent) = self.directory.agents.get(me) else {
            return (desk, rest);
        };
        let member = self.team.members.get(me);
        desk.presence = member.map_or(Presence::Offline, |member| member.chosen);
        desk.channels = visible(agent)
            .filter_map(|channel| self.channel_desk(agent, channel, now))
            .collect();
        desk.serves.clone_from(&agent.serves);
        desk.profile.clone_from(&agent.profile);
        desk.profiles = self.profiles_of(agent);
        desk.reasons.clone_from(&self.directory.reasons);
        desk.tags.clone_from(&self.directory.tags);
        desk.figures = self.figures_of(agent);
        desk.warnings = self.warnings_of(agent, now);
        let mut room = ROOM.saturating_sub(frame::json(&desk).len());
        for colleague in self.directory.agents.values() {
            if !knows(agent, colleague) {
                continue;
            }
            let colleague = self.colleague(colleague, now);
            if fits(&colleague, &mut room) {
                desk.colleagues.push(colleague);
            } else {
                rest.push_back(Change::Colleague(colleague));
            }
        }
        for summary in self.listed(agent, now) {
            if fits(&summary, &mut room) {
                desk.conversations.push(summary);
            } else {
                rest.push_back(Change::Conversation(Box::new(summary)));
            }
        }
        (desk, rest)
    }

    /// The profiles in which there is something for an agent to serve.
    fn profiles_of(&self, agent: &Agent) -> Vec<Profile> {
        let profiles = self.directory.office.profiles.iter();
        let is_for = |it: &&Profile| it.channels.iter().any(|on| agent.rights_on(on).respond);
        profiles.filter(is_for).cloned().collect()
    }

    /// The conversations on an agent's desk: those that go on, then those that ended, the last ones first.
    fn listed(&self, agent: &Agent, now: Timestamp) -> Vec<Summary> {
        let live = self.conversations.values();
        let listed = live.filter(|live| is_recent(live, now) && is_listed(agent, live));
        let mut listed: Vec<Summary> = listed.map(Live::summary).collect();
        listed.sort_by(|a, b| {
            let rank = |it: &Summary| {
                let ended_at = it.ended.as_ref().map(|ended| ended.at);
                (ended_at.is_some(), Reverse(ended_at), it.started_at)
            };
            (rank(a), &a.id).cmp(&(rank(b), &b.id))
        });
        listed
    }

    /// How a conversation in memory stands, for agents.
    pub(super) fn summary(&self, id: &Id<id::Conversation>) -> Summary {
        self.conversations
            .get(id)
            .expect("whoever holds the id has found the conversation in memory")
            .summary()
    }

    /// Somebody came, went, or chose to be present or away.
    pub(super) fn presence_changed(&mut self, agent: Id<id::Agent>) {
        self.pending.colleagues.insert(agent);
        self.pending.presence = true;
        self.pending.figures = true;
        self.pending.routing = true;
        self.pending.warnings = true;
    }

    /// Agents with a socket.
    pub(super) fn connected(&self) -> Vec<Id<id::Agent>> {
        let members = self.team.members.iter();
        members
            .filter(|(_, member)| !member.sockets.is_empty())
            .map(|(id, _)| id.clone())
            .collect()
    }

    pub(super) fn colleague(&self, agent: &Agent, now: Timestamp) -> Colleague {
        let member = self.team.members.get(&agent.card.id);
        Colleague {
            card: agent.card.clone(),
            presence: member.map_or(Presence::Offline, super::team::Member::presence),
            reason: self.reason(agent),
            load: member.map_or(0, |member| {
                u32::try_from(member.held.len()).unwrap_or(u32::MAX)
            }),
            capacity: Some(self.capacity(&agent.card.id)),
            is_busy: self.is_busy(&agent.card.id, now),
            channels: agent
                .rights
                .keys()
                .filter(|channel| agent.serves(channel))
                .cloned()
                .collect(),
        }
    }

    /// Why an agent is away, if that was said.
    fn reason(&self, agent: &Agent) -> Option<Reason> {
        let id = agent.reason.as_ref()?;
        let mut known = self.directory.reasons.iter();
        let found = known.find(|it| it.id == *id).cloned();
        found.or_else(|| {
            let name = match id.as_str() {
                NO_ANSWER => "No answer",
                DAY_OVER => "The day is over",
                _ => return None,
            };
            Some(Reason {
                id: id.clone(),
                name: name.to_owned(),
            })
        })
    }

    pub(super) fn channel_desk(
        &self,
        agent: &Agent,
        channel: &Id<id::Channel>,
        now: Timestamp,
    ) -> Option<Desk> {
        Some(Desk {
            channel: self.channel(channel, now)?,
            rights: agent.rights_on(channel),
            patience: self.directory.channels.get(channel)?.patience.clone(),
        })
    }

    pub(super) fn figures_of(&self, agent: &Agent) -> Figures {
        let channels: Vec<_> = visible(agent).collect();
        Figures {
            all: self.tile(&channels),
            channels: channels
                .iter()
                .map(|channel| ((*channel).clone(), self.tile(&[channel])))
                .collect(),
            day_start: Some(self.today.began_at()),
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
                && agent.is_some_and(|it| channels.iter().any(|on| it.serves(on)))
        });
        tile.available = u32::try_from(responders.count()).unwrap_or(u32::MAX);
        tile
    }
}

/// Whether something still fits into a frame, and takes its room if so. What does not fit once makes
/// everything behind it wait, so that the order stays.
fn fits(it: &impl Serialize, room: &mut usize) -> bool {
    let size = frame::json(it).len() + 1;
    *room = room.saturating_sub(size);
    *room > 0
}

/// Whether desks show a conversation.
pub(super) fn is_recent(live: &Live, now: Timestamp) -> bool {
    live.it.status != Status::Ended || live.ended_at().is_some_and(|at| now.since(at) < RECENT_MS)
}

pub(super) fn is_listed(agent: &Agent, live: &Live) -> bool {
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
pub(super) fn knows(one: &Agent, other: &Agent) -> bool {
    one.card.id == other.card.id
        || visible(one).any(|channel| other.rights_on(channel) != Rights::default())
}
