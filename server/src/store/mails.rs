//! Mails that wait to be sent.

use shared::{id::Id, time::Timestamp};

use super::Trouble;
use crate::mail::Letter;

/// A mail that waits.
#[derive(Clone, Debug, PartialEq)]
pub struct Waiting {
    /// What is to be sent.
    pub letter: Letter,
    /// How often it was tried.
    pub tried: u32,
}

/// What is told of mails that were tried.
pub trait Mails: Send {
    /// A mail was sent, or given up.
    ///
    /// # Errors
    /// When the storage fails.
    fn drop_mail(&mut self, id: &Id<Letter>) -> Result<(), Trouble>;

    /// A mail was tried in vain, and is due again then.
    ///
    /// # Errors
    /// When the storage fails.
    fn put_off_mail(&mut self, id: &Id<Letter>, due_at: Timestamp) -> Result<(), Trouble>;

    /// How many wait.
    ///
    /// # Errors
    /// When the storage fails.
    fn waiting_mails(&mut self) -> Result<u64, Trouble>;
}
