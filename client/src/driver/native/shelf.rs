//! A store in memory, as good as any for a participant that lives as long as its program.

use std::collections::BTreeMap;

use crate::outbox::Record;

/// Records under growing numbers.
#[derive(Debug, Default)]
pub(super) struct Shelf {
    records: BTreeMap<u64, Record>,
    last: u64,
}

impl Shelf {
    /// Stores a record at its own place, or over what lies at a given one; answers with the place.
    pub(super) fn put(&mut self, record: Record, at: Option<u64>) -> u64 {
        let at = at.unwrap_or(self.last + 1);
        self.last = self.last.max(at);
        self.records.insert(at, record);
        at
    }

    pub(super) fn remove(&mut self, at: u64) {
        self.records.remove(&at);
    }

    pub(super) fn all(&self) -> Vec<(u64, Record)> {
        let all = self.records.iter();
        all.map(|(at, record)| (*at, record.clone())).collect()
    }
}
