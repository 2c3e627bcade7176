//! What views may know. Reading here from within a view makes it follow the change.

use client::thread::Thread;
use leptos::prelude::{Get, With};
use shared::visitor::Visitor;

use super::Session;
use crate::{
    composer::Composer,
    panel::Panel,
    stage::Stage,
    status::Status,
    transcript::{self, Calendar, Line},
    words::{self, Word},
};

impl Session {
    pub(crate) fn status<T>(self, read: impl FnOnce(&Status) -> T) -> T {
        self.status.with(read)
    }

    pub(crate) fn thread<T>(self, read: impl FnOnce(&Thread<Visitor>) -> T) -> T {
        self.thread.with(read)
    }

    pub(crate) fn composer<T>(self, read: impl FnOnce(&Composer) -> T) -> T {
        self.composer.with(read)
    }

    pub(crate) fn panel<T>(self, read: impl FnOnce(&Panel) -> T) -> T {
        self.panel.with(read)
    }

    pub(crate) fn is_at(self, stage: Stage) -> bool {
        self.stage.get() == stage
    }

    /// Whether a conversation goes on, in the queue or with an agent.
    pub(crate) fn is_live(self) -> bool {
        self.stage.get().is_live()
    }

    /// Whether nobody of the channel is there.
    pub(crate) fn is_away(self) -> bool {
        self.status(|it| it.channel.as_ref().is_some_and(|it| !it.is_open))
    }

    /// What ending it is called, the question before it, and the way back.
    pub(crate) fn parting(self) -> (Word, Word, Word) {
        if self.is_at(Stage::Waiting) {
            (words::LEAVE, words::LEAVE_SURE, words::WAIT_ON)
        } else {
            (words::END, words::END_SURE, words::GO_ON)
        }
    }

    /// How often the visitor was led to where one writes.
    pub(crate) fn calls(self) -> u32 {
        self.calls.get()
    }

    pub(crate) fn lines(self) -> Vec<Line> {
        self.outside(|outside| {
            let host = &outside.host;
            let calendar = Calendar {
                time: &|at| host.time(at.0 as f64),
                date: &|at| host.date(at.0 as f64),
                days_ago: &|at| host.days_ago(at.0 as f64) as i64,
            };
            self.thread(|it| transcript::lines(it, self.words, &calendar))
        })
    }
}
