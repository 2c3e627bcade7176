//! A visitor says what they think of the conversation that has ended.

use shared::{
    agent::Change,
    conversation::Status,
    error::Code,
    id::{self, Id},
    limits::MAX_COMMENT,
    rating::{Rate, Rating},
    text::{self, Invalid},
    time::Timestamp,
    visitor::State,
};

use super::Me;
use crate::{
    hub::{
        Effect, Hub,
        failure::{self, Failure},
    },
    public,
};

impl Hub {
    /// Takes a rating, in place of an earlier one.
    pub(super) fn rate(
        &mut self,
        me: &Me,
        it: &Rate,
        now: Timestamp,
        effects: &mut Vec<Effect>,
    ) -> Result<(), Failure<State>> {
        let conversation = self.latest(me)?;
        self.allow_command(&Id::new(me.id.as_str()), now)?;
        let channel = self.directory.channels.get(&me.channel);
        let survey = channel.and_then(|it| it.ending.rating.as_ref());
        if survey.is_none_or(|asked| asked.scale != it.scale) {
            return Err(Code::NotAllowed.into());
        }
        let live = self.live(&conversation);
        if live.it.status != Status::Ended {
            return Err(Failure::with(Code::Conflict, public::state(&live.it)));
        }
        if !it.scale.values().contains(&it.value) {
            return Err(Code::Invalid.into());
        }
        let comment = match text::lines(&it.comment, MAX_COMMENT) {
            Err(Invalid::Empty) => String::new(),
            checked => checked.map_err(failure::of_text)?,
        };
        let rating = Rating {
            scale: it.scale,
            value: it.value,
            comment,
            at: now,
        };
        self.put_rating(&conversation, rating, effects);
        Ok(())
    }

    fn put_rating(
        &mut self,
        conversation: &Id<id::Conversation>,
        rating: Rating,
        effects: &mut Vec<Effect>,
    ) {
        let it = &self.live(conversation).it;
        let (channel, ended, earlier) = (it.channel.clone(), it.ended.clone(), it.rating.clone());
        if let Some(ended) = ended {
            self.today
                .rated(&channel, ended.at, earlier.as_ref(), &rating);
            self.pending.figures = true;
        }
        self.append(conversation, Change::Rated(rating), None, effects);
        self.keep(conversation, effects);
    }
}
