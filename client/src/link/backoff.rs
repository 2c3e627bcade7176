//! How long to wait before connecting again (P-13): full jitter.

use crate::random::Random;

const FIRST_MS: u64 = 500;
const MOST_MS: u64 = 30_000;
/// The number of failures from which the longest wait counts.
const LAST_STEP: u32 = 6;

/// How often connecting failed in a row.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Backoff {
    failures: u32,
}

impl Backoff {
    /// A connection has lasted for so long that it counts as stable.
    pub(super) const STABLE_MS: u64 = 30_000;

    /// One more failure: how long to wait, anything from nothing to the bound for so many.
    pub(super) fn next(&mut self, random: &mut Random) -> u64 {
        let bound = (FIRST_MS << self.failures).min(MOST_MS);
        self.failures = (self.failures + 1).min(LAST_STEP);
        random.below(bound + 1)
    }

    /// The next wait is as after many failures: this client did something wrong.
    pub(super) fn slow_down(&mut self) {
        self.failures = LAST_STEP;
    }

    /// The next wait is as after the first failure.
    pub(super) fn calm(&mut self) {
        self.failures = 0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_to_half_a_minute_and_are_spread_over_all_of_it() {
        let mut random = Random::new(5);
        for (failures, bound) in [(0, 500), (1, 1_000), (4, 8_000), (6, 30_000), (60, 30_000)] {
            let mut waits: Vec<u64> = (0..400)
                .map(|_| {
                    let mut backoff = Backoff::default();
                    (0..failures).for_each(|_| _ = backoff.next(&mut random));
                    backoff.next(&mut random)
                })
                .collect();
            waits.sort_unstable();
            assert!(
                waits[0] < bound / 20 && waits[399] > bound * 19 / 20,
                "{failures}"
            );
            assert!(waits[399] <= bound);
            assert!((waits[200] as i64 - bound as i64 / 2).unsigned_abs() < bound / 6);
        }
    }

    #[test]
    fn a_stable_connection_makes_the_next_wait_short() {
        let mut random = Random::new(5);
        let mut backoff = Backoff::default();
        backoff.slow_down();
        backoff.calm();
        assert!(backoff.next(&mut random) <= FIRST_MS);
    }
}
