//! What a visitor has answered to messages, as far as is known here.

use shared::{
    choice::Options,
    id::{self, Id},
    reaction::Reaction,
};

use super::{Body, Thread};
use crate::Voice;

impl<R: Voice> Thread<R> {
    /// Whether the options of a message were answered, as far as is known here.
    pub fn is_answered(&self, options: &Id<id::Message>) -> bool {
        let mut later = (0..self.len()).rev().filter_map(|at| self.row(at));
        later.any(|row| match &row.body {
            Body::Said(said) => {
                let choice = said.content.choice.as_ref();
                choice.is_some_and(|it| it.message == *options)
            }
            Body::Line(_) => false,
        })
    }

    /// Options that shall be answered before anything else is written: those of the other side's last message.
    pub fn due(&self) -> Option<&Options> {
        let mut later = (0..self.len()).rev().filter_map(|at| self.row(at));
        let last = later.find_map(|row| match &row.body {
            Body::Said(said) if !said.is_own => Some(said),
            _ => None,
        })?;
        let options = last.content.options.as_ref().filter(|it| it.required)?;
        let id = last.id.as_ref()?;
        (!self.is_answered(id)).then_some(options)
    }

    /// What the visitor thinks of a message, as far as is known here.
    pub fn reaction(&self, message: &Id<id::Message>) -> Option<Reaction> {
        let mut latest = self.reactions.iter().rev();
        latest.find(|it| it.message == *message)?.reaction
    }
}
