//! The data folder: for the server's user alone, and for one server at a time.

use std::{
    fs::{self, File, OpenOptions, TryLockError},
    io::{self, Write},
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, bail};

/// The database within the data folder.
const DATABASE: &str = "samtale.sqlite";
/// The file that is locked while a server runs.
const LOCK: &str = "lock";

/// Where the database lies.
pub(crate) fn database(folder: &Path) -> PathBuf {
    folder.join(DATABASE)
}

/// Makes the folder if it is not there, closed to other users.
///
/// # Errors
/// When it cannot be made.
pub(crate) fn make(folder: &Path) -> Result<()> {
    make_private(folder)
        .with_context(|| format!("cannot make the data folder {}", folder.display()))
}

/// Makes a folder if it is not there, closed to other users.
///
/// # Errors
/// When it cannot be made.
pub(crate) fn make_private(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// Makes an empty file that only its owner can read.
///
/// # Errors
/// When it cannot be made.
pub(crate) fn make_secret(path: &Path) -> io::Result<File> {
    secret_file(
        OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(true),
        path,
    )
}

/// Takes the folder for one server, for as long as the returned file lives.
///
/// # Errors
/// When another server has it.
pub(crate) fn lock(folder: &Path) -> Result<File> {
    let path = folder.join(LOCK);
    let file = secret_file(
        OpenOptions::new().write(true).create(true).truncate(false),
        &path,
    )
    .with_context(|| format!("cannot open {}", path.display()))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => bail!(
            "another samtale server uses the data folder {}: stop it first, or name another \
             folder with --data",
            folder.display()
        ),
        Err(TryLockError::Error(error)) => {
            Err(error).with_context(|| format!("cannot lock {}", path.display()))
        }
    }
}

/// Writes a file that only its owner can read, whole or not at all.
///
/// # Errors
/// When it cannot be written.
pub(crate) fn write_secret(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let next = path.with_extension("next");
    let mut file = secret_file(
        OpenOptions::new().write(true).create(true).truncate(true),
        &next,
    )?;
    file.write_all(bytes)?;
    file.sync_all()?;
    fs::rename(next, path)
}

fn secret_file(options: &mut OpenOptions, path: &Path) -> io::Result<File> {
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(options, 0o600);
    options.open(path)
}

/// What other users of the machine could read, in plain words.
///
/// # Errors
/// When the folder cannot be read.
#[cfg(unix)]
pub(crate) fn open_to_others(folder: &Path) -> io::Result<Vec<String>> {
    use std::os::unix::fs::PermissionsExt;

    let mut found = Vec::new();
    let mut check = |path: &Path, wanted: u32| -> io::Result<()> {
        let mode = fs::metadata(path)?.permissions().mode() & 0o777;
        if mode & 0o077 != 0 {
            found.push(format!(
                "{} is open to other users (mode {mode:o}): chmod {wanted:o} {0}",
                path.display()
            ));
        }
        Ok(())
    };
    check(folder, 0o700)?;
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_type()?.is_file() {
            check(&entry.path(), 0o600)?;
        } else if entry.file_type()?.is_dir() {
            check(&entry.path(), 0o700)?;
        }
    }
    Ok(found)
}

/// What other users of the machine could read: not known on this system.
#[cfg(not(unix))]
pub(crate) fn open_to_others(_: &Path) -> io::Result<Vec<String>> {
    Ok(Vec::new())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_server_at_a_time() {
        let folder = tempfile::tempdir().unwrap();
        let held = lock(folder.path()).unwrap();
        let told = lock(folder.path()).unwrap_err().to_string();
        assert!(told.contains("another samtale server"), "{told}");
        drop(held);
        lock(folder.path()).unwrap();
    }

    #[cfg(unix)]
    #[test]
    fn what_we_write_is_closed_to_others() {
        use std::os::unix::fs::PermissionsExt;

        let parent = tempfile::tempdir().unwrap();
        let folder = parent.path().join("data");
        make(&folder).unwrap();
        write_secret(&folder.join("key"), b"x").unwrap();
        let _lock = lock(&folder).unwrap();
        assert_eq!(open_to_others(&folder).unwrap(), Vec::<String>::new());
        fs::set_permissions(folder.join("key"), fs::Permissions::from_mode(0o644)).unwrap();
        let told = open_to_others(&folder).unwrap();
        assert!(told[0].contains("chmod 600"), "{told:?}");
    }
}
