//! The connection as a machine: no socket, no clock, no storage of its own.
//!
//! # Contract
//!
//! 1. Give one input with [`Link::handle`] and the time, then take outputs with [`Link::poll`] until `None`,
//!    then give the next input. Asserted in debug builds.
//! 2. Time is in milliseconds of a clock that never goes back.
//! 3. `Connect` asks for one socket; report `Opened`, then each `Text`, then `Closed` once, also when it
//!    could not be opened. After `Close` report nothing more of that socket.
//! 4. `WakeAt` replaces the time asked for before; give `Wake` then, or later.
//! 5. Each `Keep` is answered by `Kept`, in order. Each `Recall` is answered by `Stored`, which holds what
//!    lies in the store after every `Keep` and `Forget` so far.
//! 6. `Authorize` is answered by `Credentials` or `Denied`.
//!
//! # Invariants
//!
//! - Of each log the app gets a snapshot or number 1 first, and then each number once, without holes.
//! - A durable command is transmitted under one id until it is answered; of each lane one at a time.
//! - The link never gives up while it has credentials.

use std::collections::VecDeque;

use shared::{
    error::Code,
    id::{self, Id},
    limits,
};

use crate::{
    Delivery, Voice,
    outbox::{News, Outbox, State},
    random::Random,
};

mod asked;
mod backoff;
mod connect;
pub(crate) mod frame;
mod hear;
mod heart;
mod port;
mod resume;
mod send;
mod setup;
mod status;
#[cfg(test)]
pub(crate) mod tests;

pub use port::{Input, Note, Output};
pub use setup::{Credentials, Setup};
pub use status::Status;

use asked::Asked;
use backoff::Backoff;
use heart::Heart;
use resume::Logs;

/// How long opening a socket or signing in may take.
const CONNECT_WITHIN_MS: u64 = 10_000;
/// How long fetching a ticket may take.
const AUTHORIZE_WITHIN_MS: u64 = 15_000;

/// The connection machine.
pub struct Link<R: Voice> {
    setup: Setup,
    random: Random,
    outputs: VecDeque<Output<R>>,
    credentials: Option<Credentials>,
    phase: Phase,
    status: Status,
    wake_at: Option<u64>,
    backoff: Backoff,
    /// When the last try to connect began.
    tried_at: u64,
    heart: Heart,
    epoch: Option<Id<id::Epoch>>,
    logs: Logs<R::Change>,
    outbox: Outbox,
    asked: Asked<R>,
    max_frame: usize,
    is_durable: bool,
    reading: Reading,
    /// Leads because the tab that should does not seem to do anything.
    is_standing_in: bool,
}

/// How far the connection is.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Phase {
    Idle,
    /// Until then. `is_firm`: the server named the time.
    Waiting {
        until: u64,
        is_firm: bool,
    },
    /// A ticket is being fetched.
    Authorizing {
        until: u64,
    },
    /// A socket is being opened.
    Opening {
        until: u64,
    },
    /// `hello` was sent.
    Greeting {
        until: u64,
    },
    SignedIn {
        since: u64,
        /// Whether the first replay is over.
        is_replayed: bool,
        /// When to come back, once the server has said that it goes away.
        comeback: Option<u64>,
    },
    Barred(Code),
}

/// Whether the store is being read.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Reading {
    is_under_way: bool,
    /// Something changed since it was asked for.
    is_stale: bool,
    /// Lead when it is read.
    leads_then: bool,
    /// Send nothing before it is read, but do not wait for longer than that.
    holds_until: Option<u64>,
}

impl<R: Voice> Link<R> {
    /// A link that waits for credentials.
    pub fn new(setup: Setup) -> Self {
        let mut logs = Logs::new();
        if !R::FOLLOWS_LATEST {
            logs.expect(&Id::desk());
        }
        Self {
            random: Random::new(setup.seed),
            setup,
            outputs: VecDeque::new(),
            credentials: None,
            phase: Phase::Idle,
            status: Status::Idle,
            wake_at: None,
            backoff: Backoff::default(),
            tried_at: 0,
            heart: Heart::new(0),
            epoch: None,
            logs,
            outbox: Outbox::default(),
            asked: Asked::new(),
            max_frame: limits::MAX_FRAME,
            is_durable: true,
            reading: Reading::default(),
            is_standing_in: false,
        }
    }

    /// A new id for a command.
    pub fn mint(&mut self) -> Id<id::Client> {
        self.random.id()
    }

    /// Takes one input. Then take all outputs.
    pub fn handle(&mut self, input: Input<R>, now: u64) {
        debug_assert!(
            self.outputs.is_empty(),
            "every output is taken before the next input is given"
        );
        match input {
            Input::Credentials(it) => self.arm(it, now),
            Input::SignedIn => self.connect_anew(now),
            Input::Denied(code, after_ms) => self.denied(code, after_ms, now),
            Input::Opened => self.greet(now),
            Input::Text(text) => self.hear(&text, now),
            Input::Closed(code) => self.closed(code, now),
            Input::Wake => self.wake(now),
            Input::Online | Input::Visible | Input::Offline => self.look(&input, now),
            Input::Send(id, command) => self.send(id, command, now),
            Input::Ask(id, command) => self.ask(id, command, now),
            Input::Retry(id) => self.retry(id, now),
            Input::Discard(id) => self.discard(id),
            Input::Follow(log) => self.logs.follow(&log, Some(now)),
            Input::Unfollow(log) => self.unfollow(log),
            Input::Kept(id, order) => self.kept(&id, order, now),
            Input::Stored(records) => self.stored(records, now),
            Input::StorageDenied => self.do_without_storage(),
            Input::Lead => self.lead(),
            Input::Told(note) => self.told(note, now),
            Input::Stop => self.stop(now),
        }
        self.turn(now);
    }

    /// The next output; `None` when there is none until the next input.
    pub fn poll(&mut self) -> Option<Output<R>> {
        self.outputs.pop_front()
    }

    /// How the connection stands.
    pub fn status(&self) -> Status {
        self.status
    }

    /// How a command in the outbox stands; `None` when it is not there.
    pub fn state_of(&self, id: &Id<id::Client>) -> Option<State> {
        self.outbox.pending(id).map(|it| it.state)
    }

    /// Does what the time or the last input made possible.
    fn turn(&mut self, now: u64) {
        self.check_connection(now);
        self.check_storing(now);
        if let Phase::SignedIn { comeback, .. } = self.phase {
            self.fetch_missing(now);
            if comeback.is_none() && !self.is_held(now) {
                self.transmit_outbox(now);
            }
        }
        self.tell_status();
        self.plan_wake(now);
    }

    fn tell_status(&mut self) {
        let status = match self.phase {
            Phase::Idle => Status::Idle,
            Phase::Waiting { until, .. } => Status::Waiting(until),
            Phase::Authorizing { .. } | Phase::Opening { .. } | Phase::Greeting { .. } => {
                Status::Connecting
            }
            Phase::SignedIn { is_replayed, .. } if is_replayed && self.logs.are_complete() => {
                Status::Live
            }
            Phase::SignedIn { .. } => Status::CatchingUp,
            Phase::Barred(code) => Status::Barred(code),
        };
        if status != self.status {
            self.status = status;
            self.deliver(Delivery::Status(status));
        }
    }

    fn plan_wake(&mut self, now: u64) {
        let connection = match self.phase {
            Phase::Idle | Phase::Barred(_) => None,
            Phase::Waiting { until, .. }
            | Phase::Authorizing { until }
            | Phase::Opening { until }
            | Phase::Greeting { until } => Some(until),
            Phase::SignedIn { comeback, .. } => [
                Some(self.heart.due_at()),
                self.logs.due_at(),
                self.asked.due_at(),
                self.stand_in_at(now),
                comeback,
            ]
            .into_iter()
            .flatten()
            .min(),
        };
        let due = [
            connection,
            self.outbox.due_after(now),
            self.reading.holds_until,
        ];
        let wake_at = due.into_iter().flatten().min().map(|it| it.max(now + 1));
        if let Some(at) = wake_at.filter(|_| wake_at != self.wake_at) {
            self.outputs.push_back(Output::WakeAt(at));
            self.wake_at = wake_at;
        }
    }

    fn deliver(&mut self, delivery: Delivery<R>) {
        self.outputs.push_back(Output::Deliver(delivery));
    }

    fn news(&mut self, news: News) {
        self.deliver(Delivery::Outbox(news));
    }
}
