//! Requests, which are left in place of chats.

use client::{
    Delivery,
    outbox::{News, State as Fate},
};
use shared::{
    error::Code,
    visitor::{Command, Start, Visitor},
};

use super::Session;
use crate::{
    composer::Field,
    dom::{after, part},
    stage::Stage,
};

/// After so long without an answer the visitor is told that it takes time: as long as a register may.
const SLOW_AFTER_MS: u32 = 5_000;

impl Session {
    /// The visitor wants to write a request, or a chat after all.
    pub(crate) fn write_request(self, is_asking: bool) {
        self.change(|it| {
            it.panel.is_asking = is_asking;
            true
        });
        self.call();
    }

    /// Sends what is written as a request. It stays in its fields until the register has it.
    pub(crate) fn request(self) {
        let mut command = None;
        self.change(|it| {
            let offline = it.status.offline();
            let form = offline.and_then(|it| it.form.clone());
            let form = form.filter(|_| it.stage() == Stage::Offline && !it.request.is_under_way());
            let may_be_empty = it.is_waiting();
            let start =
                form.and_then(|form| it.composer.begin(&self.0.language, &form, may_be_empty));
            let variables = self.variables();
            command = start.map(|it| Start { variables, ..it });
            true
        });
        match command {
            Some(start) => {
                self.client().send(Command::Request(start));
            }
            None => {
                part("ask").focus();
                self.call_to_correct();
            }
        }
    }

    /// Whether something is told of a request that is, or was until now, under way.
    pub(super) fn heard_of_request(self, delivery: &Delivery<Visitor>) -> bool {
        match delivery {
            Delivery::Outbox(News::Kept(it)) => it.lane == client::voice::REQUESTS,
            Delivery::Outbox(News::Done(id, _) | News::Changed(id, _)) => {
                self.read(|it| it.request.is(id))
            }
            _ => false,
        }
    }

    pub(super) fn follow_request(self, delivery: &Delivery<Visitor>) {
        match delivery {
            Delivery::Outbox(News::Kept(it)) => {
                let id = it.id.clone();
                if let Fate::Refused(_) = it.state {
                    self.client().discard(&id);
                }
                after(SLOW_AFTER_MS, move || {
                    self.change(|it| {
                        let is_slow = it.request.is(&id);
                        it.request.is_slow |= is_slow;
                        is_slow
                    });
                });
            }
            Delivery::Outbox(News::Done(..)) => {
                self.change(|it| it.composer.write(Field::Message, ""));
                self.remember(Field::Message);
                self.call();
            }
            Delivery::Outbox(News::Changed(id, Fate::Refused(code))) => {
                self.client().discard(id);
                self.change(|it| {
                    let form = it.status.offline().and_then(|it| it.form.clone());
                    it.composer.mark(*code, &form.unwrap_or_default());
                    it.panel.is_asking = *code != Code::Conflict;
                    true
                });
                self.call_to_correct();
            }
            _ => {}
        }
    }
}
