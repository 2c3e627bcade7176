//! Questions about a conversation: they are asked, and each comes to one end.

use shared::{
    agent::Change,
    ask::{Joined, Kind, Left, Outcome, Question, Seat, Settled, Whom},
    conversation::Status,
    id::{self, Id},
    presence::{Card, Presence},
    time::Timestamp,
};

use super::{Effect, Hub, agenda::Due};
use crate::{
    directory::{Agent, Routing},
    record::Write,
};

/// The reason of an agent who counts as away because several offers were left without an answer.
pub(crate) const NO_ANSWER: &str = "no_answer";

/// The reason of an agent who counts as away because a new day has begun.
pub(crate) const DAY_OVER: &str = "day_over";

impl Hub {
    /// How the conversations of the channel of this one find their agents.
    pub(super) fn routing_of(&self, id: &Id<id::Conversation>) -> Routing {
        let live = self.conversations.get(id);
        let channel = live.and_then(|live| self.directory.channels.get(&live.it.channel));
        channel.map(|it| it.routing.clone()).unwrap_or_default()
    }

    /// Asks somebody. No other question about the conversation waits.
    pub(super) fn ask(
        &mut self,
        id: &Id<id::Conversation>,
        kind: Kind,
        (by, whom): (Option<Card>, Whom),
        now: Timestamp,
        effects: &mut Vec<Effect>,
    ) {
        let until = later(now, self.routing_of(id).answer_within_s);
        self.live(id).declined.clear();
        self.agenda.put(until, Due::Lapse(id.clone()));
        let question = Question {
            kind,
            by,
            whom,
            at: now,
            until,
        };
        self.happen(id, Change::Asked(question), effects);
    }

    /// Brings the question about a conversation to its end, if one waits.
    pub(super) fn settle(
        &mut self,
        id: &Id<id::Conversation>,
        outcome: Outcome,
        by: Option<Card>,
        now: Timestamp,
        effects: &mut Vec<Effect>,
    ) {
        let Some(question) = self.live(id).it.question.clone() else {
            return;
        };
        if let (Kind::Offer, Whom::Agent(agent)) = (question.kind, &question.whom) {
            let member = self.team.member(&agent.id);
            member.offered = None;
            member.misses = match outcome {
                Outcome::Accepted | Outcome::Declined => 0,
                Outcome::Lapsed => member.misses + 1,
                _ => member.misses,
            };
        }
        self.pending.routing = true;
        let settled = Settled {
            kind: question.kind,
            whom: question.whom,
            outcome,
            by,
            at: now,
        };
        self.happen(id, Change::Settled(settled), effects);
        self.turn_out(id, now, effects);
    }

    /// Nobody answered in time.
    pub(super) fn lapse(
        &mut self,
        id: &Id<id::Conversation>,
        now: Timestamp,
        effects: &mut Vec<Effect>,
    ) {
        let question = self.live(id).it.question.clone();
        self.settle(id, Outcome::Lapsed, None, now, effects);
        let Some(Question {
            kind: Kind::Offer,
            whom: Whom::Agent(agent),
            ..
        }) = question
        else {
            return;
        };
        self.live(id).declined.push(agent.id.clone());
        if self.team.member(&agent.id).misses >= self.directory.office.misses {
            let reason = Some(Id::new(NO_ANSWER));
            self.choose(&agent.id, Presence::Away, reason, effects);
        }
    }

    /// An agent chose, or is taken to have chosen, to be present or away.
    pub(super) fn choose(
        &mut self,
        agent: &Id<id::Agent>,
        presence: Presence,
        reason: Option<Id<id::Reason>>,
        effects: &mut Vec<Effect>,
    ) {
        let member = self.team.member(agent);
        member.chosen = presence;
        member.misses = 0;
        if let Some(known) = self.directory.agents.get_mut(agent) {
            known.presence = presence;
            known.reason.clone_from(&reason);
        }
        effects.push(Effect::Write(Write::Presence {
            agent: agent.clone(),
            presence,
            reason,
        }));
        self.presence_changed(agent.clone());
    }

    /// A new day has begun: where that is wanted, everybody who was present is away until they come back.
    pub(super) fn close_the_day(&mut self, effects: &mut Vec<Effect>) {
        if !self.directory.office.away_at_midnight {
            return;
        }
        let members = self.team.members.iter();
        let present = members.filter(|(_, it)| it.chosen == Presence::Present);
        let mut present: Vec<_> = present.map(|(id, _)| id.clone()).collect();
        present.retain(|it| self.directory.agents.contains_key(it));
        for agent in present {
            let reason = Some(Id::new(DAY_OVER));
            self.choose(&agent, Presence::Away, reason, effects);
        }
    }

    /// A colleague takes part.
    pub(super) fn seat(
        &mut self,
        id: &Id<id::Conversation>,
        agent: Card,
        seat: Seat,
        now: Timestamp,
        effects: &mut Vec<Effect>,
    ) {
        let joined = Joined {
            agent,
            seat,
            at: now,
        };
        self.happen(id, Change::Joined(joined), effects);
    }

    /// A colleague takes part no longer.
    pub(super) fn unseat(
        &mut self,
        id: &Id<id::Conversation>,
        agent: Card,
        now: Timestamp,
        effects: &mut Vec<Effect>,
    ) {
        self.happen(id, Change::Left(Left { agent, at: now }), effects);
        self.turn_out(id, now, effects);
    }

    /// Whether a question is put to this agent.
    pub(super) fn is_asked(&self, id: &Id<id::Conversation>, agent: &Agent) -> bool {
        let Some(live) = self.conversations.get(id) else {
            return false;
        };
        let me = &agent.card.id;
        live.it.question.as_ref().is_some_and(|it| match &it.whom {
            Whom::Agent(card) => card.id == *me,
            Whom::Channel(channel) => agent.serves(channel) && !live.declined.contains(me),
        })
    }

    /// Says no. Where several were asked, the question waits for the others.
    pub(super) fn decline(
        &mut self,
        id: &Id<id::Conversation>,
        me: &Card,
        now: Timestamp,
        effects: &mut Vec<Effect>,
    ) {
        let Some(question) = self.live(id).it.question.clone() else {
            return;
        };
        self.live(id).declined.push(me.id.clone());
        if question.kind == Kind::Offer {
            let until = later(now, self.routing_of(id).rest_s);
            self.team.member(&me.id).rests_until = until;
            self.agenda.put(until, Due::Rested(me.id.clone()));
            self.pending.colleagues.insert(me.id.clone());
        }
        let has_others = matches!(question.whom, Whom::Channel(_)) && {
            let mut others = self.directory.agents.values();
            others.any(|it| self.is_there(&it.card.id) && self.is_asked(id, it))
        };
        if !has_others {
            self.settle(id, Outcome::Declined, Some(me.clone()), now, effects);
        }
    }

    /// Whether an agent is present.
    pub(super) fn is_there(&self, agent: &Id<id::Agent>) -> bool {
        let member = self.team.members.get(agent);
        member.is_some_and(|it| it.presence() == Presence::Present)
    }

    /// Does what is due by itself.
    pub(super) fn come_due(&mut self, now: Timestamp, effects: &mut Vec<Effect>) {
        while let Some((at, due)) = self.agenda.next(now) {
            match due {
                Due::Lapse(id) => {
                    let live = self.conversations.get(&id);
                    let question = live.and_then(|live| live.it.question.as_ref());
                    if question.is_some_and(|it| it.until == at) {
                        self.lapse(&id, now, effects);
                    }
                }
                Due::Return(id) => {
                    let live = self.conversations.get(&id);
                    let is_meant = |live: &super::live::Live| {
                        live.returns_at == Some(at) && live.it.status == Status::Active
                    };
                    if live.is_some_and(is_meant) {
                        self.give_back(&id, now, effects);
                    }
                }
                Due::Depart(id) => self.depart(&id, now, effects),
                Due::Rested(agent) => {
                    self.pending.routing = true;
                    self.pending.colleagues.insert(agent);
                }
                Due::Warn(id) => self.watch(&id, now),
                Due::Alarm(id) => self.raise_alarms(&id, now, effects),
                Due::Offer(id) => self.look_at_line(&id),
                Due::Hours(channel) => self.look_ahead(&channel, now),
                Due::Silence(id) => self.end_silence(&id, now, effects),
            }
        }
    }

    /// Adds to a conversation's log what desks are to be told soon.
    fn happen(&mut self, id: &Id<id::Conversation>, change: Change, effects: &mut Vec<Effect>) {
        self.append(id, change, None, effects);
        self.pending.moved.insert(id.clone());
    }
}

/// So many seconds later.
pub(super) fn later(now: Timestamp, seconds: u32) -> Timestamp {
    Timestamp(now.0 + u64::from(seconds) * 1_000)
}
