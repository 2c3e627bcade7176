//! `samtale backup`

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use clap::Args;

use super::{Place, out};

/// Copies the database, with its write-ahead log, as it stands at one moment. To restore it, stop the
/// server and put the copy in the place of samtale.sqlite in the data folder, without the two files
/// beside it that end in -wal and -shm.
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
        self.place
            .store(file)?
            .back_up(&self.file)
            .with_context(|| format!("cannot copy the database to {to}"))?;
        out::say(&format!(
            "Copied to {to}. Keep it safe: it holds everything."
        ));
        Ok(())
    }
}
