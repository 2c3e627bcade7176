//! What the rules are told.

use jiff::tz::TimeZone;
use shared::{
    agent,
    error::Code,
    frame::{Do, Hello},
    id::{self, Id},
    register::Number,
    time::Timestamp,
    visitor,
};

use super::SocketId;
use crate::{
    directory::{Directory, SessionKey},
    identity::Identity,
    record::{Entry, Filed, Known, Loaded, Place, Sender, Sent},
    register::Finding,
    store::files::Held,
};

/// Something the rules are told.
#[derive(Clone, Debug)]
pub enum Input {
    /// A socket said `hello` and proved who it is.
    Join(Box<Join>),
    /// A socket is gone.
    Leave(SocketId),
    /// A socket sent a command.
    Do(SocketId, Box<Said>),
    /// A beat is due, or was asked for.
    Beat(SocketId),
    /// Time has passed; today began at `day_start`.
    Tick {
        /// Midnight in the configured time zone.
        day_start: Timestamp,
    },
    /// Accounts, rights, channels or sessions changed.
    Directory(Box<Directory>),
}

/// A socket that said `hello`.
#[derive(Clone, Debug)]
pub struct Join {
    /// The socket.
    pub socket: SocketId,
    /// Who it is.
    pub who: Who,
    /// Who the visitor is, where the channel's site has signed it.
    pub identity: Option<Identity>,
    /// What it said.
    pub hello: Hello,
    /// The network address, as the limits per address count it.
    pub address: String,
}

/// Who is behind a socket.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Who {
    /// A visitor of a channel.
    Visitor {
        /// See [`crate::who::visitor_id`].
        id: Id<id::Visitor>,
        /// The channel asked for.
        channel: Id<id::Channel>,
    },
    /// An agent who signed in.
    Agent {
        /// The agent.
        id: Id<id::Agent>,
        /// The browser session the ticket came from; the socket ends with it.
        session: SessionKey,
    },
}

/// A command with its id.
#[derive(Clone, Debug, PartialEq)]
pub enum Said {
    /// By a visitor.
    Visitor(Do<visitor::Command>),
    /// By a visitor, and whether the mail domain in it exists.
    LookedUp(Do<visitor::Command>, bool),
    /// By an agent.
    Agent(Do<agent::Command>),
    /// What the register answered to a visitor's request.
    Granted(Do<visitor::Command>, Result<Number, Code>),
    /// What the register answered to an agent's command.
    Found(Do<agent::Command>, Result<Finding, Code>),
}

/// What has to be looked up in the store before an input can be judged.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub enum Missing {
    /// Whether a command was carried out before.
    Sent {
        /// Who sent it.
        sender: Id<Sender>,
        /// The command's id.
        id: Id<id::Client>,
    },
    /// A visitor's latest conversation, and what is known of the visitor.
    Latest(Id<id::Visitor>),
    /// A conversation.
    Conversation(Id<id::Conversation>),
    /// Where a message stands.
    Place {
        /// In which conversation.
        conversation: Id<id::Conversation>,
        /// Which message.
        message: Id<id::Message>,
    },
    /// How many quick replies an agent has, without one.
    Replies {
        /// Whose.
        agent: Id<id::Agent>,
        /// Which one does not count.
        id: Id<id::Reply>,
    },
    /// Files.
    Files(Vec<Id<id::File>>),
    /// What a person has of files, as limits count it.
    Held(Id<Sender>),
    /// The latest entries of a conversation that its visitor sees.
    Log(Id<id::Conversation>),
}

/// What was found for a [`Missing`].
#[derive(Clone, Debug)]
pub enum Learned {
    /// For `Sent`.
    Sent(Option<Sent>),
    /// For `Latest`.
    Latest(Option<Box<Loaded>>, Known),
    /// For `Conversation`.
    Conversation(Option<Box<Loaded>>),
    /// For `Place`.
    Place(Option<Place>),
    /// For `Replies`.
    Replies(u32),
    /// For `Files`: those that are there.
    Files(Vec<Filed>),
    /// For `Held`.
    Held(Held),
    /// For `Log`, with where the server's clock is.
    Log(Vec<Entry>, TimeZone),
}
