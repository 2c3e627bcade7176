//! Questions that wait for their answer.

use shared::{
    Role,
    id::{self, Id},
};

/// How long an answer may stay out.
const ANSWER_WITHIN_MS: u64 = 30_000;

/// Questions that wait for their answer, the oldest first.
#[derive(Clone, Debug)]
pub(super) struct Asked<R: Role>(Vec<Question<R>>);

#[derive(Clone, Debug)]
struct Question<R: Role> {
    id: Id<id::Client>,
    purpose: Purpose<R>,
    until: u64,
}

/// Who asked.
#[derive(Clone, Debug)]
pub(super) enum Purpose<R: Role> {
    /// The app asked this.
    App(R::Command),
    /// The link itself asked for a log.
    Log(Id<id::Log>),
}

impl<R: Role> Asked<R> {
    pub(super) fn new() -> Self {
        Self(Vec::new())
    }

    pub(super) fn add(&mut self, id: Id<id::Client>, purpose: Purpose<R>, now: u64) {
        let until = now + ANSWER_WITHIN_MS;
        self.0.push(Question { id, purpose, until });
    }

    /// The question with this id, which is answered now.
    pub(super) fn take(&mut self, id: &Id<id::Client>) -> Option<Purpose<R>> {
        let index = self.0.iter().position(|it| it.id == *id)?;
        Some(self.0.remove(index).purpose)
    }

    /// A question that waits for too long.
    pub(super) fn take_late(&mut self, now: u64) -> Option<(Id<id::Client>, Purpose<R>)> {
        self.due_at().filter(|due| *due <= now)?;
        let question = self.0.remove(0);
        Some((question.id, question.purpose))
    }

    /// Any question; the connection is gone.
    pub(super) fn take_any(&mut self) -> Option<(Id<id::Client>, Purpose<R>)> {
        self.take_late(u64::MAX)
    }

    pub(super) fn due_at(&self) -> Option<u64> {
        self.0.first().map(|it| it.until)
    }
}
