//! Who is warned of what has been unanswered for too long. What counts is always how things stand now: a
//! warning goes by itself when somebody answers, when its reader goes away, or when it is read after a
//! restart.

use std::mem;

use shared::{
    agent::Change,
    conversation::Status,
    id::{self, Id},
    presence::Presence,
    time::Timestamp,
    warning::{Level, MAX_WARNINGS, Patience, Warned, Warning},
};

use super::{Effect, Hub, agenda::Due, asking::later, live::Live};
use crate::directory::Agent;

impl Hub {
    /// A conversation is unanswered since another moment, or not any more: puts down when somebody loses
    /// patience.
    pub(super) fn watch(&mut self, id: &Id<id::Conversation>, now: Timestamp) {
        self.await_alarms(id, now);
        self.await_offer(id, now);
        self.await_silence(id, now);
        self.pending.warnings |= self.overdue.remove(id);
        let Some(live) = self.conversations.get(id) else {
            return;
        };
        let Some((since, limits)) = self.limits(live) else {
            return;
        };
        for limit in limits.into_iter().flatten() {
            let at = later(since, limit);
            if at > now {
                self.agenda.put(at, Due::Warn(id.clone()));
            } else {
                self.overdue.insert(id.clone());
                self.pending.warnings = true;
            }
        }
    }

    /// The same for everything that goes on.
    pub(super) fn watch_all(&mut self, now: Timestamp) {
        let all: Vec<_> = self.conversations.keys().cloned().collect();
        for id in all {
            self.watch(&id, now);
        }
    }

    /// Tells those who are connected what they are warned of now, where that is not what they know.
    pub(super) fn tell_warnings(&mut self, now: Timestamp, effects: &mut Vec<Effect>) {
        if !mem::take(&mut self.pending.warnings) {
            return;
        }
        for id in self.connected() {
            let Some(agent) = self.directory.agents.get(&id) else {
                continue;
            };
            let warnings = self.warnings_of(agent, now);
            let member = self.team.member(&id);
            if member.warned.as_ref() == Some(&warnings) {
                continue;
            }
            member.warned = Some(warnings.clone());
            self.tell_desks(&[id], Change::Warned(Warned { warnings }), effects);
        }
    }

    /// One of an agent's desks begins anew with these warnings. Where they are not what the others were told,
    /// all are told once more.
    pub(super) fn has_warned(&mut self, agent: &Id<id::Agent>, warnings: &[Warning]) {
        let member = self.team.member(agent);
        if member.warned.as_deref() != Some(warnings) {
            member.warned = None;
            self.pending.warnings = true;
        }
    }

    /// What an agent is warned of now: nothing, unless present.
    pub(super) fn warnings_of(&self, agent: &Agent, now: Timestamp) -> Vec<Warning> {
        let member = self.team.members.get(&agent.card.id);
        if member.is_none_or(|it| it.presence() != Presence::Present) {
            return Vec::new();
        }
        let overdue = self.overdue.iter();
        let overdue = overdue.filter_map(|id| self.conversations.get(id));
        let mut warnings: Vec<Warning> = overdue
            .filter_map(|live| self.warning(agent, live, now))
            .collect();
        warnings.sort_by(|a, b| (a.since, &a.conversation).cmp(&(b.since, &b.conversation)));
        warnings.truncate(MAX_WARNINGS);
        warnings
    }

    fn warning(&self, agent: &Agent, live: &Live, now: Timestamp) -> Option<Warning> {
        let it = &live.it;
        let (since, [agents, managers]) = self.limits(live)?;
        let is_over = |limit: Option<u32>| limit.is_some_and(|limit| later(since, limit) <= now);
        let rights = agent.rights_on(&it.channel);
        let is_for_managers =
            rights.manage && is_over(managers) && self.team.is_open(&self.directory, &it.channel);
        let is_own = it.owner.as_ref().is_some_and(|it| it.id == agent.card.id);
        let is_meant = match it.status {
            Status::Queued => rights.notify && (!rights.respond || agent.serves(&it.channel)),
            _ => is_own,
        };
        let level = if is_for_managers {
            Level::Managers
        } else if is_meant && is_over(agents) {
            Level::Agents
        } else {
            return None;
        };
        Some(Warning {
            conversation: it.id.clone(),
            level,
            since,
        })
    }

    /// Since when a conversation is unanswered, and after how many seconds agents and managers are warned.
    fn limits(&self, live: &Live) -> Option<(Timestamp, [Option<u32>; 2])> {
        let channel = self.directory.channels.get(&live.it.channel);
        let channel = channel.filter(|it| it.alarm.popup)?;
        Some((live.unanswered_since()?, limits(&channel.patience, live)))
    }
}

/// After how many seconds patience with a conversation ends, of agents and of managers.
pub(super) fn limits(patience: &Patience, live: &Live) -> [Option<u32>; 2] {
    match live.it.status {
        Status::Queued => [patience.waiting_s, patience.waiting_managers_s],
        _ => [patience.message_s, patience.message_managers_s],
    }
}
