//! The driver for browsers: WebSocket, timers, IndexedDB, Web Locks, BroadcastChannel. It decides nothing.

use std::rc::Rc;

use shared::{
    http,
    id::{self, Id},
};

use crate::{Delivery, Voice, link::Input};

pub mod account;
mod core;
pub mod file;
mod listener;
mod secret;
mod socket;
mod store;
mod tabs;
mod timer;
pub mod upload;

use self::core::Core;

/// Where to connect and what to keep.
#[derive(Clone, Debug)]
pub struct Config {
    /// The socket's address, `ws:` or `wss:`.
    pub socket: String,
    /// The channel, for visitors.
    pub channel: Option<Id<id::Channel>>,
    /// Whose storage this is: part of the database's name.
    pub person: String,
    /// Whether anything is stored.
    pub is_kept: bool,
    /// Who a visitor is, as the site has signed it.
    pub identity: Option<String>,
    /// Whether everything ends when the page is left. A browser may keep a page that was left, to show it
    /// again; WebKit keeps even what its storage was doing, and the next page waits for that in vain. What
    /// starts this then has to start it again when the page is shown again.
    pub ends_with_page: bool,
}

impl Config {
    /// A visitor of a channel. The visitor's secret is made when there is none yet.
    pub fn visitor(socket: impl Into<String>, channel: Id<id::Channel>) -> Self {
        let person = ["visitor-", channel.as_str()].concat();
        Self {
            socket: socket.into(),
            channel: Some(channel),
            person,
            is_kept: true,
            identity: None,
            ends_with_page: true,
        }
    }

    /// An agent who is signed in (see [`account`]).
    pub fn agent(socket: impl Into<String>, agent: &Id<id::Agent>) -> Self {
        Self {
            socket: socket.into(),
            channel: None,
            person: agent.as_str().to_owned(),
            is_kept: true,
            identity: None,
            ends_with_page: false,
        }
    }
}

/// The address of the socket on the page's own origin.
pub fn own_socket() -> String {
    let location = window().location();
    let protocol = location.protocol().unwrap_or_default();
    let scheme = if protocol == "https:" {
        "wss://"
    } else {
        "ws://"
    };
    let host = location.host().unwrap_or_default();
    [scheme, &host, http::SOCKET].concat()
}

/// Milliseconds of the driver's clock, the one the deliveries' times are on.
pub fn now() -> u64 {
    window().performance().map_or(0.0, |it| it.now()) as u64
}

/// A running participant. Clones are the same one; when the last is dropped, everything it registered
/// with the browser is removed.
pub struct Client<R: Voice> {
    core: Rc<Core<R>>,
}

impl<R: Voice> Clone for Client<R> {
    fn clone(&self) -> Self {
        Self {
            core: Rc::clone(&self.core),
        }
    }
}

impl<R: Voice> Client<R> {
    /// Opens storage, then connects. Deliveries come in order, never from within a call of this client's
    /// methods; calling them from within a delivery is allowed.
    pub fn start(config: Config, on_delivery: impl FnMut(Delivery<R>) + 'static) -> Self {
        Self {
            core: Core::start(config, Box::new(on_delivery)),
        }
    }

    /// Sends a command exactly once. Its fate is told by `Delivery::Outbox` and `Delivery::Answer`.
    /// Commands that are not durable are asked instead.
    pub fn send(&self, command: R::Command) -> Id<id::Client> {
        let id = self.core.mint();
        self.core.give(Input::Send(id.clone(), command));
        id
    }

    /// Asks now or never. Answered by `Delivery::Answer`, always.
    pub fn ask(&self, command: R::Command) -> Id<id::Client> {
        let id = self.core.mint();
        self.core.give(Input::Ask(id.clone(), command));
        id
    }

    /// An id of 128 random bits, for something that the person makes.
    pub fn new_id<T>(&self) -> Id<T> {
        Id::new(self.core.mint().as_str())
    }

    /// Sends a refused command again.
    pub fn retry(&self, id: &Id<id::Client>) {
        self.core.give(Input::Retry(id.clone()));
    }

    /// Forgets a command that is not on its way, such as a refused one.
    pub fn discard(&self, id: &Id<id::Client>) {
        self.core.give(Input::Discard(id.clone()));
    }

    /// Follows a conversation's log, across reconnects: `Reset`, then `Event`s.
    pub fn follow(&self, conversation: &Id<id::Conversation>) {
        self.core.give(Input::Follow(conversation.log()));
    }

    /// Does not follow it any more.
    pub fn unfollow(&self, conversation: &Id<id::Conversation>) {
        self.core.give(Input::Unfollow(conversation.log()));
    }

    /// The person signed in anew after `Status::Barred`.
    pub fn signed_in(&self) {
        self.core.give(Input::SignedIn);
    }

    /// Keeps a small value for this person; an empty one is removed. Other tabs get
    /// `Delivery::Remembered`.
    pub fn remember(&self, key: &str, value: &str) {
        self.core.remember(key, value);
    }

    /// Closes connection and storage and leaves what is stored. Nothing is delivered any more.
    pub fn stop(&self) {
        self.core.end();
    }

    /// Closes the connection and removes everything stored for this person, in all tabs. Nothing is
    /// delivered any more; other tabs get `Status::Idle`.
    pub fn log_out(&self) {
        self.core.log_out();
    }
}

fn window() -> web_sys::Window {
    web_sys::window().expect("the driver runs in a page, which has a window")
}
