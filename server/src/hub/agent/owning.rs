//! Agents take conversations, and say whether they are there.

use shared::{
    agent::{Reply, SetPresence, Summary, Take, TakeNext},
    conversation::Status,
    error::Code,
    id::{self, Id},
    presence::Presence,
    time::Timestamp,
};

use super::{Me, Outcome, sender};
use crate::{
    hub::{Effect, Hub, failure::Failure},
    record::Answer,
    who::Action,
};

impl Hub {
    pub(super) fn take(
        &mut self,
        me: &Me,
        it: &Take,
        now: Timestamp,
        effects: &mut Vec<Effect>,
    ) -> Result<Answer, Failure<Summary>> {
        self.allow_command(&sender(me), now)?;
        self.allow(me, Action::Take, &it.conversation)?;
        let found = &self.live(&it.conversation).it;
        let is_mine = found
            .owner
            .as_ref()
            .is_some_and(|owner| owner.id == me.card.id);
        match found.status {
            Status::Queued => self.give(&it.conversation, me.card.clone(), now, effects),
            Status::Active if is_mine => {}
            _ => {
                let current = self.summary(&it.conversation);
                return Err(Failure::with(Code::Conflict, current));
            }
        }
        Ok(Answer::Taken(it.conversation.clone()))
    }

    pub(super) fn take_next(
        &mut self,
        me: &Me,
        it: &TakeNext,
        now: Timestamp,
        effects: &mut Vec<Effect>,
    ) -> Result<Answer, Failure<Summary>> {
        self.allow_command(&sender(me), now)?;
        let agent = self
            .directory
            .agents
            .get(&me.card.id)
            .ok_or(Code::NotFound)?;
        let channels = agent.rights.iter().filter_map(|(channel, rights)| {
            let is_wanted = it.channels.is_empty() || it.channels.contains(channel);
            (rights.respond && is_wanted).then_some(channel)
        });
        let next = self
            .lines
            .first(channels)
            .cloned()
            .ok_or(Code::QueueEmpty)?;
        self.give(&next, me.card.clone(), now, effects);
        Ok(Answer::Taken(next))
    }

    pub(super) fn set_presence(
        &mut self,
        me: &Me,
        it: &SetPresence,
        effects: &mut Vec<Effect>,
    ) -> Outcome {
        let is_known =
            |reason: &Id<id::Reason>| self.directory.reasons.iter().any(|it| it.id == *reason);
        let makes_sense = match (it.presence, &it.reason) {
            (Presence::Offline, _) | (Presence::Present, Some(_)) => false,
            (_, reason) => reason.as_ref().is_none_or(is_known),
        };
        if !makes_sense {
            return Err(Code::BadRequest.into());
        }
        let agent = self.directory.agents.get(&me.card.id);
        let agent = agent.ok_or(Code::NotFound)?;
        if (agent.presence, &agent.reason) != (it.presence, &it.reason) {
            self.choose(&me.card.id, it.presence, it.reason.clone(), effects);
        }
        Ok(Some(Reply::Ok {}))
    }
}
