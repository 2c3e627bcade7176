//! A visitor says what they think of a message.

use shared::{
    agent::Change,
    error::Code,
    id::Id,
    reaction::{React, Reacted, Reaction},
    time::Timestamp,
    visitor::State,
};

use super::Me;
use crate::hub::{Effect, Hub, failure::Failure};

impl Hub {
    /// Takes what is thought of a message, in place of what was thought of it before.
    pub(super) fn react(
        &mut self,
        me: &Me,
        it: &React,
        now: Timestamp,
        effects: &mut Vec<Effect>,
    ) -> Result<(), Failure<State>> {
        let conversation = self.latest(me)?;
        self.allow_command(&Id::new(me.id.as_str()), now)?;
        let channel = self.directory.channels.get(&me.channel);
        if channel.is_none_or(|it| !it.manner.reactions) {
            return Err(Code::NotAllowed.into());
        }
        if it.reaction == Some(Reaction::Unknown) {
            return Err(Code::Invalid.into());
        }
        let found = self.found.place.take().flatten();
        let place = self.live(&conversation).place(&it.message).or(found);
        if place.is_none_or(|it| it.public_seq.is_none()) {
            return Err(Code::NotFound.into());
        }
        let reacted = Reacted {
            message: it.message.clone(),
            reaction: it.reaction,
            at: now,
        };
        self.append(&conversation, Change::Reacted(reacted), None, effects);
        Ok(())
    }
}
