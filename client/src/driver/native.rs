//! The driver for tests, bots and load: the same link over a TCP socket, plain `http:` and `ws:` only.
//!
//! ```no_run
//! # async fn story() -> Result<(), client::driver::native::Error> {
//! use std::time::Duration;
//! use client::{Delivery, driver::native::{Participant, Place}};
//! use shared::{message::Content, visitor::{Command, Start, Visitor}};
//!
//! let place = Place::new("127.0.0.1:7700");
//! let mut kari = Participant::<Visitor>::visitor(&place, "support", "a secret of 43 characters");
//! kari.send(Command::Start(Start { content: Content::text("Hello?"), ..Start::default() }));
//! let is_event = |it: &Delivery<Visitor>| matches!(it, Delivery::Event(_));
//! kari.wait_until(Duration::from_secs(5), is_event).await?;
//! kari.cut(); // It comes back by itself, and goes on where it was.
//! # Ok(()) }
//! ```

use std::{fmt, sync::Arc, time::Duration};

use shared::{
    agent::Agent,
    error::Code,
    id::{self, Id},
    visitor::Visitor,
};
use tokio::{
    sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel},
    task::JoinHandle,
    time::timeout,
};

use crate::{
    Delivery, Voice,
    link::{Input, Setup},
    random::Random,
};

pub mod account;
mod http;
mod line;
mod run;
mod shelf;
#[cfg(test)]
mod tests;
mod wire;

use account::Session;
use run::{Entrance, Run};
use wire::Fault;

/// Where a server is, and from where one comes.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Place {
    /// Host and port, such as `127.0.0.1:7700`.
    pub server: String,
    /// The `Origin` to send; a program that is not a browser has none.
    pub origin: Option<String>,
}

impl Place {
    /// A server, visited by a program that is not a browser.
    pub fn new(server: impl Into<String>) -> Self {
        Self {
            server: server.into(),
            origin: None,
        }
    }
}

/// Why something did not work.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Error {
    /// The server was not reached, or what answered was not this protocol.
    Unreachable,
    /// The server refused; after so many milliseconds it may not.
    Refused(Code, Option<u64>),
    /// What was waited for did not come in time.
    TimedOut,
}

impl fmt::Display for Error {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreachable => out.write_str("the server was not reached"),
            Self::Refused(code, _) => write!(out, "the server refused: {code:?}"),
            Self::TimedOut => out.write_str("what was waited for did not come in time"),
        }
    }
}

impl std::error::Error for Error {}

/// A running participant; ends when dropped.
#[derive(Debug)]
pub struct Participant<R: Voice> {
    random: Random,
    orders: UnboundedSender<Order<R>>,
    deliveries: UnboundedReceiver<Delivery<R>>,
    fault: Arc<Fault>,
    task: JoinHandle<()>,
}

/// What a participant is told to do.
#[derive(Debug)]
enum Order<R: Voice> {
    Give(Input<R>),
    Cut,
}

impl Participant<Visitor> {
    /// A visitor with a secret of their own.
    pub fn visitor(place: &Place, channel: &str, secret: &str) -> Self {
        let setup = |seed| Setup::visitor(seed, channel);
        let entrance = Entrance::Secret(secret.to_owned());
        Self::begin(place, setup, entrance, |run, orders| {
            tokio::spawn(run.go(orders))
        })
    }
}

impl Participant<Agent> {
    /// An agent who is signed in.
    pub fn agent(session: &Session) -> Self {
        let entrance = Entrance::Session(session.clone());
        let place = session.place();
        Self::begin(place, Setup::agent, entrance, |run, orders| {
            tokio::spawn(run.go(orders))
        })
    }
}

impl<R: Voice> Participant<R> {
    fn begin(
        place: &Place,
        setup: impl FnOnce(u128) -> Setup,
        entrance: Entrance,
        spawn: impl FnOnce(Run<R>, UnboundedReceiver<Order<R>>) -> JoinHandle<()>,
    ) -> Self {
        let seed = account::seed();
        let (orders, taken) = unbounded_channel();
        let (deliver, deliveries) = unbounded_channel();
        let fault = Arc::new(Fault::default());
        let run = Run::new(place, setup(seed), entrance, fault.clone(), deliver);
        Self {
            // Not the same numbers as the link's.
            random: Random::new(!seed),
            orders,
            deliveries,
            fault,
            task: spawn(run, taken),
        }
    }

    /// Sends a command exactly once.
    pub fn send(&mut self, command: R::Command) -> Id<id::Client> {
        let id: Id<id::Client> = self.random.id();
        self.give(Input::Send(id.clone(), command));
        id
    }

    /// Asks now or never.
    pub fn ask(&mut self, command: R::Command) -> Id<id::Client> {
        let id: Id<id::Client> = self.random.id();
        self.give(Input::Ask(id.clone(), command));
        id
    }

    /// Follows a conversation's log.
    pub fn follow(&self, conversation: &Id<id::Conversation>) {
        self.give(Input::Follow(conversation.log()));
    }

    /// Does not follow it any more.
    pub fn unfollow(&self, conversation: &Id<id::Conversation>) {
        self.give(Input::Unfollow(conversation.log()));
    }

    /// Gives the link any other input.
    pub fn give(&self, input: Input<R>) {
        // A participant that has stopped does nothing any more.
        let _ = self.orders.send(Order::Give(input));
    }

    /// Breaks the TCP connection; the link finds out at once.
    pub fn cut(&self) {
        let _ = self.orders.send(Order::Cut);
    }

    /// Breaks the TCP connection after so many more bytes, either way, wherever in a frame that is.
    pub fn cut_after(&self, bytes: u64) {
        self.fault.after(bytes);
    }

    /// The next thing that happened; `None` when the participant has stopped.
    pub async fn next(&mut self) -> Option<Delivery<R>> {
        self.deliveries.recv().await
    }

    /// What has happened and was not taken yet.
    pub fn try_next(&mut self) -> Option<Delivery<R>> {
        self.deliveries.try_recv().ok()
    }

    /// Takes what happens, until something is what is waited for, and answers with that. The predicate
    /// sees everything in order: it may keep slices up to date.
    ///
    /// # Errors
    /// `TimedOut` when it does not come within `limit`.
    pub async fn wait_until(
        &mut self,
        limit: Duration,
        mut is_it: impl FnMut(&Delivery<R>) -> bool,
    ) -> Result<Delivery<R>, Error> {
        let search = async {
            while let Some(delivery) = self.next().await {
                if is_it(&delivery) {
                    return Ok(delivery);
                }
            }
            Err(Error::Unreachable)
        };
        timeout(limit, search).await.unwrap_or(Err(Error::TimedOut))
    }
}

impl<R: Voice> Drop for Participant<R> {
    fn drop(&mut self) {
        self.task.abort();
    }
}
