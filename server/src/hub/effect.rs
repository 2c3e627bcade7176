//! What comes of an input.

use std::sync::Arc;

use shared::{
    agent::{self, Agent},
    error::CloseCode,
    frame::FromServer,
    visitor::Visitor,
};

use super::SocketId;
use crate::{
    domains::Lookup,
    public::Names,
    reading::Reading,
    record::{Entry, Write},
    register::Question,
};

/// Something to do. Writes count before anything else of the round is told to anybody.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Make this durable.
    Write(Write),
    /// Tell the followers of a conversation's log about an entry that is written by then.
    Log {
        /// The entry.
        entry: Arc<Entry>,
        /// What the visitor learns of agents' names.
        names: Names,
        /// Sockets of the visitor.
        visitors: Vec<SocketId>,
        /// Sockets of agents.
        agents: Vec<SocketId>,
    },
    /// Tell sockets of visitors.
    Visitor(Vec<SocketId>, Box<FromServer<Visitor>>),
    /// Tell sockets of agents.
    Agent(Vec<SocketId>, Box<FromServer<Agent>>),
    /// Tell desks of a change; each socket counts for itself.
    Desk(Vec<(SocketId, u64)>, Box<agent::Change>),
    /// Let a socket read from the store when all before is sent.
    Read(SocketId, Box<Reading>),
    /// Let a socket ask the register; the answer comes when it comes.
    Ask(SocketId, Box<Question>),
    /// Let a socket look a mail domain up; what is found comes back when it comes.
    LookUp(SocketId, Box<Lookup>),
    /// Close a socket when all before is sent.
    Close(SocketId, CloseCode),
}
