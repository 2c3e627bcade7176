//! Which commands were carried out, and what was answered: a repeated one is answered so again.

use serde::Serialize;
use sha2::{Digest, Sha256};
use shared::{
    id::{self, Id},
    message::Receipt,
    register,
};

/// A command that was carried out.
#[derive(Clone, Debug, PartialEq)]
pub struct Sent {
    /// Tells its content from another's.
    pub fingerprint: Fingerprint,
    /// What was answered.
    pub answer: Answer,
}

/// The first half of a SHA-256 over a command's content.
pub type Fingerprint = [u8; 16];

/// The durable part of a reply.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    /// A conversation began.
    Started(Receipt),
    /// A message was posted.
    Posted(Receipt),
    /// A private message was posted.
    Noted(Receipt),
    /// A conversation was taken.
    Taken(Id<id::Conversation>),
    /// A request was made.
    Requested(register::Receipt),
    /// A file was announced.
    Announced(Id<id::File>),
    /// Done.
    Ok,
}

/// Tells the content of a command from another's.
pub fn fingerprint(command: &impl Serialize) -> Fingerprint {
    let text = serde_json::to_vec(command).expect("commands hold nothing that JSON cannot");
    let mut half = Fingerprint::default();
    half.copy_from_slice(&Sha256::digest(text)[..16]);
    half
}

impl Answer {
    /// The same answer, given once more.
    #[must_use]
    pub fn again(mut self) -> Self {
        match &mut self {
            Self::Started(it) | Self::Posted(it) | Self::Noted(it) => it.dup = true,
            Self::Requested(it) => it.dup = true,
            Self::Taken(_) | Self::Announced(_) | Self::Ok => {}
        }
        self
    }
}
