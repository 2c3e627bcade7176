//! A connected client, and the visitor behind some.

use shared::id::{self, Id};

use super::{SocketId, input::Who};
use crate::record::Known;

/// A client that was welcomed.
#[derive(Debug)]
pub(super) struct Socket {
    pub(super) who: Who,
    /// The network address, as the limits per address count it.
    pub(super) address: String,
    /// The conversations an agent's socket follows. A visitor's follows the visitor's latest one.
    pub(super) followed: Vec<Id<id::Conversation>>,
    /// The number the desk's log stands at, for an agent's socket.
    pub(super) desk: u64,
}

/// Somebody with a widget.
#[derive(Debug, Default)]
pub(super) struct Visitor {
    pub(super) sockets: Vec<SocketId>,
    /// The latest conversation, ended or not.
    pub(super) latest: Option<Id<id::Conversation>>,
    /// Who it is, as far as that is known for sure.
    pub(super) known: Known,
}
