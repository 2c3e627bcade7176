//! The two kinds of client, at the level of types.

use serde::{Serialize, de::DeserializeOwned};

use crate::{
    frame,
    id::{self, Id},
};

/// What one kind of client may say and hear. Implemented by [`crate::visitor::Visitor`] and
/// [`crate::agent::Agent`]; nothing of one fits into the other.
pub trait Role: Clone + std::fmt::Debug + PartialEq + 'static {
    /// What the client may ask for.
    type Command: Clone + std::fmt::Debug + PartialEq + Serialize + DeserializeOwned;
    /// What a command that was carried out answers.
    type Reply: Clone + std::fmt::Debug + PartialEq + Serialize + DeserializeOwned;
    /// A numbered change of a log.
    type Change: Clone + std::fmt::Debug + PartialEq + Serialize + DeserializeOwned;
    /// An unnumbered, short-lived hint.
    type Hint: Clone + std::fmt::Debug + PartialEq + Serialize + DeserializeOwned;
    /// A log's state at some number.
    type Snapshot: Clone + std::fmt::Debug + PartialEq + Serialize + DeserializeOwned;
    /// How a conversation stands, in failures.
    type Current: Clone + std::fmt::Debug + PartialEq + Serialize + DeserializeOwned;
    /// Who the client is.
    type Me: Clone + std::fmt::Debug + PartialEq + Serialize + DeserializeOwned;

    /// How `hello` names the role.
    const NAME: frame::RoleName;

    /// The command that begins or repairs a log: entries above `after`, or a snapshot without it.
    fn follow(log: Id<id::Log>, after: Option<u64>) -> Self::Command;
}
