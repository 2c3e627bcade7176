//! The Samtale protocol in types.
//!
//! One WebSocket carries JSON text frames ([`frame`]). The first frame is a `hello`; it chooses a
//! [`Role`]: a [`visitor::Visitor`] in the widget or an [`agent::Agent`] at the desk. From then on the
//! client sends commands, each with an id of its own, and gets exactly one reply for each; the server
//! sends numbered *changes* of logs, unnumbered *hints* and a heartbeat.
//!
//! A log is a conversation in the reader's projection, or an agent's desk. It begins at a client with
//! a snapshot (`reset`) or with number 1, and goes on without holes. A visitor's types have no way to
//! say anything private.
//!
//! `docs/PROTOCOL.md` says the same in prose; `tests/vectors` in bytes.
#![warn(missing_docs)]

pub mod account;
pub mod agent;
pub mod archive;
pub mod ask;
pub mod block;
pub mod channel;
pub mod choice;
pub mod conversation;
pub mod ending;
pub mod error;
pub mod faq;
pub mod figures;
pub mod file;
pub mod form;
pub mod frame;
pub mod hours;
pub mod http;
pub mod id;
pub mod limits;
pub mod link;
pub mod message;
pub mod offline;
pub mod presence;
pub mod rating;
pub mod reaction;
pub mod register;
pub mod reply;
pub mod role;
mod site;
pub mod snapshot;
pub mod summary;
pub mod tag;
pub mod text;
pub mod time;
pub mod trail;
pub mod variable;
pub mod visitor;
pub mod warning;

pub use role::Role;

/// The protocol version this crate speaks, as offered in `hello` and chosen in `welcome`.
pub const VERSION: u16 = 1;

/// The WebSocket subprotocol to ask for.
pub const SUBPROTOCOL: &str = "samtale.v1";

fn is_false(flag: &bool) -> bool {
    !flag
}
