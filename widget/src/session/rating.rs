//! What the visitor says of the chat that has ended.

use shared::visitor::Command;

use super::Session;
use crate::{dom::part, rating::Rating};

impl Session {
    /// The visitor chose a star or a number.
    pub(crate) fn choose_rating(self, value: u32) {
        self.change(|it| it.rating.value.replace(value) != Some(value));
    }

    /// The visitor writes a comment.
    pub(crate) fn comment(self, text: &str) {
        self.change(|it| {
            text.clone_into(&mut it.rating.comment);
            false
        });
        self.client().remember(Rating::COMMENT, text);
    }

    /// Sends the rating; when nothing is chosen, leads to where one chooses.
    pub(crate) fn rate(self) {
        let rate = self.read(|it| it.rating.rate(it.survey()?.scale));
        let Some(rate) = rate else {
            part("values").find("input").focus();
            return;
        };
        let id = self.client().send(Command::Rate(rate));
        self.change(|it| {
            it.rating.sends(id);
            true
        });
    }
}
