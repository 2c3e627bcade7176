//! Whether the server is still there (P-12).

use shared::limits::{CLIENT_PATIENCE_MS, PROBE_WITHIN_MS};

/// Silence noticed so much later than it should have been is no proof: this program slept, and what it
/// should have heard may just now be waiting to be read.
const SLEPT_MS: u64 = 2_000;
/// The least patience a server may ask for.
const LEAST_PATIENCE_MS: u64 = 5_000;

/// Keeps track of when the server was heard last.
#[derive(Clone, Copy, Debug)]
pub(super) struct Heart {
    heard_at: u64,
    patience_ms: u64,
    probe_until: Option<u64>,
}

/// What to think of the connection.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Verdict {
    /// Nothing speaks against it.
    Alive,
    /// Ask for a sign of life.
    Doubtful,
    /// Give it up.
    Dead,
}

impl Heart {
    pub(super) fn new(now: u64) -> Self {
        Self {
            heard_at: now,
            patience_ms: CLIENT_PATIENCE_MS,
            probe_until: None,
        }
    }

    /// The server told how long its silence may last.
    pub(super) fn be_patient(&mut self, patience_ms: u64) {
        self.patience_ms = patience_ms.clamp(LEAST_PATIENCE_MS, CLIENT_PATIENCE_MS);
    }

    pub(super) fn hear(&mut self, now: u64) {
        self.heard_at = now;
        self.probe_until = None;
    }

    /// Begins to wait for a sign of life; answers whether one has to be asked for.
    pub(super) fn probe(&mut self, now: u64) -> bool {
        let is_new = self.probe_until.is_none();
        if is_new {
            self.probe_until = Some(now + PROBE_WITHIN_MS);
        }
        is_new
    }

    pub(super) fn verdict(&self, now: u64) -> Verdict {
        let due = self.due_at();
        if now < due {
            Verdict::Alive
        } else if self.probe_until.is_none() && now >= due + SLEPT_MS {
            Verdict::Doubtful
        } else {
            Verdict::Dead
        }
    }

    /// When to look again.
    pub(super) fn due_at(&self) -> u64 {
        self.probe_until.unwrap_or(self.heard_at + self.patience_ms)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn silence_is_borne_for_fifty_seconds_and_a_probe_for_three() {
        let mut heart = Heart::new(0);
        heart.hear(1_000);
        assert_eq!(heart.verdict(50_999), Verdict::Alive);
        assert_eq!(heart.verdict(51_000), Verdict::Dead);
        assert!(heart.probe(20_000));
        assert!(!heart.probe(21_000));
        assert_eq!(heart.verdict(22_999), Verdict::Alive);
        assert_eq!(heart.verdict(23_000), Verdict::Dead);
        heart.hear(22_000);
        assert_eq!(heart.verdict(23_000), Verdict::Alive);
    }

    #[test]
    fn silence_slept_through_is_probed_first() {
        let heart = Heart::new(0);
        assert_eq!(heart.verdict(7_200_000), Verdict::Doubtful);
    }
}
