//! How the connection stands.

use shared::error::Code;

/// How the connection stands.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Status {
    /// Not begun, or stopped.
    #[default]
    Idle,
    /// Opening a socket or signing in.
    Connecting,
    /// Signed in, but something is still missing.
    CatchingUp,
    /// Signed in and complete.
    Live,
    /// No connection; the next try is at this time.
    Waiting(u64),
    /// Sign-in was refused: nothing happens before new credentials.
    Barred(Code),
}

impl Status {
    /// Whether everything shown is as new as it can be.
    pub fn is_live(self) -> bool {
        self == Self::Live
    }
}
