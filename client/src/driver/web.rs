//! The driver for browsers: WebSocket, timers, IndexedDB, Web Locks, BroadcastChannel.

use std::rc::Rc;

use shared::id::{self, Id};

use crate::{Delivery, Voice};

pub mod account;

/// Where to connect and what to keep.
#[derive(Clone, Debug)]
pub struct Config {
    /// The socket's address, `ws:` or `wss:`.
    pub socket: String,
    /// The channel, for visitors.
    pub channel: Option<Id<id::Channel>>,
    /// Whose storage this is: part of the database's name.
    pub person: String,
}

impl Config {
    /// A visitor of a channel. The visitor's secret is made here when there is none yet.
    pub fn visitor(socket: impl Into<String>, channel: Id<id::Channel>) -> Self {
        let person = ["visitor-", channel.as_str()].concat();
        Self {
            socket: socket.into(),
            channel: Some(channel),
            person,
        }
    }

    /// An agent who is signed in (see [`account`]).
    pub fn agent(socket: impl Into<String>, agent: &Id<id::Agent>) -> Self {
        Self {
            socket: socket.into(),
            channel: None,
            person: agent.as_str().to_owned(),
        }
    }
}

/// The address of the socket on the page's own origin.
pub fn own_socket() -> String {
    String::new()
}

/// Milliseconds of the driver's clock, the one the deliveries' times are on.
pub fn now() -> u64 {
    0
}

/// A running participant. Clones are the same one; when the last is dropped, everything it registered
/// with the browser is removed.
pub struct Client<R: Voice> {
    shared: Rc<Shared<R>>,
}

struct Shared<R: Voice> {
    link: std::cell::RefCell<crate::Link<R>>,
}

impl<R: Voice> Clone for Client<R> {
    fn clone(&self) -> Self {
        Self {
            shared: Rc::clone(&self.shared),
        }
    }
}

impl<R: Voice> Client<R> {
    /// Opens storage, then connects. Deliveries come in order, synchronously, never from within a call
    /// of this client's methods; calling them from within a delivery is allowed.
    pub fn start(config: Config, _on_delivery: impl FnMut(Delivery<R>) + 'static) -> Self {
        let setup = crate::link::Setup {
            seed: 0,
            channel: config.channel,
            person: None,
            is_leading: false,
        };
        Self {
            shared: Rc::new(Shared {
                link: std::cell::RefCell::new(crate::Link::new(setup)),
            }),
        }
    }

    /// Sends a command exactly once. Its fate is told by `Delivery::Outbox` and `Delivery::Answer`.
    /// Commands that are not durable are asked instead.
    pub fn send(&self, _command: R::Command) -> Id<id::Client> {
        self.shared.link.borrow_mut().mint()
    }

    /// Asks now or never. Answered by `Delivery::Answer`, always.
    pub fn ask(&self, _command: R::Command) -> Id<id::Client> {
        self.shared.link.borrow_mut().mint()
    }

    /// Sends a refused command again.
    pub fn retry(&self, _id: &Id<id::Client>) {}

    /// Forgets a command that is not on its way, such as a refused one.
    pub fn discard(&self, _id: &Id<id::Client>) {}

    /// Follows a conversation's log, across reconnects: `Reset`, then `Event`s.
    pub fn follow(&self, _conversation: &Id<id::Conversation>) {}

    /// Does not follow it any more.
    pub fn unfollow(&self, _conversation: &Id<id::Conversation>) {}

    /// The person signed in anew after `Status::Barred`.
    pub fn signed_in(&self) {}

    /// Keeps a small value for this person; an empty one is removed. Other tabs get
    /// `Delivery::Remembered`.
    pub fn remember(&self, _key: &str, _value: &str) {}

    /// Closes the connection and leaves what is stored.
    pub fn stop(&self) {}

    /// Closes the connection and removes everything stored for this person, in all tabs.
    pub fn log_out(&self) {}
}
