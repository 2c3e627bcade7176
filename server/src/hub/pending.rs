//! What desks and waiting visitors are still to be told. Many changes of one thing become one.

use std::collections::HashSet;

use shared::{
    id::{self, Id},
    time::Timestamp,
};

/// Milliseconds between two tellings of who owns what and who is there.
const EVERY_MS: u64 = 100;

/// Milliseconds between two tellings of last lines, counts and figures.
const QUIETLY_EVERY_MS: u64 = 500;

/// Milliseconds between two looks at what is old.
const TIDY_EVERY_MS: u64 = 10_000;

/// What is still to be told.
#[derive(Debug, Default)]
pub(super) struct Pending {
    /// Conversations that moved.
    pub(super) moved: HashSet<Id<id::Conversation>>,
    /// Conversations in which something was said or seen.
    pub(super) said: HashSet<Id<id::Conversation>>,
    /// Agents whose presence or load changed.
    pub(super) colleagues: HashSet<Id<id::Agent>>,
    /// Channels whose queue changed.
    pub(super) lines: HashSet<Id<id::Channel>>,
    /// Whether somebody came or went, so that a channel may have opened or closed.
    pub(super) presence: bool,
    /// Whether rights changed, so that somebody may own what they may not answer.
    pub(super) rights: bool,
    /// Whether somebody may have become free for what waits, or something waits anew.
    pub(super) routing: bool,
    /// Conversations that are unanswered since another moment than before, or not any more.
    pub(super) unanswered: HashSet<Id<id::Conversation>>,
    /// Whether somebody may have to be warned, or not any more.
    pub(super) warnings: bool,
    /// Whether figures changed.
    pub(super) figures: bool,
    told_at: Timestamp,
    told_quietly_at: Timestamp,
    tidied_at: Timestamp,
}

impl Pending {
    /// Everything is to be looked at.
    pub(super) fn afresh() -> Self {
        Self {
            presence: true,
            rights: true,
            figures: true,
            routing: true,
            warnings: true,
            ..Self::default()
        }
    }

    /// In how many milliseconds something has to be told, if anything has.
    pub(super) fn due_in(&self, now: Timestamp) -> Option<u64> {
        let soon = self.is_urgent().then(|| left(self.told_at, EVERY_MS, now));
        let later = self
            .is_quiet()
            .then(|| left(self.told_quietly_at, QUIETLY_EVERY_MS, now));
        soon.into_iter().chain(later).min()
    }

    /// Whether to tell who owns what and who is there, now.
    pub(super) fn is_due(&mut self, now: Timestamp) -> bool {
        let is_due = self.is_urgent() && left(self.told_at, EVERY_MS, now) == 0;
        if is_due {
            self.told_at = now;
        }
        is_due
    }

    /// Whether to tell last lines, counts and figures, now.
    pub(super) fn is_quietly_due(&mut self, now: Timestamp) -> bool {
        let is_due = self.is_quiet() && left(self.told_quietly_at, QUIETLY_EVERY_MS, now) == 0;
        if is_due {
            self.told_quietly_at = now;
        }
        is_due
    }

    /// Whether to look for what is old, now.
    pub(super) fn is_tidying_due(&mut self, now: Timestamp) -> bool {
        let is_due = left(self.tidied_at, TIDY_EVERY_MS, now) == 0;
        if is_due {
            self.tidied_at = now;
        }
        is_due
    }

    fn is_urgent(&self) -> bool {
        self.presence
            || self.rights
            || self.routing
            || self.warnings
            || !self.unanswered.is_empty()
            || !self.moved.is_empty()
            || !self.colleagues.is_empty()
            || !self.lines.is_empty()
    }

    fn is_quiet(&self) -> bool {
        self.figures || !self.said.is_empty()
    }
}

/// Milliseconds left of a span that began at `since`; none when the clock was set back.
fn left(since: Timestamp, span_ms: u64, now: Timestamp) -> u64 {
    if now < since {
        return 0;
    }
    span_ms.saturating_sub(now.since(since))
}
