//! The bytes of files: they come into a spool, are looked at, and lie in an object store under their ids.
//!
//! What people call a file is never the name of anything on the disk. What is kept of a picture that
//! browsers may show is the picture alone: no metadata, nothing behind its end.

pub(crate) mod copies;
mod incoming;
mod inspect;
mod kind;
pub mod name;
pub mod objects;
mod picture;
mod portrait;
mod scan;
mod sweep;

use std::{
    collections::HashSet,
    io,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
};

use shared::id::{self, Id};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

pub(crate) use incoming::{Incoming, drain, take};
pub(crate) use inspect::{Verdict, inspect};
pub(crate) use portrait::portrait;
pub(crate) use scan::allows;
pub(crate) use sweep::sweep;

use self::objects::{Folder, Objects};
use crate::place;

/// The folder with the bytes, within the data folder.
const FOLDER: &str = "files";
/// The folder for what is still coming.
const SPOOL: &str = "incoming";
/// Files that may come at the same time.
const MAX_COMING: usize = 64;
/// Files that are looked at at the same time.
const MAX_INSPECTED: usize = 2;
/// Files that may be read at the same time.
const MAX_GOING: usize = 256;

/// Where files lie, and which of them are under way.
pub(crate) struct Files {
    pub(crate) objects: Arc<dyn Objects>,
    spool: PathBuf,
    scanner: Option<PathBuf>,
    coming: Mutex<HashSet<Id<id::File>>>,
    room: Arc<Semaphore>,
    pub(crate) inspecting: Semaphore,
    pub(crate) going: Arc<Semaphore>,
}

/// Lets one upload of a file go on at a time.
pub(crate) struct Turn {
    files: Arc<Files>,
    id: Id<id::File>,
    _room: OwnedSemaphorePermit,
}

/// Where the bytes of files lie, within the data folder.
pub(crate) fn folder(data: &Path) -> PathBuf {
    data.join(FOLDER)
}

impl Files {
    /// Makes the folders. What was coming when the server stopped comes again from its beginning.
    ///
    /// # Errors
    /// When they cannot be made.
    pub(crate) fn open(data: &Path, scanner: Option<PathBuf>) -> io::Result<Self> {
        let folder = folder(data);
        let spool = folder.join(SPOOL);
        if spool.exists() {
            std::fs::remove_dir_all(&spool)?;
        }
        place::make_private(&spool)?;
        Ok(Self {
            objects: Arc::new(Folder::open(&folder)?),
            spool,
            scanner,
            coming: Mutex::default(),
            room: Arc::new(Semaphore::new(MAX_COMING)),
            inspecting: Semaphore::new(MAX_INSPECTED),
            going: Arc::new(Semaphore::new(MAX_GOING)),
        })
    }

    /// The turn to send a file's bytes, unless it is another's, or too many have theirs.
    pub(crate) fn turn(self: &Arc<Self>, id: &Id<id::File>) -> Option<Turn> {
        let room = self.room.clone().try_acquire_owned().ok()?;
        self.coming().insert(id.clone()).then(|| Turn {
            files: self.clone(),
            id: id.clone(),
            _room: room,
        })
    }

    /// Whether a file is coming now.
    pub(crate) fn is_coming(&self, id: &Id<id::File>) -> bool {
        self.coming().contains(id)
    }

    /// What looks files over, if the operator has set something.
    pub(crate) fn scanner(&self) -> Option<&Path> {
        self.scanner.as_deref()
    }

    fn coming(&self) -> std::sync::MutexGuard<'_, HashSet<Id<id::File>>> {
        // A set is whole again after every call.
        self.coming.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Turn {
    /// Where the bytes come, and where what is kept of them is made.
    pub(crate) fn paths(&self) -> (PathBuf, PathBuf) {
        let come = self.files.spool.join(self.id.as_str());
        let clean = come.with_extension("clean");
        (come, clean)
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        let (come, clean) = self.paths();
        // Nothing to remove is as good.
        let _ = std::fs::remove_file(come);
        let _ = std::fs::remove_file(clean);
        self.files.coming().remove(&self.id);
    }
}
