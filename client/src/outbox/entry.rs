//! One command in the outbox.

use super::{ANSWER_WITHIN_MS, Pending, Record, STORE_WITHIN_MS, State};

/// A command and how far it has come.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    /// The command.
    pub(super) record: Record,
    /// Whether it lies in the store.
    pub(super) place: Place,
    /// Where in the order of all tabs it stands; `u64::MAX` while that is not known.
    pub(super) rank: u64,
    /// Whether other tabs know of it, so that only one of them sends it.
    pub(super) is_shared: bool,
    /// How it stands.
    pub(super) state: State,
    /// Since when it may be sent.
    pub(super) lies_since: u64,
    /// How often it came back without a final answer on this connection.
    pub(super) tries: u32,
    under_way_since: Option<u64>,
    not_before: u64,
}

/// Whether a command lies in the store.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Place {
    /// On its way into the store since then; not sent before.
    Storing(u64),
    /// At this key.
    Stored(u64),
    /// Nowhere but here.
    Memory,
}

impl Entry {
    pub(super) fn new(record: Record, place: Place, rank: u64, is_shared: bool) -> Self {
        let state = record.refused.map_or(State::Sending, State::Refused);
        Self {
            record,
            place,
            rank,
            is_shared,
            state,
            lies_since: 0,
            tries: 0,
            under_way_since: None,
            not_before: 0,
        }
    }

    /// It is transmitted.
    pub(super) fn set_off(&mut self, now: u64) {
        self.under_way_since = Some(now);
    }

    /// Nobody knows whether it arrived: it will be transmitted again.
    pub(super) fn come_back(&mut self) {
        self.under_way_since = None;
        self.tries += 1;
        self.state = State::Unknown;
    }

    /// It did not succeed yet; not to be repeated before then.
    pub(super) fn pause(&mut self, until: u64) {
        self.under_way_since = None;
        self.tries += 1;
        self.not_before = until;
    }

    /// It is not on its way any more, and not to be repeated unasked.
    pub(super) fn stay(&mut self) {
        self.under_way_since = None;
        self.tries = 0;
    }

    pub(super) fn is_on_its_way(&self) -> bool {
        self.under_way_since.is_some()
    }

    pub(super) fn is_refused(&self) -> bool {
        matches!(self.state, State::Refused(_))
    }

    /// Whether it could be transmitted, were it its turn.
    pub(super) fn is_ready(&self, now: u64) -> bool {
        let is_kept = !matches!(self.place, Place::Storing(_));
        is_kept && !self.is_on_its_way() && !self.is_refused() && self.not_before <= now
    }

    /// Whether those behind it need not wait for it.
    pub(super) fn lets_pass(&self) -> bool {
        self.is_refused() && !self.record.leads
    }

    pub(super) fn is_unanswered(&self, now: u64) -> bool {
        self.answer_due().is_some_and(|due| due <= now)
    }

    /// Whether storing it takes too long.
    pub(super) fn is_overdue(&self, now: u64) -> bool {
        matches!(self.place, Place::Storing(since) if now >= since + STORE_WITHIN_MS)
    }

    /// When it has to be looked at again, if ever.
    pub(super) fn due_at(&self) -> Option<u64> {
        match self.place {
            Place::Storing(since) => Some(since + STORE_WITHIN_MS),
            _ if self.is_refused() => None,
            _ => self.answer_due().or(Some(self.not_before)),
        }
    }

    pub(super) fn order(&self) -> Option<u64> {
        match self.place {
            Place::Stored(order) => Some(order),
            _ => None,
        }
    }

    pub(super) fn pending(&self) -> Pending {
        Pending {
            id: self.record.id.clone(),
            lane: self.record.lane.clone(),
            content: self.record.content.clone(),
            is_private: self.record.is_private,
            state: self.state,
        }
    }

    fn answer_due(&self) -> Option<u64> {
        let patience = ANSWER_WITHIN_MS << self.tries.min(3);
        self.under_way_since.map(|since| since + patience)
    }
}
