//! One-time tickets that let a signed-in browser open a socket.

use std::{
    collections::HashMap,
    sync::{Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use shared::{
    id::{self, Id},
    limits,
};

use crate::{directory::SessionKey, secret};

/// Unused tickets of one browser session.
const PER_SESSION: usize = 16;

/// The tickets that have not been used.
#[derive(Debug, Default)]
pub(crate) struct Tickets(Mutex<HashMap<[u8; 32], Ticket>>);

/// What a ticket stands for.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Ticket {
    /// The agent who is signed in.
    pub(crate) agent: Id<id::Agent>,
    /// The browser session.
    pub(crate) session: SessionKey,
    issued: Instant,
}

impl Tickets {
    /// A new ticket, unless the session has too many unused ones.
    pub(crate) fn issue(
        &self,
        agent: Id<id::Agent>,
        session: SessionKey,
        now: Instant,
    ) -> Option<String> {
        let mut all = self.lock();
        all.retain(|_, ticket| ticket.is_good(now));
        if all.values().filter(|it| it.session == session).count() >= PER_SESSION {
            return None;
        }
        let secret = secret::new();
        let ticket = Ticket {
            agent,
            session,
            issued: now,
        };
        all.insert(secret::hash(&secret), ticket);
        Some(secret)
    }

    /// Uses a ticket up.
    pub(crate) fn redeem(&self, secret: &str, now: Instant) -> Option<Ticket> {
        let ticket = self.lock().remove(&secret::hash(secret));
        ticket.filter(|ticket| ticket.is_good(now))
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<[u8; 32], Ticket>> {
        // A map is whole again after every call.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Ticket {
    fn is_good(&self, now: Instant) -> bool {
        now.saturating_duration_since(self.issued) < Duration::from_millis(limits::TICKET_LIVES_MS)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ONE: SessionKey = [1; 32];

    fn anna() -> Id<id::Agent> {
        Id::new("anna")
    }

    #[test]
    fn a_ticket_is_good_once_and_not_for_long() {
        let (tickets, now) = (Tickets::default(), Instant::now());
        let ticket = tickets.issue(anna(), ONE, now).unwrap();
        let used = tickets.redeem(&ticket, now + Duration::from_millis(29_999));
        assert_eq!(used.map(|it| (it.agent, it.session)), Some((anna(), ONE)));
        assert_eq!(tickets.redeem(&ticket, now), None);

        let ticket = tickets.issue(anna(), ONE, now).unwrap();
        assert_eq!(tickets.redeem(&ticket, now + Duration::from_secs(30)), None);
        assert_eq!(tickets.redeem("made up", now), None);
    }

    #[test]
    fn one_session_cannot_collect_tickets() {
        let (tickets, now) = (Tickets::default(), Instant::now());
        let issue = |session, now| tickets.issue(anna(), session, now);
        assert!((0..PER_SESSION).all(|_| issue(ONE, now).is_some()));
        assert_eq!(issue(ONE, now), None);
        assert!(issue([2; 32], now).is_some());
        assert!(issue(ONE, now + Duration::from_secs(31)).is_some());
    }
}
