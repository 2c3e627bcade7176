//! `samtale backup`

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use clap::Args;

use super::{Place, out};
use crate::files::{self, copies, objects::Folder};

/// Copies the database, with its write-ahead log, as it stands at one moment, and the files of messages
/// into a folder beside it whose name ends in .files. To restore it, stop the server and put the copy in
/// the place of samtale.sqlite in the data folder, without the two files beside it that end in -wal and
/// -shm, and the folder in the place of the folder named files.
#[derive(Args, Debug)]
pub(super) struct Backup {
    /// The new file. It must not be there yet.
    file: PathBuf,
    #[command(flatten)]
    place: Place,
}

impl Backup {
    pub(super) fn run(self, file: Option<&Path>) -> Result<()> {
        let to = self.file.display();
        ensure!(
            !self.file.exists(),
            "{to} is there already, and nothing is overwritten"
        );
        let beside = copies::beside(&self.file);
        ensure!(
            copies::is_free(&beside),
            "{} is there already, and nothing is overwritten",
            beside.display()
        );
        let files = self
            .place
            .store(file)?
            .back_up(&self.file)
            .with_context(|| format!("cannot copy the database to {to}"))?;
        // Each of them was there before the database knew of it.
        let folder = Folder::open(&files::folder(&self.place.config(file)?.data))?;
        let count = copies::back_up(&folder, &files, &beside)
            .with_context(|| format!("cannot copy the files to {}", beside.display()))?;
        out::say(&format!(
            "Copied to {to}, and {count} files to {}. Keep them safe: they hold everything.",
            beside.display()
        ));
        Ok(())
    }
}
