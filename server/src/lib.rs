//! The reference backend: keeps conversations, tells visitors and agents what is theirs to know.
//!
//! [`hub`] holds the rules and [`store`] what is durable; [`engine`] drives both on a thread of its own.
//! Around them stands the edge: `listener`, `http` and `socket` let people in, [`config`] and [`cli`]
//! are for whoever runs it.

mod apps;
mod archive;
mod browser;
pub mod cli;
pub mod clock;
pub mod config;
mod demo;
mod descriptors;
pub mod directory;
pub mod domains;
mod edge;
pub mod engine;
mod faq;
pub mod files;
pub mod frame;
pub mod hours;
mod http;
pub mod hub;
pub mod identity;
pub mod keys;
mod listener;
mod log;
mod look;
pub mod mail;
mod password;
pub mod photo;
mod place;
pub mod public;
pub mod queue;
pub mod reading;
pub mod record;
pub mod register;
mod secret;
mod serve;
mod socket;
pub mod store;
mod throttle;
mod tickets;
pub mod who;

pub use serve::{Running, serve};
pub use socket::Pace;
