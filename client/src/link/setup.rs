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
pub struct Credentials {
    token: String,
    identity: Option<String>,
}

impl Credentials {
    /// Wraps the token for `hello`.
    pub fn new(token: impl Into<String>) -> Self {
        Self {
            token: token.into(),
            identity: None,
        }
    }

    /// Who a visitor is, as the site has signed it. It goes along until a socket was welcomed: from then on the
    /// secret proves the same, and for longer.
    #[must_use]
    pub fn of(self, identity: Option<String>) -> Self {
        Self { identity, ..self }
    }

    pub(super) fn token(&self) -> &str {
        &self.token
    }

    pub(super) fn identity(&self) -> Option<&str> {
        self.identity.as_deref()
    }

    /// The identity was taken.
    pub(super) fn prove(&mut self) {
        self.identity = None;
    }
}

impl std::fmt::Debug for Credentials {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("Credentials")
    }
}
