//! The edge of the server as a client meets it: real connections to a server on a free port.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod alarms;
mod attachments;
mod browser;
mod command_line;
mod crowd;
mod endings;
mod files;
mod goodbye;
mod handshake;
mod hours;
mod house;
mod import;
mod keys;
mod liveness;
mod long_messages;
mod looks;
mod malformed;
mod photos;
mod raw;
mod replies;
mod routes;
mod sign_in;
