//! The reference backend: keeps conversations, tells visitors and agents what is theirs to know.

pub mod directory;
pub mod engine;
pub mod frame;
pub mod hub;
pub mod public;
pub mod queue;
pub mod reading;
pub mod record;
pub mod store;
pub mod who;
