//! Where a link begins.

use shared::id::{self, Id};

/// Where to begin.
#[derive(Clone, Debug)]
pub struct Setup {
    /// 128 random bits: the source of client ids and of jitter.
    pub seed: u128,
    /// The channel, for visitors.
    pub channel: Option<Id<id::Channel>>,
    /// Whose outbox this is. A socket that turns out to belong to somebody else is closed.
    pub person: Option<String>,
    /// Whether this link sends what is kept; otherwise [`crate::link::Input::Lead`] tells when it begins to.
    pub is_leading: bool,
}

impl Setup {
    /// A visitor who stands alone, for tests and bots.
    pub fn visitor(seed: u128, channel: &str) -> Self {
        Self {
            seed,
            channel: Some(Id::new(channel)),
            person: None,
            is_leading: true,
        }
    }

    /// An agent who stands alone, for tests and bots.
    pub fn agent(seed: u128) -> Self {
        Self {
            seed,
            channel: None,
            person: None,
            is_leading: true,
        }
    }
}

/// What opens a socket: a visitor's own secret, or an agent's ticket.
#[derive(Clone, Eq, PartialEq)]
pub struct Credentials(String);

impl Credentials {
    /// Wraps the token for `hello`.
    pub fn new(token: impl Into<String>) -> Self {
        Self(token.into())
    }

    pub(super) fn reveal(&self) -> String {
        self.0.clone()
    }
}

impl std::fmt::Debug for Credentials {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("Credentials")
    }
}
