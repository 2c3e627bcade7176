//! How many connections an address may have. At the limit, the oldest connection that has not asked
//! for anything yet makes room for a new one: whoever only opens connections displaces themself.

use std::{
    collections::{HashMap, VecDeque},
    net::{IpAddr, Ipv6Addr},
    sync::{
        Arc, Mutex, MutexGuard, PoisonError, Weak,
        atomic::{AtomicBool, Ordering},
    },
};

use tokio::sync::Notify;

/// The connections of all addresses.
#[derive(Debug)]
pub(crate) struct Seats {
    per_address: usize,
    taken: Mutex<HashMap<IpAddr, Taken>>,
}

/// The connections of one address.
#[derive(Debug, Default)]
struct Taken {
    count: usize,
    /// Those that have not asked for anything yet, oldest first.
    fresh: VecDeque<Weak<Seat>>,
}

/// One connection's seat; it becomes free when this is dropped.
#[derive(Debug)]
pub(crate) struct Seat {
    seats: Weak<Seats>,
    address: IpAddr,
    is_settled: AtomicBool,
    evicted: Notify,
}

impl Seats {
    /// No connections yet.
    pub(crate) fn new(per_address: usize) -> Arc<Self> {
        Arc::new(Self {
            per_address,
            taken: Mutex::default(),
        })
    }

    /// A seat for a connection from this address, if there is one left.
    pub(crate) fn take(self: &Arc<Self>, address: IpAddr) -> Option<Arc<Seat>> {
        let address = household(address);
        let mut all = self.lock();
        let taken = all.entry(address).or_default();
        if taken.count >= self.per_address && !taken.evict_one() {
            return None;
        }
        taken.count += 1;
        let seat = Arc::new(Seat {
            seats: Arc::downgrade(self),
            address,
            is_settled: AtomicBool::new(false),
            evicted: Notify::new(),
        });
        taken.fresh.push_back(Arc::downgrade(&seat));
        taken.tidy();
        Some(seat)
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<IpAddr, Taken>> {
        // Counting does not panic halfway.
        self.taken.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Taken {
    /// Tells the oldest connection that has not asked for anything to go.
    fn evict_one(&mut self) -> bool {
        while let Some(seat) = self.fresh.pop_front() {
            if let Some(seat) = seat.upgrade().filter(|seat| !seat.is_settled()) {
                seat.evicted.notify_one();
                return true;
            }
        }
        false
    }

    /// Forgets those at the front that have gone or settled, and all such when they are many.
    fn tidy(&mut self) {
        let is_fresh = |seat: &Weak<Seat>| seat.upgrade().is_some_and(|seat| !seat.is_settled());
        while self.fresh.front().is_some_and(|seat| !is_fresh(seat)) {
            self.fresh.pop_front();
        }
        if self.fresh.len() > 2 * self.count {
            self.fresh.retain(is_fresh);
        }
    }
}

impl Seat {
    /// The connection has asked for something: it is not displaced any more.
    pub(crate) fn settle(&self) {
        self.is_settled.store(true, Ordering::Relaxed);
    }

    /// Resolves when the connection has to make room.
    pub(crate) async fn evicted(&self) {
        self.evicted.notified().await;
    }

    fn is_settled(&self) -> bool {
        self.is_settled.load(Ordering::Relaxed)
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        let Some(seats) = self.seats.upgrade() else {
            return;
        };
        let mut all = seats.lock();
        if let Some(taken) = all.get_mut(&self.address) {
            taken.count -= 1;
            if taken.count == 0 {
                all.remove(&self.address);
            }
        }
    }
}

/// What counts as one address: in IPv6 a whole /64, which is what one household gets.
pub(crate) fn household(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(it) => Ipv6Addr::from_bits(it.to_bits() & (u128::MAX << 64)).into(),
        v4 @ IpAddr::V4(_) => v4,
    }
}

#[cfg(test)]
mod tests {
    use std::net::Ipv4Addr;

    use super::*;

    const HERE: IpAddr = IpAddr::V4(Ipv4Addr::new(192, 0, 2, 1));
    const THERE: IpAddr = IpAddr::V4(Ipv4Addr::new(192, 0, 2, 2));

    fn is_evicted(seat: &Seat) -> bool {
        let evicted = std::pin::pin!(seat.evicted());
        let mut cx = std::task::Context::from_waker(std::task::Waker::noop());
        evicted.poll(&mut cx).is_ready()
    }

    #[test]
    fn at_the_limit_the_oldest_silent_connection_makes_room() {
        let seats = Seats::new(3);
        let held: Vec<_> = (0..3).filter_map(|_| seats.take(HERE)).collect();
        held[0].settle();
        let fourth = seats.take(HERE).expect("the second makes room");
        assert!(!is_evicted(&held[0]) && is_evicted(&held[1]) && !is_evicted(&held[2]));
        assert!(
            seats.take(THERE).is_some(),
            "another address has its own seats"
        );
        drop((held, fourth));
        assert!(seats.lock().is_empty());
    }

    #[test]
    fn settled_connections_keep_their_seats() {
        let seats = Seats::new(2);
        let held: Vec<_> = (0..2).filter_map(|_| seats.take(HERE)).collect();
        held.iter().for_each(|seat| seat.settle());
        assert!(seats.take(HERE).is_none());
        drop(held);
        assert!(seats.take(HERE).is_some());
    }

    #[test]
    fn neighbours_in_one_ipv6_network_are_one_household() {
        let of = |text: &str| household(text.parse().unwrap());
        assert_eq!(of("2001:db8::1"), of("2001:db8::ffff:1"));
        assert_ne!(of("2001:db8::1"), of("2001:db8:0:1::1"));
        assert_eq!(of("::ffff:192.0.2.1"), HERE);
    }
}
