//! What is kept of files beside their bytes.

use shared::{
    file::File,
    id::{self, Id},
    limits::MAX_DOCUMENTS,
    time::Timestamp,
};

use super::Trouble;
use crate::record::{Filed, Sender, Stage};

/// Files that are forgotten at once.
pub const FORGOTTEN_AT_ONCE: u32 = 500;

/// What the rules ask, and what is told of bytes that have come.
pub trait Files: Send {
    /// A file.
    ///
    /// # Errors
    /// When the storage fails.
    fn file(&mut self, id: &Id<id::File>) -> Result<Option<Filed>, Trouble>;

    /// What a person and all together have, as far as limits count it.
    ///
    /// # Errors
    /// When the storage fails.
    fn held(&mut self, owner: &Id<Sender>) -> Result<Held, Trouble>;

    /// The bytes of a pending file have come: it is `ready` or refused, and may be known better now. Gives
    /// how it stands, which is as before when it was not pending any more.
    ///
    /// # Errors
    /// [`Trouble::Absent`], or when the storage fails.
    fn settle_file(&mut self, file: &File, stage: Stage) -> Result<Filed, Trouble>;

    /// Some files that were announced before, and went with no message: from here on none can take them.
    /// Gives which, also those that were given before and are still there.
    ///
    /// # Errors
    /// When the storage fails.
    fn forget_files(&mut self, begun_before: Timestamp) -> Result<Vec<Id<id::File>>, Trouble>;

    /// Removes what is kept of forgotten files, when their bytes are gone.
    ///
    /// # Errors
    /// When the storage fails.
    fn drop_files(&mut self, forgotten: &[Id<id::File>]) -> Result<(), Trouble>;

    /// Every file whose bytes are kept.
    ///
    /// # Errors
    /// When the storage fails.
    fn ready_files(&mut self) -> Result<Vec<File>, Trouble>;
}

/// The latest files, the last one first, and no more than are told at once.
pub(super) fn latest(mut found: Vec<Filed>) -> Vec<Filed> {
    found.sort_by(|one, other| {
        let moment = |it: &Filed| (it.begun_at, it.file.id.clone());
        moment(other).cmp(&moment(one))
    });
    found.truncate(MAX_DOCUMENTS);
    found
}

/// What counts towards limits.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Held {
    /// Files of the person that went with no message.
    pub waiting: u32,
    /// Bytes of everybody's files, announced ones included.
    pub bytes: u64,
}
