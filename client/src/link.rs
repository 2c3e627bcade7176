//! The connection as a machine: no socket, no clock, no storage of its own.
//!
//! # Contract
//!
//! 1. Give one input with [`Link::handle`] and the time, then take outputs with [`Link::poll`] until `None`,
//!    then give the next input. Asserted in debug builds.
//! 2. Time is in milliseconds of a clock that never goes back.
//! 3. `Connect` asks for one socket; report `Opened`, then each `Text`, then `Closed` once, also when it
//!    could not be opened. After `Close` (or a further `Connect`) report nothing more of the old socket.
//! 4. `WakeAt` replaces the time asked for before; give `Wake` then, or later.
//! 5. Each `Keep` is answered by `Kept`, in order. `Forget` is not answered.
//! 6. `Authorize` is answered by `Credentials` or `Denied`.

use shared::{
    Role,
    error::Code,
    id::{self, Id},
};

use crate::{
    Delivery, Voice,
    outbox::{Record, State},
};

/// Where to begin.
#[derive(Clone, Debug)]
pub struct Setup {
    /// 128 random bits: the source of client ids and of jitter.
    pub seed: u128,
    /// The channel, for visitors.
    pub channel: Option<Id<id::Channel>>,
    /// Whose outbox this is. A socket that turns out to belong to somebody else is closed.
    pub person: Option<String>,
    /// Whether this link sends what is kept; otherwise [`Input::Lead`] tells when it begins to.
    pub is_leading: bool,
}

impl Setup {
    /// A visitor who stands alone, for tests and bots.
    pub fn visitor(seed: u128, channel: &str) -> Self {
        Self {
            seed,
            channel: Some(Id::new(channel)),
            person: None,
            is_leading: true,
        }
    }

    /// An agent who stands alone, for tests and bots.
    pub fn agent(seed: u128) -> Self {
        Self {
            seed,
            channel: None,
            person: None,
            is_leading: true,
        }
    }
}

/// What opens a socket: a visitor's own secret, or an agent's ticket.
#[derive(Clone, Eq, PartialEq)]
pub struct Credentials(String);

impl Credentials {
    /// Wraps the token for `hello`.
    pub fn new(token: impl Into<String>) -> Self {
        Self(token.into())
    }
}

impl std::fmt::Debug for Credentials {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("Credentials")
    }
}

/// Everything that can happen to a link.
#[derive(Clone, Debug)]
pub enum Input<R: Role> {
    /// There are (new) credentials: connect. For an agent, the answer to `Authorize`.
    Credentials(Credentials),
    /// Somebody signed in anew, or for the first time: connect. For agents; leads to `Authorize`.
    SignedIn,
    /// `Authorize` failed: `Some` code when refused, `None` when the server was not reached.
    Denied(Option<Code>, Option<u64>),
    /// The socket is open.
    Opened,
    /// A text message came.
    Text(String),
    /// The socket is closed, with this code; 1006 when there was none.
    Closed(u16),
    /// The time asked for has come.
    Wake,
    /// The system says that there is a network.
    Online,
    /// The system says that there is none. Not believed, but looked into.
    Offline,
    /// The person looks at the page again.
    Visible,
    /// Send a command exactly once. The id comes from [`Link::mint`].
    Send(Id<id::Client>, R::Command),
    /// Ask now or never. The id comes from [`Link::mint`].
    Ask(Id<id::Client>, R::Command),
    /// Send a refused command again.
    Retry(Id<id::Client>),
    /// Forget a command that is not on its way.
    Discard(Id<id::Client>),
    /// Keep following a conversation's log, across reconnects.
    Follow(Id<id::Log>),
    /// Do not follow it any more.
    Unfollow(Id<id::Log>),
    /// A record is stored, at this place in the order of all tabs; `None`: storage is denied.
    Kept(Id<id::Client>, Option<u64>),
    /// Everything that lies in the store, in its order, read after every `Keep` so far was answered.
    Stored(Vec<(u64, Record)>),
    /// From now on this link sends what is kept. `Stored` follows.
    Lead,
    /// Another tab says something.
    Told(Note),
    /// Close, and stay closed until new credentials.
    Stop,
}

/// Everything a link asks of the world around it.
#[derive(Clone, Debug, PartialEq)]
pub enum Output<R: Role> {
    /// Open a socket.
    Connect,
    /// Send a text message.
    Transmit(String),
    /// Close the socket and report nothing more of it.
    Close,
    /// Give `Wake` at this time.
    WakeAt(u64),
    /// Tell the app.
    Deliver(Delivery<R>),
    /// Store a record; answer with `Kept`.
    Keep(Record),
    /// Remove the record at this place of the store.
    Forget(u64),
    /// Tell the other tabs of this person.
    Tell(Note),
    /// Fetch a ticket; answer with `Credentials` or `Denied`.
    Authorize,
}

/// What tabs of one person tell each other about the outbox they share.
#[derive(Clone, Debug, PartialEq, serde::Deserialize, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Note {
    /// Something new lies in the store: read it, and give `Stored`.
    Kept {},
    /// A command was done.
    Done(Id<id::Client>, Option<shared::message::Receipt>),
    /// A command was refused.
    Refused(Id<id::Client>, Code),
    /// A command's connection broke before the answer, or it is on its way again.
    Unknown(Id<id::Client>),
    /// A refused command shall be sent again.
    Retry(Id<id::Client>),
    /// A command was discarded.
    Gone(Id<id::Client>),
}

/// How the connection stands.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Status {
    /// Not begun, or stopped.
    #[default]
    Idle,
    /// Opening a socket or signing in.
    Connecting,
    /// Signed in, but something is still missing.
    CatchingUp,
    /// Signed in and complete.
    Live,
    /// No connection; the next try is at this time.
    Waiting(u64),
    /// Sign-in was refused: nothing happens before new credentials.
    Barred(Code),
}

impl Status {
    /// Whether everything shown is as new as it can be.
    pub fn is_live(self) -> bool {
        self == Self::Live
    }
}

/// The connection machine.
pub struct Link<R: Voice> {
    random: crate::random::Random,
    outputs: std::collections::VecDeque<Output<R>>,
}

impl<R: Voice> Link<R> {
    /// A link that waits for credentials.
    pub fn new(setup: Setup) -> Self {
        Self {
            random: crate::random::Random::new(setup.seed),
            outputs: std::collections::VecDeque::new(),
        }
    }

    /// A new id for a command.
    pub fn mint(&mut self) -> Id<id::Client> {
        self.random.id()
    }

    /// Takes one input. Then take all outputs.
    pub fn handle(&mut self, _input: Input<R>, _now: u64) {
        debug_assert!(
            self.outputs.is_empty(),
            "every output is taken before the next input"
        );
    }

    /// The next output; `None` when there is none until the next input.
    pub fn poll(&mut self) -> Option<Output<R>> {
        self.outputs.pop_front()
    }

    /// How the connection stands.
    pub fn status(&self) -> Status {
        Status::Idle
    }

    /// How a command in the outbox stands; `None` when it is not there.
    pub fn state_of(&self, _id: &Id<id::Client>) -> Option<State> {
        None
    }
}
