//! Small pieces of safe file handling: locks between processes, folders that appear whole.

use std::fs::{self, File, TryLockError};
use std::path::Path;

use anyhow::{Context, Result};
use sha2::{Digest, Sha256};

use crate::out::say;

/// Held while this lives; the system lets go of it when the process ends, however it ends.
pub(crate) struct Lock(#[expect(dead_code, reason = "the open file is the lock")] File);

/// Waits until no other xtask works in `folder`.
pub(crate) fn lock(folder: &Path) -> Result<Lock> {
    fs::create_dir_all(folder).with_context(|| format!("cannot create {}", folder.display()))?;
    let path = folder.join(".lock");
    let file = File::create(&path).with_context(|| format!("cannot create {}", path.display()))?;
    match file.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => {
            say(format_args!(
                "    waiting for another xtask that works in the same folder"
            ));
            file.lock()?;
        }
        Err(TryLockError::Error(error)) => return Err(error).context("cannot lock"),
    }
    Ok(Lock(file))
}

/// Lets `fill` make a folder's contents beside its place, and moves it there when complete: a
/// folder that exists is always whole, and an interrupted run leaves only the name `*.partial`.
pub(crate) fn fill_folder(folder: &Path, fill: impl FnOnce(&Path) -> Result<()>) -> Result<()> {
    let partial = with_ending(folder, ".partial");
    let old = with_ending(folder, ".old");
    remove_folder(&partial)?;
    fs::create_dir_all(&partial)?;
    fill(&partial)?;
    remove_folder(&old)?;
    if folder.exists() {
        fs::rename(folder, &old)?;
    }
    fs::rename(&partial, folder).with_context(|| format!("cannot move to {}", folder.display()))?;
    remove_folder(&old)
}

/// Removes a folder if there is one.
pub(crate) fn remove_folder(folder: &Path) -> Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(error).with_context(|| format!("cannot remove {}", folder.display()))
        }
        _ => Ok(()),
    }
}

/// The beginning of the SHA-256 of some bytes, as a name for them.
pub(crate) fn name_of(bytes: &[u8]) -> String {
    let digest = Sha256::digest(bytes);
    digest
        .iter()
        .take(16)
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

fn with_ending(path: &Path, ending: &str) -> std::path::PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(ending);
    path.with_file_name(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_appears_whole_or_not_at_all() {
        let home = std::env::temp_dir().join(format!("samtale-cache-{}", std::process::id()));
        let folder = home.join("tool");
        let failed = fill_folder(&folder, |it| {
            fs::write(it.join("half"), "x")?;
            anyhow::bail!("interrupted")
        });
        assert!(failed.is_err() && !folder.exists());
        fill_folder(&folder, |it| Ok(fs::write(it.join("whole"), "x")?)).unwrap();
        let names = fs::read_dir(&folder)
            .unwrap()
            .map(|it| it.unwrap().file_name());
        assert_eq!(names.collect::<Vec<_>>(), ["whole"]);
        remove_folder(&home).unwrap();
    }

    #[test]
    fn names_follow_the_content() {
        assert_eq!(name_of(b"a"), name_of(b"a"));
        assert_ne!(name_of(b"a"), name_of(b"b"));
    }
}
