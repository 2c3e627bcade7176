//! Copying all files, and checking that all are there.

use std::{fs, io, path::Path};

use shared::file::File;

use super::objects::{Folder, Objects};
use crate::place;

/// Copies files into a new folder. What is not there any more is left out: no message took it, and it was
/// forgotten meanwhile. Gives how many were copied.
///
/// # Errors
/// When a file cannot be copied.
pub(crate) fn back_up(from: &dyn Objects, files: &[File], to: &Path) -> io::Result<usize> {
    place::make_private(to)?;
    let folder = Folder::open(to)?;
    let mut count = 0;
    for file in files {
        if from.size(&file.id)?.is_none() {
            continue;
        }
        let half = to.join("half");
        let mut copy = place::make_secret(&half)?;
        io::copy(&mut from.read(&file.id)?, &mut copy)?;
        folder.put(&file.id, &half)?;
        count += 1;
    }
    Ok(count)
}

/// What is wrong with the bytes of files, in words that quote nobody.
///
/// # Errors
/// When the place of the files cannot be read.
pub(crate) fn check(objects: &dyn Objects, files: &[File]) -> io::Result<Vec<String>> {
    let mut faults = Vec::new();
    for file in files {
        match objects.size(&file.id)? {
            Some(size) if size == file.size => {}
            Some(size) => faults.push(format!(
                "the file {} has {size} bytes and should have {}",
                file.id, file.size
            )),
            None => faults.push(format!("the bytes of the file {} are missing", file.id)),
        }
    }
    Ok(faults)
}

/// Where the files of a database's copy lie.
pub(crate) fn beside(database: &Path) -> std::path::PathBuf {
    let mut name = database.file_name().unwrap_or_default().to_owned();
    name.push(".files");
    database.with_file_name(name)
}

/// Whether a folder is free to be written to.
pub(crate) fn is_free(folder: &Path) -> bool {
    fs::read_dir(folder).map_or(!folder.exists(), |mut it| it.next().is_none())
}
