//! A log as one reader heard it.

use shared::{
    Role,
    frame::{Event, Reset},
};

/// Where the log began at this reader, and every entry since.
#[derive(Clone, Debug)]
pub struct Log<R: Role> {
    /// The number after which the entries begin.
    pub base: u64,
    /// The state at that number, if it was told.
    pub snapshot: Option<R::Snapshot>,
    /// What came after it, ascending, without holes.
    pub entries: Vec<R::Change>,
}

impl<R: Role> Log<R> {
    /// A log of which everything up to a number is known from elsewhere.
    pub(super) fn known_to(base: u64) -> Self {
        Self {
            base,
            snapshot: None,
            entries: Vec::new(),
        }
    }

    /// A log that begins with a snapshot.
    pub(super) fn begun(reset: &Reset<R::Snapshot>) -> Self {
        Self {
            base: reset.seq,
            snapshot: Some(reset.snapshot.clone()),
            entries: Vec::new(),
        }
    }

    /// Takes the next entry, which must be the next.
    pub(super) fn take(&mut self, event: &Event<R::Change>) {
        assert_eq!(event.seq, self.head() + 1, "{} has a hole", event.log);
        self.entries.push(event.change.clone());
    }

    /// Pretends that nothing came after a number.
    pub(super) fn forget_above(&mut self, head: u64) {
        if head < self.base {
            *self = Self::known_to(head);
        }
        let kept = usize::try_from(head - self.base).expect("it fits into memory");
        self.entries.truncate(kept);
    }

    /// The highest number heard.
    pub fn head(&self) -> u64 {
        self.base + self.entries.len() as u64
    }
}
