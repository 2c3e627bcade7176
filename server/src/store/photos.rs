//! Agents' photos.

use shared::id::{self, Id};

use super::Trouble;
use crate::photo::Photo;

/// What administrators set of photos.
pub trait Photos: Send {
    /// Sets an agent's photo in place of the one before, or takes it away.
    ///
    /// # Errors
    /// [`Trouble::Absent`], or when the storage fails.
    fn set_photo(&mut self, agent: &Id<id::Agent>, photo: Option<&Photo>) -> Result<(), Trouble>;
}
