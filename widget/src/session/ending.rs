//! What the visitor can want of the chat that has ended.

use shared::{ending::SendTranscript, error::Code, text, visitor::Command};

use super::Session;
use crate::{composer::Field, dom::part, errand::Fate, rating::Rating};

impl Session {
    /// The visitor chose a star or a number.
    pub(crate) fn choose_rating(self, value: u32) {
        self.change(|it| {
            it.rating.errand.rest();
            it.rating.value.replace(value) != Some(value)
        });
    }

    /// The visitor writes a comment.
    pub(crate) fn comment(self, text: &str) {
        self.change(|it| {
            text.clone_into(&mut it.rating.comment);
            it.rating.errand.rest()
        });
        self.client().remember(Rating::COMMENT, text);
    }

    /// Sends the rating; when nothing is chosen, leads to where one chooses.
    pub(crate) fn rate(self) {
        let rate = self.read(|it| it.rating.rate(it.survey()?.scale));
        let Some(rate) = rate else {
            self.change(|it| {
                it.rating.errand.fate = Fate::Refused(Code::Incomplete);
                true
            });
            part("values").find("input").focus();
            return;
        };
        let id = self.client().send(Command::Rate(rate));
        self.change(|it| {
            it.rating.errand.sends(id);
            true
        });
    }

    /// Has what was said sent to the address that stands there.
    pub(crate) fn send_transcript(self) {
        let email = self.read(|it| text::email(it.composer.text(Field::Email)).ok());
        let Some(email) = email else {
            self.change(|it| it.composer.find_wrong(Field::Email));
            part("to").focus();
            return;
        };
        let id = self
            .client()
            .send(Command::SendTranscript(SendTranscript { email }));
        self.change(|it| {
            it.mailing.sends(id);
            true
        });
    }
}
