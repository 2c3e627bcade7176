//! Sentences with a gap, and sentences that depend on a number.

/// A sentence for one and a sentence for any other number. The gap is `{n}`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Forms {
    pub(super) one: &'static str,
    pub(super) other: &'static str,
}

impl Forms {
    pub(super) const fn new(one: &'static str, other: &'static str) -> Self {
        Self { one, other }
    }

    /// The sentence for `n`, which is written as `shown`.
    pub(crate) fn of(self, n: u64, shown: &str) -> String {
        fill(if n == 1 { self.one } else { self.other }, "n", shown)
    }
}

/// Puts `value` where `{gap}` stands.
pub(crate) fn fill(sentence: &str, gap: &str, value: &str) -> String {
    sentence.replace(&format!("{{{gap}}}"), value)
}
