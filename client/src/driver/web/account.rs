//! Sign-in of agents over HTTP, from a page of the server's own origin.

use shared::{
    error::Code,
    http::{Problem, SignIn, SignedIn},
};

/// Why a request failed.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Error {
    /// The server was not reached, or what answered was not this protocol.
    Unreachable,
    /// The server refused.
    Refused(Problem),
}

impl Error {
    /// The code of a refusal.
    pub fn code(&self) -> Option<Code> {
        match self {
            Self::Unreachable => None,
            Self::Refused(problem) => Some(problem.code),
        }
    }
}

/// Signs in; the session lies in a cookie that no script can read.
///
/// # Errors
/// `Refused` with `sign_in_required` when address or password are wrong, `rate_limited` after too many tries.
pub async fn sign_in(_sign_in: &SignIn) -> Result<SignedIn, Error> {
    Err(Error::Unreachable)
}

/// Who is signed in.
///
/// # Errors
/// `Refused` with `sign_in_required` when nobody is.
pub async fn who() -> Result<SignedIn, Error> {
    Err(Error::Unreachable)
}

/// Signs out, and ends the sockets of this session.
///
/// # Errors
/// When the server was not reached: the session still stands.
pub async fn sign_out() -> Result<(), Error> {
    Err(Error::Unreachable)
}
