//! What was sent and is not yet acknowledged.
//!
//! Each command lies in the outbox until the server has answered it. It is transmitted when it is stored
//! (or storage is denied), when those before it in its lane are answered, and again after every reconnect,
//! always under the same id: so it is carried out exactly once, in the order it was typed.

use shared::{
    error::Code,
    id::{self, Id},
    message::{Content, Receipt},
};

mod record;

pub use record::Record;

/// What the app is told about the outbox.
#[derive(Clone, Debug, PartialEq)]
pub enum News {
    /// A command lies in the outbox. Now the composer may be emptied; the row shows it.
    Kept(Pending),
    /// It stands differently.
    Changed(Id<id::Client>, State),
    /// It was answered: it is done. The receipt is there for messages.
    Done(Id<id::Client>, Option<Receipt>),
    /// It goes on under another id.
    Replaced(Id<id::Client>, Pending),
    /// It was discarded, or another tab has seen to it.
    Gone(Id<id::Client>),
}

/// A command in the outbox, as far as a view needs it.
#[derive(Clone, Debug, PartialEq)]
pub struct Pending {
    /// Its id, which its message will carry.
    pub id: Id<id::Client>,
    /// The lane it is in: the conversation's id for agents.
    pub lane: String,
    /// What it says, if it is a message.
    pub content: Option<Content>,
    /// Whether it is for agents only.
    pub is_private: bool,
    /// How it stands.
    pub state: State,
}

/// How a command in the outbox stands.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum State {
    /// Waiting for its turn, or on its way.
    Sending,
    /// It was on its way when the connection broke; it will be repeated under the same id.
    Unknown,
    /// The server said no. It stays until it is retried or discarded.
    Refused(Code),
}
