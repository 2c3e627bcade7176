//! Articles that may answer a question before anybody waits.

use shared::{
    error::Code,
    faq::{Helped, Suggest},
    id::{self, Id},
    limits::MAX_TEXT,
    time::Timestamp,
    visitor::State,
};

use super::Me;
use crate::{
    hub::{Effect, Hub, failure::Failure},
    public::Names,
    reading::{Reading, What},
    record::{Answer, Write},
};

impl Hub {
    /// Answers `suggest` by a read from the store; with nothing, where the channel suggests nothing.
    pub(super) fn suggest(
        &mut self,
        me: &Me,
        id: &Id<id::Client>,
        it: &Suggest,
        after: &mut Vec<Effect>,
    ) -> Result<(), Failure<State>> {
        if it.text.chars().nth(MAX_TEXT).is_some() {
            return Err(Code::TooLong.into());
        }
        let channel = self.directory.channels.get(&me.channel);
        let intake = channel.map(|it| &it.intake).filter(|it| it.suggests);
        let reading = Reading {
            names: Names::default(),
            conversation: Id::desk().conversation(),
            what: What::Suggest {
                id: id.clone(),
                question: it.text.clone(),
                folder: intake.map(|it| it.faq_folder.clone()),
            },
        };
        after.push(Effect::Read(me.socket, Box::new(reading)));
        Ok(())
    }

    /// Keeps that an article has answered somebody's question; of whom and what is not kept.
    pub(super) fn helped(
        &mut self,
        me: &Me,
        it: &Helped,
        now: Timestamp,
        effects: &mut Vec<Effect>,
    ) -> Result<Answer, Failure<State>> {
        if !it.article.is_well_formed() {
            return Err(Code::BadRequest.into());
        }
        self.allow_command(&Id::new(me.id.as_str()), now)?;
        let channel = self.directory.channels.get(&me.channel);
        if !channel.is_some_and(|it| it.intake.suggests) {
            return Err(Code::NotAllowed.into());
        }
        effects.push(Effect::Write(Write::Solved {
            channel: me.channel.clone(),
            article: it.article.clone(),
            at: now,
        }));
        Ok(Answer::Ok)
    }
}
