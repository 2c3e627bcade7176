//! What is asked for before a chat, and what the server refused to begin one with.

use client::thread::Body;
use shared::{
    error::Code,
    id::{self, Id},
    message::Content,
};

use super::Session;
use crate::{composer::Field, dom::part, stage::Stage};

impl Session {
    /// Whether the visitor consents to what the form says.
    pub(crate) fn consent(self, has_consented: bool) {
        self.change(|it| {
            it.composer.has_consented = has_consented;
            it.composer.lacks_consent = false;
            true
        });
    }

    /// Whether the chat shall not be kept.
    pub(crate) fn keep_not(self, is_unkept: bool) {
        self.change(|it| std::mem::replace(&mut it.composer.is_unkept, is_unkept) != is_unkept);
    }

    /// Sends what the form is for: a request, or what a chat begins with.
    pub(crate) fn submit(self) {
        if self.read(|it| it.stage() == Stage::Offline) {
            self.request();
        } else {
            self.post();
        }
    }

    /// Sends what the visitor wanted to send before it was known what a chat begins with.
    pub(super) fn post_at_last(self) {
        if self.read(|it| it.panel.is_eager) {
            self.post();
        }
    }

    /// Leads the visitor to the first thing that has to be corrected.
    pub(super) fn call_to_correct(self) {
        let id = self.read(|it| {
            let mut fields = Field::of_forms().map(|(field, _)| field);
            let wrong = fields.find(|field| it.composer.wrong(*field).is_some());
            let consent = it.composer.lacks_consent.then_some("consent");
            wrong.map(Field::id).or(consent)
        });
        if let Some(id) = id {
            part(id).focus();
        }
    }

    /// The server did not begin a chat with what was answered: it is in the fields again, and so is what was
    /// written, also what came after it and waits.
    pub(super) fn take_back(self, id: &Id<id::Client>, code: Code) {
        let is_form = matches!(
            code,
            Code::Incomplete
                | Code::Invalid
                | Code::NoDomain
                | Code::Closed
                | Code::QueueFull
                | Code::Ended
                | Code::Conflict
                | Code::NotAllowed
        );
        let waiting = self.read(|it| {
            let rows = (0..it.thread.len()).filter_map(|at| it.thread.row(at));
            let own = rows.filter_map(|row| match &row.body {
                Body::Said(said) if row.seq.is_none() => {
                    Some((said.client_id.clone()?, said.content.clone()))
                }
                _ => None,
            });
            let mut waiting: Vec<(Id<id::Client>, Content)> = own.collect();
            waiting.retain(|(_, content)| content.choice.is_none());
            waiting
        });
        if !is_form || waiting.iter().all(|(it, _)| it != id) {
            return;
        }
        self.change(|it| {
            let form = it.status.form();
            for (_, content) in &waiting {
                it.composer.take_back(content, code, &form);
            }
            let goes_on = it.status.is_blocked || code == Code::Conflict;
            it.panel.is_beginning = it.status.has_conversation && !goes_on;
            true
        });
        for (id, _) in &waiting {
            self.client().discard(id);
        }
        self.remember(Field::Message);
        self.remember_files();
        self.call_to_correct();
    }
}
