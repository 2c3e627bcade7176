//! Who is signed in.

use shared::{account::Agent, error::Code};

/// Who is signed in, as far as this page knows.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) enum Account {
    /// The server was not asked yet.
    #[default]
    Unknown,
    /// The server was asked and did not answer.
    Unreachable,
    /// Nobody. `was_ended`: somebody was, until the server ended it.
    SignedOut { was_ended: bool },
    /// This agent.
    SignedIn(Agent),
}

impl Account {
    /// The agent who is signed in.
    pub(crate) fn agent(&self) -> Option<&Agent> {
        match self {
            Self::SignedIn(agent) => Some(agent),
            _ => None,
        }
    }
}

/// Why a request about an account failed.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Problem {
    /// The server was not reached.
    Unreachable,
    /// The server refused; perhaps it named the milliseconds to wait.
    Refused(Code, Option<u64>),
}
