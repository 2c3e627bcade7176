//! By what a channel knows that its sites have signed who a visitor is.

use std::fmt;

use serde::{Deserialize, Serialize};
use shared::time::Timestamp;

/// The most keys of a channel: enough to change them while both count.
pub const MAX_KEYS: usize = 8;

/// What a channel believes, and asks for.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(default)]
pub struct Trust {
    /// The keys its sites sign with; several while they are changed.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub keys: Vec<Key>,
    /// Whether the chat is for visitors alone whom a site has identified.
    pub is_required: bool,
}

/// A key that the server and a site's own server have in common.
#[derive(Clone, Deserialize, Eq, PartialEq, Serialize)]
pub struct Key {
    /// What tokens name it by: their `kid`.
    pub id: String,
    /// The secret, as text: the bytes of this text sign.
    pub secret: String,
    /// When it was made.
    pub made_at: Timestamp,
}

impl Trust {
    /// The key of this name.
    pub fn key(&self, id: &str) -> Option<&Key> {
        self.keys.iter().find(|it| it.id == id)
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Key({})", self.id)
    }
}
