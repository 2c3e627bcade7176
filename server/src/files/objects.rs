//! Where bytes lie: the seam to object stores, and a folder behind it.

use std::{
    fs::{self, File},
    io::{self, Read},
    path::{Path, PathBuf},
};

use shared::id::{self, Id};

use crate::place;

/// Keeps the bytes of files under their ids. What is put there never changes.
pub trait Objects: Send + Sync {
    /// Takes a whole file from this place of the local disk. When this returns, it is safe.
    ///
    /// # Errors
    /// When it cannot be kept; nothing is kept of it then.
    fn put(&self, id: &Id<id::File>, from: &Path) -> io::Result<()>;

    /// Reads a file.
    ///
    /// # Errors
    /// When it is not there or cannot be read.
    fn read(&self, id: &Id<id::File>) -> io::Result<Box<dyn Read + Send>>;

    /// How many bytes a file has; nothing when it is not there.
    ///
    /// # Errors
    /// When that cannot be found out.
    fn size(&self, id: &Id<id::File>) -> io::Result<Option<u64>>;

    /// Forgets a file, also when it is not there.
    ///
    /// # Errors
    /// When it cannot be removed.
    fn remove(&self, id: &Id<id::File>) -> io::Result<()>;

    /// Every file that is there.
    ///
    /// # Errors
    /// When that cannot be found out.
    fn all(&self) -> io::Result<Vec<Id<id::File>>>;
}

/// A folder of the local disk, closed to other users.
#[derive(Clone, Debug)]
pub struct Folder(PathBuf);

impl Folder {
    /// Opens the folder, or makes it.
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn open(folder: &Path) -> io::Result<Self> {
        place::make_private(folder)?;
        Ok(Self(folder.to_owned()))
    }

    fn path(&self, id: &Id<id::File>) -> io::Result<PathBuf> {
        if id.is_well_formed() {
            Ok(self.0.join(id.as_str()))
        } else {
            Err(io::ErrorKind::NotFound.into())
        }
    }
}

impl Objects for Folder {
    fn put(&self, id: &Id<id::File>, from: &Path) -> io::Result<()> {
        let to = self.path(id)?;
        File::open(from)?.sync_all()?;
        fs::rename(from, to)?;
        sync_folder(&self.0)
    }

    fn read(&self, id: &Id<id::File>) -> io::Result<Box<dyn Read + Send>> {
        Ok(Box::new(File::open(self.path(id)?)?))
    }

    fn size(&self, id: &Id<id::File>) -> io::Result<Option<u64>> {
        match fs::metadata(self.path(id)?) {
            Ok(found) => Ok(Some(found.len())),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    fn remove(&self, id: &Id<id::File>) -> io::Result<()> {
        match fs::remove_file(self.path(id)?) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }

    fn all(&self) -> io::Result<Vec<Id<id::File>>> {
        let mut found = Vec::new();
        for entry in fs::read_dir(&self.0)? {
            let entry = entry?;
            let id = entry.file_name().to_str().map(Id::new);
            let is_file = entry.file_type()?.is_file();
            found.extend(id.filter(|id: &Id<_>| is_file && id.is_well_formed()));
        }
        Ok(found)
    }
}

/// Makes a new name in a folder safe. Other systems than Unix do that by themselves.
fn sync_folder(folder: &Path) -> io::Result<()> {
    #[cfg(unix)]
    File::open(folder)?.sync_all()?;
    #[cfg(not(unix))]
    let _ = folder;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_put_there_is_whole_and_can_be_removed() {
        let home = tempfile::tempdir().unwrap();
        let folder = Folder::open(&home.path().join("files")).unwrap();
        let id = Id::new("f1");
        assert_eq!(folder.size(&id).unwrap(), None);
        let from = home.path().join("come");
        fs::write(&from, "bytes").unwrap();
        folder.put(&id, &from).unwrap();
        assert!(!from.exists());
        let mut text = String::new();
        folder.read(&id).unwrap().read_to_string(&mut text).unwrap();
        assert_eq!(text, "bytes");
        assert_eq!(folder.size(&id).unwrap(), Some(5));
        assert_eq!(folder.all().unwrap(), std::slice::from_ref(&id));
        folder.remove(&id).unwrap();
        folder.remove(&id).unwrap();
        assert_eq!(folder.all().unwrap(), []);
    }

    #[test]
    fn no_id_leads_out_of_the_folder() {
        let home = tempfile::tempdir().unwrap();
        let folder = Folder::open(home.path()).unwrap();
        for odd in ["..", "../x", "a/b", ""] {
            assert!(folder.read(&Id::new(odd)).is_err(), "{odd}");
            assert!(folder.put(&Id::new(odd), home.path()).is_err(), "{odd}");
        }
    }
}
