//! Ready answers: everybody's, which administrators set, and each agent's own, which are written like
//! everything else that agents do.

use std::collections::BTreeMap;

use shared::{
    id::{self, Id},
    reply::{Entry, Position},
};

use super::Trouble;

/// The most entries one look takes; no frame holds more of them than this.
pub const AT_ONCE: u16 = 200;

/// What administrators set, and what the rules ask.
pub trait Replies: Send {
    /// Everybody's, in order.
    ///
    /// # Errors
    /// When the storage fails.
    fn shared_replies(&mut self) -> Result<Vec<Entry>, Trouble>;

    /// Adds one for everybody, or changes the one with this id.
    ///
    /// # Errors
    /// When the storage fails.
    fn put_shared_reply(&mut self, entry: &Entry) -> Result<(), Trouble>;

    /// Removes one of everybody's.
    ///
    /// # Errors
    /// [`Trouble::Absent`], or when the storage fails.
    fn remove_shared_reply(&mut self, id: &Id<id::Reply>) -> Result<(), Trouble>;

    /// How often articles have answered a question before anybody waited.
    ///
    /// # Errors
    /// When the storage fails.
    fn solved(&mut self) -> Result<BTreeMap<Id<id::Reply>, u64>, Trouble>;

    /// How many an agent has of their own, without the one with this id.
    ///
    /// # Errors
    /// When the storage fails.
    fn other_replies(&mut self, agent: &Id<id::Agent>, id: &Id<id::Reply>) -> Result<u32, Trouble>;
}

/// Which ready answers to read: everybody's and this agent's own.
#[derive(Clone, Debug, PartialEq)]
pub struct Look {
    /// For whom.
    pub agent: Id<id::Agent>,
    /// Those after this.
    pub after: Option<Position>,
}
