//! Own messages, from the outbox to the log. Each is to be seen at once, and once.

use std::sync::Arc;

use shared::id::{self, Id};

use super::{Body, Mark, Row, row::Said};
use crate::outbox::{News, Pending, State};

/// Own messages that are not confirmed, and the last one that is.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Own {
    pending: Vec<Arc<Row>>,
    /// How each of them stands, in the same order.
    marks: Vec<Fate>,
    /// The number of the last confirmed one.
    last: Option<u64>,
}

/// How an unconfirmed message stands.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Fate {
    Underway(State),
    /// Acknowledged with this number, if it was told; its event is still to come.
    Sent(Option<u64>),
}

impl Own {
    /// Takes news of the outbox; `last` is the last number applied.
    pub(super) fn receive(&mut self, news: &News, lane: Option<&str>, last: u64) -> bool {
        match news {
            News::Kept(it) => self.add(it, lane),
            News::Changed(id, state) => self.set(id, Fate::Underway(*state)),
            News::Done(id, receipt) => {
                let seq = receipt.as_ref().map(|it| it.seq);
                if seq.is_some_and(|seq| seq <= last) {
                    self.drop_row(id)
                } else {
                    self.set(id, Fate::Sent(seq))
                }
            }
            News::Replaced(old, by) => self.replace(old, by),
            News::Gone(id) => self.drop_row(id),
        }
    }

    /// The own message with this key has come through the log.
    pub(super) fn confirm(&mut self, key: &str, seq: u64) {
        self.last = self.last.max(Some(seq));
        if let Some(at) = self.at(key) {
            self.remove(at);
        }
    }

    /// Everything up to `last` is in the log: what was acknowledged there is not to be shown twice.
    pub(super) fn forget_sent(&mut self, last: u64) {
        let is_past = |fate: &Fate| matches!(fate, Fate::Sent(Some(seq)) if *seq <= last);
        while let Some(at) = self.marks.iter().position(is_past) {
            self.remove(at);
        }
    }

    /// The log begins anew.
    pub(super) fn anew(self) -> Self {
        Self { last: None, ..self }
    }

    pub(super) fn pending(&self) -> &[Arc<Row>] {
        &self.pending
    }

    pub(super) fn mark(&self, key: &str) -> Mark {
        match self.at(key).and_then(|at| self.marks.get(at)) {
            Some(Fate::Underway(State::Sending)) => Mark::Sending,
            Some(Fate::Underway(State::Unknown)) => Mark::Unknown,
            Some(Fate::Underway(State::Refused(code))) => Mark::Refused(*code),
            Some(Fate::Sent(_)) | None => Mark::Sent,
        }
    }

    /// The number of the last confirmed one.
    pub(super) fn last(&self) -> Option<u64> {
        self.last
    }

    fn add(&mut self, pending: &Pending, lane: Option<&str>) -> bool {
        let is_meant = lane == Some(pending.lane.as_str());
        if !is_meant || self.at(pending.id.as_str()).is_some() {
            return false;
        }
        let Some(row) = row(pending) else {
            return false;
        };
        self.pending.push(Arc::new(row));
        self.marks.push(Fate::Underway(pending.state));
        true
    }

    fn replace(&mut self, old: &Id<id::Client>, by: &Pending) -> bool {
        let Some((at, row)) = self.at(old.as_str()).zip(row(by)) else {
            return false;
        };
        self.pending[at] = Arc::new(row);
        self.marks[at] = Fate::Underway(by.state);
        true
    }

    fn set(&mut self, id: &Id<id::Client>, fate: Fate) -> bool {
        let Some(at) = self.at(id.as_str()) else {
            return false;
        };
        std::mem::replace(&mut self.marks[at], fate) != fate
    }

    fn drop_row(&mut self, id: &Id<id::Client>) -> bool {
        let at = self.at(id.as_str());
        at.is_some_and(|at| self.remove(at))
    }

    fn remove(&mut self, at: usize) -> bool {
        self.pending.remove(at);
        self.marks.remove(at);
        true
    }

    fn at(&self, key: &str) -> Option<usize> {
        self.pending.iter().position(|row| row.key == key)
    }
}

/// The row of a message in the outbox; other commands have none.
fn row(pending: &Pending) -> Option<Row> {
    let content = pending.content.clone()?;
    Some(Row {
        key: pending.id.as_str().to_owned(),
        seq: None,
        at: None,
        body: Body::Said(Said {
            id: None,
            client_id: Some(pending.id.clone()),
            author: None,
            is_own: true,
            is_private: pending.is_private,
            content,
        }),
    })
}
