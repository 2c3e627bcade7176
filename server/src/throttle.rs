//! How often somebody may try a password, without ever locking an account.
//!
//! A try is judged by what is known of where it comes from:
//!
//! - A *known browser*, in which this agent has signed in before, has tries of its own. What
//!   strangers do on the account never touches it.
//! - Others pay by address, over all accounts, and then by account in one of two ways: the first try of
//!   an address on an account, and repeated tries. So a few addresses that try a lot use up the repeated
//!   tries, while the owner at a new place still has a first one.
//!
//! Altogether strangers get at most 300 tries on an account at once, and 300 an hour after that.

use std::{
    collections::HashMap,
    hash::Hash,
    net::IpAddr,
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

use shared::id::{self, Id};

/// Of one address, over all accounts: 20 at once, then one in 6 seconds.
const ADDRESS: Rate = Rate::new(20, 6);
/// Of one known browser: 10 at once, then one in 30 seconds.
const BROWSER: Rate = Rate::new(10, 30);
/// Of one address on one account: 5 at once, then one a minute.
const PAIR: Rate = Rate::new(5, 60);
/// First tries on one account, of all addresses: 200 at once, then one in 18 seconds.
const FIRST: Rate = Rate::new(200, 18);
/// Repeated tries on one account, of all addresses: 100 at once, then one in 36 seconds.
const REPEATED: Rate = Rate::new(100, 36);
/// Entries kept of each kind.
const MAX_KEPT: usize = 50_000;

/// Counts tries.
#[derive(Debug, Default)]
pub(crate) struct Throttle(Mutex<Lanes>);

#[derive(Debug, Default)]
struct Lanes {
    addresses: Lane<IpAddr>,
    browsers: Lane<(Account, [u8; 16])>,
    pairs: Lane<(Account, IpAddr)>,
    first: Lane<Account>,
    repeated: Lane<Account>,
}

/// The account that is tried: known or not, both count alike.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub(crate) enum Account {
    /// There is such an account.
    Known(Id<id::Agent>),
    /// There is none with this e-mail address, given by its hash.
    Unknown([u8; 32]),
}

/// A try at somebody's password.
#[derive(Clone, Debug)]
pub(crate) struct Try {
    /// Where it comes from.
    pub(crate) address: IpAddr,
    /// Which account.
    pub(crate) account: Account,
    /// The browser, if it is known for this account.
    pub(crate) browser: Option<[u8; 16]>,
}

impl Throttle {
    /// Whether an address may do something costly at all: sign in, set up.
    pub(crate) fn address(&self, address: IpAddr, now: Instant) -> Result<(), Duration> {
        self.with(|lanes| lanes.addresses.take(address, ADDRESS, now))
    }

    /// Whether the try may be evaluated; otherwise how long to wait. The address of a stranger has paid
    /// already, see [`Throttle::address`].
    pub(crate) fn account(&self, it: &Try, now: Instant) -> Result<(), Duration> {
        self.with(|lanes| {
            if let Some(browser) = it.browser {
                return lanes
                    .browsers
                    .take((it.account.clone(), browser), BROWSER, now);
            }
            let pair = (it.account.clone(), it.address);
            let is_first = lanes.pairs.is_full(&pair, now);
            lanes.pairs.take(pair, PAIR, now)?;
            if is_first {
                lanes.first.take(it.account.clone(), FIRST, now)
            } else {
                lanes.repeated.take(it.account.clone(), REPEATED, now)
            }
        })
    }

    fn with<T>(&self, ask: impl FnOnce(&mut Lanes) -> T) -> T {
        // Counts that are a little off do no harm.
        ask(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// So many at once, then one in every period.
#[derive(Clone, Copy, Debug)]
struct Rate {
    burst: u32,
    every: Duration,
}

impl Rate {
    const fn new(burst: u32, every_seconds: u64) -> Self {
        Self {
            burst,
            every: Duration::from_secs(every_seconds),
        }
    }
}

/// Token buckets by key. A bucket is kept as the moment at which it will be full again.
#[derive(Debug)]
struct Lane<K>(HashMap<K, Instant>);

impl<K> Default for Lane<K> {
    fn default() -> Self {
        Self(HashMap::new())
    }
}

impl<K: Eq + Hash> Lane<K> {
    fn is_full(&self, key: &K, now: Instant) -> bool {
        self.0.get(key).is_none_or(|full_at| *full_at <= now)
    }

    /// Takes one, or says when there will be one.
    fn take(&mut self, key: K, rate: Rate, now: Instant) -> Result<(), Duration> {
        self.make_room(now);
        let full_at = self.0.entry(key).or_insert(now);
        let next = (*full_at).max(now) + rate.every;
        let wait = (next - now).saturating_sub(rate.every * rate.burst);
        if wait > Duration::ZERO {
            return Err(wait);
        }
        *full_at = next;
        Ok(())
    }

    /// Forgets full buckets when there are many; when that is not enough, those that are nearly full.
    fn make_room(&mut self, now: Instant) {
        if self.0.len() < MAX_KEPT {
            return;
        }
        self.0.retain(|_, full_at| *full_at > now);
        if self.0.len() >= MAX_KEPT {
            let mut moments: Vec<Instant> = self.0.values().copied().collect();
            let (_, middle, _) = moments.select_nth_unstable(MAX_KEPT / 2);
            let middle = *middle;
            self.0.retain(|_, full_at| *full_at > middle);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::net::Ipv4Addr;

    use super::*;

    fn address(n: u32) -> IpAddr {
        IpAddr::V4(Ipv4Addr::from_bits(0x0a00_0000 + n))
    }

    fn stranger(n: u32) -> Try {
        Try {
            address: address(n),
            account: Account::Known(Id::new("anna")),
            browser: None,
        }
    }

    /// How many of the tries are evaluated.
    fn evaluated(throttle: &Throttle, tries: impl Iterator<Item = Try>, now: Instant) -> usize {
        tries
            .filter(|it| {
                throttle.address(it.address, now).is_ok() && throttle.account(it, now).is_ok()
            })
            .count()
    }

    #[test]
    fn one_address_gets_a_few_tries() {
        let (throttle, now) = (Throttle::default(), Instant::now());
        let tries = (0..10_000).map(|_| stranger(1));
        assert_eq!(evaluated(&throttle, tries, now), 5);
        let later = now + Duration::from_secs(60);
        assert_eq!(evaluated(&throttle, (0..10).map(|_| stranger(1)), later), 1);
    }

    #[test]
    fn many_addresses_share_the_tries_of_an_account() {
        let (throttle, now) = (Throttle::default(), Instant::now());
        let tries = (0..10_000).map(|n| stranger(n % 100));
        assert_eq!(evaluated(&throttle, tries, now), 200);
        let tries = (0..10_000).map(|n| stranger(1_000 + n));
        assert_eq!(evaluated(&throttle, tries, now), 100);
    }

    #[test]
    fn the_owner_still_gets_in() {
        let (throttle, now) = (Throttle::default(), Instant::now());
        evaluated(&throttle, (0..10_000).map(|n| stranger(n % 100)), now);
        assert!(
            throttle.account(&stranger(7_777), now).is_ok(),
            "from a new address"
        );

        evaluated(&throttle, (0..10_000).map(|n| stranger(1_000 + n)), now);
        assert!(throttle.account(&stranger(8_888), now).is_err());
        let known = Try {
            browser: Some([7; 16]),
            ..stranger(1)
        };
        assert!(throttle.account(&known, now).is_ok(), "in a known browser");
        let of_another = Try {
            account: Account::Known(Id::new("bo")),
            ..stranger(8_888)
        };
        assert!(
            throttle.account(&of_another, now).is_ok(),
            "on another account"
        );
    }

    #[test]
    fn whoever_waits_as_told_is_let_in() {
        let (throttle, now) = (Throttle::default(), Instant::now());
        let mut last = Ok(());
        while last.is_ok() {
            last = throttle.account(&stranger(1), now);
        }
        let wait = last.unwrap_err();
        assert_eq!(wait, Duration::from_secs(60));
        assert!(throttle.account(&stranger(1), now + wait).is_ok());
    }

    #[test]
    fn what_is_kept_is_bounded() {
        let (mut lane, now) = (Lane::default(), Instant::now());
        for n in 0..120_000_u32 {
            let _ = lane.take(n, ADDRESS, now);
        }
        assert!(lane.0.len() <= MAX_KEPT);
    }
}
