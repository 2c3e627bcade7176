//! What the app knows, in slices that each take what concerns them.

use client::{Delivery, thread::Thread};
use shared::{
    choice::Options,
    conversation::Status as Standing,
    id::{self, Id},
    rating::Survey,
    reaction::{React, Reaction},
    visitor::{Change, Visitor},
};

use crate::{
    composer::Composer, errand::Errand, faq::Faq, panel::Panel, rating::Rating, request::Request,
    stage::Stage, status::Status,
};

/// What the app knows. Views read it; only the session changes it.
#[derive(Debug)]
pub(crate) struct State {
    pub(crate) status: Status,
    pub(crate) thread: Thread<Visitor>,
    pub(crate) composer: Composer,
    pub(crate) panel: Panel,
    pub(crate) rating: Rating,
    pub(crate) faq: Faq,
    pub(crate) request: Request,
    /// What was said, by mail.
    pub(crate) mailing: Errand,
    /// What the visitor just said of a message, until the server tells it.
    pub(crate) reacting: Option<React>,
}

impl State {
    pub(crate) fn new() -> Self {
        Self {
            status: Status::new(),
            thread: Thread::of_visitor(),
            composer: Composer::default(),
            panel: Panel::default(),
            rating: Rating::default(),
            faq: Faq::default(),
            request: Request::default(),
            mailing: Errand::default(),
            reacting: None,
        }
    }

    /// Gives every slice what happened; tells whether anything changed.
    pub(crate) fn receive(&mut self, delivery: &Delivery<Visitor>) -> bool {
        self.status.receive(delivery)
            | self.composer.receive(delivery)
            | self.panel.receive(delivery)
            | self.rating.receive(delivery)
            | self.request.receive(delivery)
            | self.hear_of_mail(delivery)
            | self.thread.receive(delivery)
    }

    /// Which of its few faces the panel shows.
    pub(crate) fn stage(&self) -> Stage {
        let is_asking = self.panel.is_asking || self.request.is_under_way();
        Stage::of(&self.thread, &self.panel, &self.status, is_asking)
    }

    /// Whether the visitor waits in the queue.
    pub(crate) fn is_waiting(&self) -> bool {
        let is_queued = self.thread.stand().status == Standing::Queued;
        is_queued && !self.thread.is_empty() && !self.panel.is_beginning
    }

    fn hear_of_mail(&mut self, delivery: &Delivery<Visitor>) -> bool {
        match delivery {
            Delivery::Outbox(news) => self.mailing.hear(news),
            // The next chat is another one.
            Delivery::Event(event) if matches!(event.change, Change::Started(_)) => {
                self.mailing = Errand::default();
                true
            }
            Delivery::Event(event) if matches!(event.change, Change::Reacted(_)) => {
                self.reacting = None;
                true
            }
            _ => false,
        }
    }

    /// What the visitor thinks of a message.
    pub(crate) fn reaction(&self, message: &Id<id::Message>) -> Option<Reaction> {
        match &self.reacting {
            Some(it) if it.message == *message => it.reaction,
            _ => self.thread.reaction(message),
        }
    }

    /// Whether it is not known yet what a chat begins with: a form, articles, or nothing.
    pub(crate) fn is_early(&self) -> bool {
        let is_told = self.status.channel.is_some() || self.status.is_slow;
        !is_told && self.stage() == Stage::Loading
    }

    /// Options that are to be answered before anything else is written.
    pub(crate) fn due(&self) -> Option<&Options> {
        self.thread.due().filter(|_| self.stage().is_live())
    }

    /// How a rating is asked for, when it is: of what an agent answered and has ended.
    pub(crate) fn survey(&self) -> Option<&Survey> {
        let is_due = self.stage() == Stage::Ended && self.thread.stand().agent.is_some();
        let is_due = is_due && !self.status.is_blocked;
        let channel = self.status.channel.as_ref().filter(|_| is_due);
        channel?.ending.rating.as_ref()
    }

    /// How many messages wait to be seen.
    pub(crate) fn unread(&self) -> usize {
        if self.panel.is_looking() {
            0
        } else {
            self.thread.unread()
        }
    }
}
