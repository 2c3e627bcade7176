//! Typing hints, out and in. Time is the driver's.

use shared::limits::{TYPING_EVERY_MS, TYPING_LIVES_MS};

/// Decides when to tell that one is writing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Throttle {
    last: Option<u64>,
}

impl Throttle {
    /// A key was pressed: whether to tell now.
    pub fn is_due(&mut self, now: u64) -> bool {
        let is_due = self
            .last
            .is_none_or(|last| now >= last + 2 * TYPING_EVERY_MS);
        if is_due {
            self.last = Some(now);
        }
        is_due
    }

    /// The text was sent or emptied: the next key press is told at once.
    pub fn rest(&mut self) {
        self.last = None;
    }
}

/// Who is writing. `W` tells them apart: a name, an agent, or nothing where there is only one.
#[derive(Clone, Debug, PartialEq)]
pub struct Typists<W> {
    writing: Vec<(W, u64)>,
}

impl<W> Default for Typists<W> {
    fn default() -> Self {
        Self {
            writing: Vec::new(),
        }
    }
}

impl<W: PartialEq> Typists<W> {
    /// Somebody writes. Tells whether that was news.
    pub fn hint(&mut self, who: W, now: u64) -> bool {
        let until = now + TYPING_LIVES_MS;
        if let Some((_, it)) = self.writing.iter_mut().find(|(it, _)| *it == who) {
            *it = until;
            return false;
        }
        self.writing.push((who, until));
        true
    }

    /// Somebody's message came: they are not writing it any more. Tells whether they were.
    pub fn done(&mut self, who: &W) -> bool {
        let before = self.writing.len();
        self.writing.retain(|(it, _)| it != who);
        self.writing.len() != before
    }

    /// Forgets whoever has not renewed the hint. Tells whether anybody was forgotten.
    pub fn expire(&mut self, now: u64) -> bool {
        let before = self.writing.len();
        self.writing.retain(|(_, until)| *until > now);
        self.writing.len() != before
    }

    /// When to call [`Typists::expire`] next.
    pub fn next_expiry(&self) -> Option<u64> {
        self.writing.iter().map(|(_, until)| *until).min()
    }

    /// Who writes, in the order they began.
    pub fn who(&self) -> impl Iterator<Item = &W> {
        self.writing.iter().map(|(who, _)| who)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn typing_is_told_at_once_and_then_now_and_then() {
        let mut throttle = Throttle::default();
        let told: Vec<u64> = (0..5000)
            .step_by(100)
            .filter(|now| throttle.is_due(*now))
            .collect();
        assert_eq!(told, [0, 2000, 4000]);
        throttle.rest();
        assert!(throttle.is_due(4100));
    }

    #[test]
    fn a_hint_lives_ten_seconds_unless_renewed_or_done() {
        let mut typists = Typists::default();
        assert!(typists.hint("ann", 0));
        assert!(!typists.hint("ann", 5_000));
        assert!(typists.hint("bob", 6_000));
        assert_eq!(typists.next_expiry(), Some(15_000));
        assert!(!typists.expire(14_999));
        assert!(typists.expire(15_000));
        assert_eq!(typists.who().collect::<Vec<_>>(), [&"bob"]);
        assert!(typists.done(&"bob"));
        assert!(!typists.done(&"bob"));
    }
}
