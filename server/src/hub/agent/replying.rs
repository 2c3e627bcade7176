//! Agents look for ready answers and keep quick replies of their own, which nobody else ever hears of.

use shared::{
    agent::{Change, Summary},
    error::Code,
    id::{self, Id},
    limits::MAX_REPLIES,
    reply::{Quick, Replies, RepliesChanged},
    time::Timestamp,
};

use super::{Me, sender};
use crate::{
    hub::{
        Effect, Hub,
        failure::{self, Failure},
    },
    public::Names,
    reading::{Reading, What},
    record::{Answer, Write},
    store::replies::Look,
};

impl Hub {
    /// Answers `replies` by a read from the store.
    pub(super) fn replies(
        &self,
        me: &Me,
        id: &Id<id::Client>,
        it: &Replies,
        after: &mut Vec<Effect>,
    ) -> Result<(), Failure<Summary>> {
        let look = Look {
            agent: me.card.id.clone(),
            after: it.after.clone(),
        };
        let reading = Reading {
            names: Names::default(),
            conversation: Id::desk().conversation(),
            what: What::Replies {
                id: id.clone(),
                look,
            },
        };
        after.push(Effect::Read(me.socket, Box::new(reading)));
        Ok(())
    }

    pub(super) fn save_reply(
        &mut self,
        me: &Me,
        it: &Quick,
        now: Timestamp,
        effects: &mut Vec<Effect>,
    ) -> Result<Answer, Failure<Summary>> {
        if !it.id.is_well_formed() {
            return Err(Code::BadRequest.into());
        }
        self.allow_command(&sender(me), now)?;
        if self.found.replies.unwrap_or_default() >= MAX_REPLIES {
            return Err(Code::TooMany.into());
        }
        let entry = it.clean().map_err(failure::of_text)?;
        let agent = me.card.id.clone();
        effects.push(Effect::Write(Write::Reply { agent, entry }));
        self.tell_own_replies(me, effects);
        Ok(Answer::Ok)
    }

    pub(super) fn remove_reply(
        &mut self,
        me: &Me,
        id: &Id<id::Reply>,
        now: Timestamp,
        effects: &mut Vec<Effect>,
    ) -> Result<Answer, Failure<Summary>> {
        if !id.is_well_formed() {
            return Err(Code::BadRequest.into());
        }
        self.allow_command(&sender(me), now)?;
        let (agent, id) = (me.card.id.clone(), id.clone());
        effects.push(Effect::Write(Write::NoReply { agent, id }));
        self.tell_own_replies(me, effects);
        Ok(Answer::Ok)
    }

    /// Tells all devices of the agent.
    fn tell_own_replies(&mut self, me: &Me, effects: &mut Vec<Effect>) {
        let change = Change::RepliesChanged(RepliesChanged {});
        self.tell_desks(std::slice::from_ref(&me.card.id), change, effects);
    }
}
