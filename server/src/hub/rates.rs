//! How much in how short a time: one bucket per person, address and channel.

use std::collections::HashMap;

use shared::{
    id::{self, Id},
    limits::TYPING_EVERY_MS,
    time::Timestamp,
};

use crate::record::Sender;

/// What is counted together.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub(super) enum Key {
    /// Messages of one person.
    Posts(Id<Sender>),
    /// Files one person announces.
    Uploads(Id<Sender>),
    /// Files visitors announce from one address.
    AddressUploads(String),
    /// Everything else one person asks for.
    Commands(Id<Sender>),
    /// Typing of one person.
    Typing(Id<Sender>),
    /// Visitors' messages from one address.
    AddressPosts(String),
    /// Conversations begun from one address.
    AddressStarts(String),
    /// Mail domains looked up for one address.
    Lookups(String),
    /// Conversations begun on one channel.
    ChannelStarts(Id<id::Channel>),
    /// Mails of what was said that one visitor asks for.
    Transcripts(Id<Sender>),
    /// Those asked for from one address of the network.
    AddressTranscripts(String),
    /// Those that go to one recipient.
    TranscriptsTo(String),
    /// E-mails about what is unanswered on one channel, those of one moment as one.
    Alarms(Id<id::Channel>),
}

/// So many in so many milliseconds, all at once or spread.
#[derive(Clone, Copy, Debug)]
pub(super) struct Limit {
    pub(super) count: u32,
    pub(super) within_ms: u64,
}

/// One hint of typing a second counts.
pub(super) const TYPING: [Limit; 1] = [Limit {
    count: 1,
    within_ms: TYPING_EVERY_MS,
}];

/// Limits of one key at most.
const LIMITS: usize = 2;

/// Every bucket that is not full.
#[derive(Debug, Default)]
pub(super) struct Rates {
    /// Per bucket of a key, when it will be full again, in microseconds.
    full_at: HashMap<Key, [u64; LIMITS]>,
}

impl Rates {
    /// Takes one from each of the buckets, or nothing from any.
    ///
    /// # Errors
    /// In how many milliseconds all of them have one to give.
    pub(super) fn take(&mut self, wanted: &[(Key, &[Limit])], now: Timestamp) -> Result<(), u64> {
        let now = now.0.saturating_mul(1_000);
        let mut wait = 0;
        for (key, limits) in wanted {
            let Some(full_at) = self.full_at.get_mut(key) else {
                continue;
            };
            for (full_at, limit) in full_at.iter_mut().zip(*limits) {
                *full_at = limit.clamp(*full_at, now);
                wait = wait.max(limit.wait(*full_at, now));
            }
        }
        if wait > 0 {
            return Err(wait.div_ceil(1_000));
        }
        for (key, limits) in wanted {
            if !self.full_at.contains_key(key) {
                self.full_at.insert(key.clone(), [now; LIMITS]);
            }
            let Some(full_at) = self.full_at.get_mut(key) else {
                continue;
            };
            for (full_at, limit) in full_at.iter_mut().zip(*limits) {
                *full_at = limit.clamp(*full_at, now) + limit.step();
            }
        }
        Ok(())
    }

    /// Forgets the buckets that are full again.
    pub(super) fn forget(&mut self, now: Timestamp) {
        let now = now.0.saturating_mul(1_000);
        self.full_at
            .retain(|_, full_at| full_at.iter().any(|full_at| *full_at > now));
    }
}

impl Limit {
    /// Microseconds in which one comes back.
    fn step(self) -> u64 {
        (self.within_ms * 1_000) / u64::from(self.count.max(1))
    }

    /// A bucket is never fuller than full, nor emptier than empty, also when the clock is set back.
    fn clamp(self, full_at: u64, now: u64) -> u64 {
        full_at.clamp(now, now + self.within_ms * 1_000)
    }

    /// Microseconds until there is one to give.
    fn wait(self, full_at: u64, now: u64) -> u64 {
        let empty = (self.within_ms * 1_000).saturating_sub(self.step());
        full_at.saturating_sub(now + empty)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TWO_PER_SECOND: &[Limit] = &[Limit {
        count: 2,
        within_ms: 1_000,
    }];

    fn posts(rates: &mut Rates, now: u64) -> Result<(), u64> {
        let key = Key::Posts(Id::new("ann"));
        rates.take(&[(key, TWO_PER_SECOND)], Timestamp(now))
    }

    #[test]
    fn a_burst_passes_and_then_one_at_a_time() {
        let mut rates = Rates::default();
        let tries = [0, 0, 0, 499, 500, 501, 1_000];
        let passed = tries.map(|at| posts(&mut rates, 10_000 + at));
        let expected = [Ok(()), Ok(()), Err(500), Err(1), Ok(()), Err(499), Ok(())];
        assert_eq!(passed, expected);
    }

    #[test]
    fn a_clock_set_back_blocks_nobody_for_longer_than_the_span() {
        let mut rates = Rates::default();
        assert_eq!(posts(&mut rates, 90_000_000), Ok(()));
        assert_eq!(posts(&mut rates, 5_000), Err(500));
        assert_eq!(posts(&mut rates, 5_500), Ok(()));
    }

    #[test]
    fn nothing_is_taken_when_one_bucket_is_empty() {
        let mut rates = Rates::default();
        let both = [
            (Key::AddressPosts("::1".to_owned()), TWO_PER_SECOND),
            (Key::Posts(Id::new("ann")), TWO_PER_SECOND),
        ];
        for _ in 0..2 {
            assert_eq!(rates.take(&both[..1], Timestamp(0)), Ok(()));
        }
        assert_eq!(rates.take(&both, Timestamp(0)), Err(500));
        assert_eq!(rates.take(&both[1..], Timestamp(0)), Ok(()));
        assert_eq!(rates.take(&both[1..], Timestamp(0)), Ok(()));
    }

    #[test]
    fn full_buckets_are_forgotten() {
        let mut rates = Rates::default();
        let _ = posts(&mut rates, 0);
        rates.forget(Timestamp(499));
        assert_eq!(rates.full_at.len(), 1);
        rates.forget(Timestamp(500));
        assert!(rates.full_at.is_empty());
    }
}
