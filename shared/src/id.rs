//! Opaque identifiers, one type per kind of thing.

use std::{
    fmt,
    hash::{Hash, Hasher},
    marker::PhantomData,
};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Marks the id of an agent.
pub enum Agent {}
/// Marks the id of a channel; administrators choose these, such as `support`.
pub enum Channel {}
/// Marks the id a client gives to a command, see [`Id::is_well_formed`].
pub enum Client {}
/// Marks the id of a conversation.
pub enum Conversation {}
/// Marks the id of something in the company's register: a contact, a company, a request. The register makes them.
pub enum Entry {}
/// Marks the epoch of a server's store: when it changes, every cursor is void.
pub enum Epoch {}
/// Marks the id of a file.
pub enum File {}
/// Marks the id of a group of agents; administrators choose these.
pub enum Group {}
/// Marks the id of a log: a conversation's id, or `desk`.
pub enum Log {}
/// Marks the id of a message, public or private.
pub enum Message {}
/// Marks the id of an agent's photo.
pub enum Photo {}
/// Marks the id of a set of channels that agents serve; administrators choose these.
pub enum Profile {}
/// Marks the id of a reason to be away; administrators choose these, such as `lunch`.
pub enum Reason {}
/// Marks the id of a ready answer; an agent's own get theirs from the client.
pub enum Reply {}
/// Marks the id of a topic; administrators choose these, such as `refund`.
pub enum Tag {}
/// Marks the id of a visitor.
pub enum Visitor {}

/// An opaque identifier. Only its equality means anything.
pub struct Id<T>(String, PhantomData<fn() -> T>);

impl<T> Id<T> {
    /// The longest id that is accepted from a client, in characters.
    pub const MAX_LEN: usize = 64;

    /// Wraps text as an id.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into(), PhantomData)
    }

    /// Writes 128 random bits as an id of 22 characters.
    pub fn from_bits(mut bits: u128) -> Self {
        const ALPHABET: &[u8; 64] =
            b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz-";
        let mut text = String::with_capacity(22);
        for _ in 0..22 {
            text.push(char::from(ALPHABET[(bits & 63) as usize]));
            bits >>= 6;
        }
        Self::new(text)
    }

    /// The text of the id.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether the id may be used on the wire: 1 to 64 characters of `0-9 A-Z a-z _ -`.
    pub fn is_well_formed(&self) -> bool {
        (1..=Self::MAX_LEN).contains(&self.0.len())
            && self
                .0
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'))
    }
}

impl Id<Log> {
    /// The log of an agent's desk.
    pub fn desk() -> Self {
        Self::new("desk")
    }

    /// Whether this is the desk's log and not a conversation's.
    pub fn is_desk(&self) -> bool {
        self.0 == "desk"
    }

    /// The conversation this log belongs to; meaningless for the desk.
    pub fn conversation(&self) -> Id<Conversation> {
        Id::new(self.0.clone())
    }
}

impl Id<Conversation> {
    /// The log of this conversation.
    pub fn log(&self) -> Id<Log> {
        Id::new(self.0.clone())
    }
}

impl<T> Default for Id<T> {
    /// No id: never well formed.
    fn default() -> Self {
        Self::new("")
    }
}

impl<T> Clone for Id<T> {
    fn clone(&self) -> Self {
        Self(self.0.clone(), PhantomData)
    }
}

impl<T> fmt::Debug for Id<T> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

impl<T> fmt::Display for Id<T> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

impl<T> PartialEq for Id<T> {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}

impl<T> Eq for Id<T> {}

impl<T> PartialOrd for Id<T> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl<T> Ord for Id<T> {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.0.cmp(&other.0)
    }
}

impl<T> Hash for Id<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.hash(state);
    }
}

impl<T> Serialize for Id<T> {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        out.serialize_str(&self.0)
    }
}

impl<'de, T> Deserialize<'de> for Id<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        String::deserialize(from).map(Self::new)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bits_become_a_well_formed_id_and_differ() {
        let ids: Vec<Id<Message>> = [0, 1, u128::MAX].map(Id::from_bits).into();
        assert!(ids.iter().all(Id::is_well_formed));
        assert_ne!(ids[0], ids[1]);
        assert_eq!(ids[2].as_str().len(), 22);
    }

    #[test]
    fn odd_ids_are_not_well_formed() {
        for text in ["", "a b", "é", "a\"", &"x".repeat(65)] {
            assert!(!Id::<Client>::new(text).is_well_formed(), "{text}");
        }
    }
}
