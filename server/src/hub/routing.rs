//! Who is offered which waiting conversation.

use std::{cmp::Reverse, collections::BTreeSet};

use shared::{
    ask::{Kind, Outcome, Whom},
    id::{self, Id},
    presence::{Card, Presence},
    time::Timestamp,
};

use super::{Effect, Hub};
use crate::directory::{Agent, Mode};

impl Hub {
    /// Offers what waits to those who are free, one conversation at a time to each of them.
    pub(super) fn route(&mut self, now: Timestamp, effects: &mut Vec<Effect>) {
        if !std::mem::take(&mut self.pending.routing) {
            return;
        }
        self.take_back_offers(now, effects);
        self.note_who_is_ready(now);
        for channel in self.most_pressing(now) {
            while let Some(id) = self.next_to_offer(&channel) {
                let Some(agent) = self.best(&channel, &id, now) else {
                    break;
                };
                let member = self.team.member(&agent.id);
                member.offered = Some(id.clone());
                member.offered_at = now;
                let whom = (None, Whom::Agent(agent));
                self.ask(&id, Kind::Offer, whom, now, effects);
            }
        }
    }

    /// Notes since when everybody has been present and not busy.
    fn note_who_is_ready(&mut self, now: Timestamp) {
        let members = self.team.members.iter();
        let ready: BTreeSet<_> = members
            .filter(|(id, it)| it.presence() == Presence::Present && !self.is_busy(id, now))
            .map(|(id, _)| id.clone())
            .collect();
        for (id, member) in &mut self.team.members {
            let since = member.ready_since.unwrap_or(now);
            member.ready_since = ready.contains(id).then_some(since);
        }
    }

    /// Whoever left or is away now is not asked any more.
    fn take_back_offers(&mut self, now: Timestamp, effects: &mut Vec<Effect>) {
        let members = self.team.members.values();
        let absent = members.filter(|it| it.presence() != Presence::Present);
        let offered: Vec<_> = absent.filter_map(|it| it.offered.clone()).collect();
        for id in offered {
            self.settle(&id, Outcome::Void, None, now, effects);
        }
    }

    /// The channels that offer, the one first whose next conversation used up most of its time.
    fn most_pressing(&self, now: Timestamp) -> Vec<Id<id::Channel>> {
        let channels = self.directory.channels.values();
        let offering = channels.filter(|it| it.routing.mode == Mode::Offer);
        let mut pressing: Vec<_> = offering
            .filter_map(|it| {
                let next = self.next_to_offer(&it.id)?;
                let live = self.conversations.get(&next)?;
                let waited = live.it.queued_at.map_or(0, |since| now.since(since));
                let share = waited * 1_000 / (u64::from(it.routing.target_s.max(1)) * 1_000);
                Some((Reverse(share), live.it.place, it.id.clone()))
            })
            .collect();
        pressing.sort();
        pressing
            .into_iter()
            .map(|(_, _, channel)| channel)
            .collect()
    }

    /// The first that waits on a channel and is offered to nobody.
    fn next_to_offer(&self, channel: &Id<id::Channel>) -> Option<Id<id::Conversation>> {
        let is_free = |id: &&Id<id::Conversation>| {
            let live = self.conversations.get(*id);
            live.is_some_and(|live| live.it.question.is_none())
        };
        self.lines.of(channel).find(is_free).cloned()
    }

    /// Who is to be asked: somebody who did not decline it rather than somebody who did, then the one who
    /// knows most, holds least, and was asked the longest time ago, or where that is wanted has been ready for the
    /// longest time.
    fn best(
        &self,
        channel: &Id<id::Channel>,
        conversation: &Id<id::Conversation>,
        now: Timestamp,
    ) -> Option<Card> {
        let declined = &self.conversations.get(conversation)?.declined;
        let waiting = self.waiting_channels();
        let free = self.directory.agents.values().filter_map(|agent| {
            let member = self.team.members.get(&agent.card.id)?;
            let is_free = member.presence() == Presence::Present
                && agent.serves(channel)
                && self.may_be_sent(agent, channel, &waiting)
                && member.offered.is_none()
                && !self.is_busy(&agent.card.id, now);
            is_free.then_some((agent, member))
        });
        let best = free.min_by_key(|(agent, member)| {
            (
                declined.contains(&agent.card.id),
                Reverse(agent.skill(channel)),
                member.held.len(),
                if self.directory.office.by_ready {
                    member.ready_since.unwrap_or(now)
                } else {
                    member.offered_at
                },
                agent.card.id.clone(),
            )
        });
        best.map(|(agent, _)| agent.card.clone())
    }

    /// Whether nothing waits where the agent knows more, if that counts.
    fn may_be_sent(
        &self,
        agent: &Agent,
        channel: &Id<id::Channel>,
        waiting: &[Id<id::Channel>],
    ) -> bool {
        let skill = agent.skill(channel);
        let mut others = waiting.iter().filter(|it| agent.serves(it));
        !self.directory.office.by_skill || others.all(|it| agent.skill(it) <= skill)
    }

    /// The channels in which something waits to be offered.
    fn waiting_channels(&self) -> Vec<Id<id::Channel>> {
        let channels = self.directory.channels.values();
        let waiting = channels.filter(|it| it.routing.mode == Mode::Offer);
        let waiting = waiting.map(|it| it.id.clone());
        waiting
            .filter(|it| self.next_to_offer(it).is_some())
            .collect()
    }

    /// Whether an agent holds as many conversations as are offered at once, or rests after declining.
    pub(super) fn is_busy(&self, agent: &Id<id::Agent>, now: Timestamp) -> bool {
        let Some(member) = self.team.members.get(agent) else {
            return true;
        };
        let held = u32::try_from(member.held.len()).unwrap_or(u32::MAX);
        held >= self.capacity(agent) || member.rests_until > now
    }

    /// The most conversations an agent is offered at once: what was set for the agent, else for the group,
    /// else for all.
    pub(super) fn capacity(&self, agent: &Id<id::Agent>) -> u32 {
        let known = self.directory.agents.get(agent);
        let office = &self.directory.office;
        let own = known.and_then(|it| it.work.capacity);
        let group = known.and_then(|it| office.group(it.work.group.as_ref()?));
        let of_group = group.and_then(|it| it.capacity);
        let set = own.or(of_group).or(office.capacity);
        set.unwrap_or(self.settings.capacity)
    }
}
