//! A demo: example channels and agents in a store of its own, and a shop whose pages embed the chat.

mod cast;
mod customer;
mod customers;
mod ending;
mod faces;
mod house;
mod manner;
mod past;
mod replies;
mod shop;
mod topics;

use std::{fs, io, path::Path};

use anyhow::{Context, Result};

pub(crate) use cast::{SignIn, fill};
pub(crate) use shop::Shop;

use crate::{clock, place, store::sqlite::Sqlite};

/// Gives the shop a past: colleagues, and what was said in the last weeks. Does nothing where it has one.
///
/// # Errors
/// When a server runs on the folder, or it cannot be used.
pub(crate) fn remember(folder: &Path) -> Result<()> {
    place::make(folder)?;
    let _lock = place::lock(folder)?;
    let mut store = Sqlite::open(&place::database(folder))?;
    cast::provide(&mut store)?;
    past::provide(&mut store, clock::now())?;
    Ok(())
}

/// Forgets the store of earlier runs.
///
/// # Errors
/// When a server runs on it, or it cannot be removed.
pub(crate) fn forget(folder: &Path) -> Result<()> {
    if !folder.exists() {
        return Ok(());
    }
    let _lock = place::lock(folder)?;
    let database = place::database(folder);
    for ending in ["", "-wal", "-shm"] {
        let mut name = database.clone().into_os_string();
        name.push(ending);
        remove(Path::new(&name))?;
    }
    remove(&folder.join(cast::FILE))
}

fn remove(path: &Path) -> Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            Err(error).with_context(|| format!("cannot remove {}", path.display()))
        }
        _ => Ok(()),
    }
}
