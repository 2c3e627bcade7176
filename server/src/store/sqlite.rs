//! The store in one SQLite file.

use std::path::Path;

use super::Trouble;

/// The writer of a SQLite file.
pub struct Sqlite;

impl Sqlite {
    /// Opens the file, or makes it.
    ///
    /// # Errors
    /// When it cannot be opened, is not ours, or does not pass its check.
    pub fn open(path: &Path) -> Result<Self, Trouble> {
        todo!()
    }
}
