//! Erasing what was said in a conversation, so that nothing of it is left on the disk either.
//!
//! `secure_delete` makes SQLite write zeros where something was, but not where it has moved rows away from: when a page is
//! full, its rows are told to others, and copies are left in the room that is free then. So what will be erased begins
//! with so many blanks that all of its text lies behind the part of a row that moves, on pages that are the row's own.
//! What is older lies in the write-ahead log until this is folded into the file and cut off.

use std::time::Duration;

use rusqlite::{Connection, params};
use serde::Serialize;
use shared::{
    agent::Change,
    id::{self, Id},
};

use super::{connection::PATIENCE, row};
use crate::{
    record::{self, Conversation},
    store::Trouble,
};

/// Bytes of a row that may lie together with those of others, of an index and of a table: an upper bound for pages of
/// 4 KiB.
const MOVED: (usize, usize) = (1_024, 4_096);

/// An entry's change, to be erased one day.
pub(super) fn entry(change: &Change) -> Result<String, Trouble> {
    apart(change, MOVED.0)
}

/// How a conversation stands, to be erased one day.
pub(super) fn state(it: &Conversation) -> Result<String, Trouble> {
    apart(it, MOVED.1)
}

/// As JSON behind blanks, which mean nothing there.
fn apart<T: Serialize>(it: &T, blanks: usize) -> Result<String, Trouble> {
    Ok(" ".repeat(blanks) + &row::json(it)?)
}

/// Does something that frees what was there before, and has zeros written over that. Others are spared it: it costs a
/// page for each that is freed.
pub(super) fn over(
    connection: &Connection,
    write: impl FnOnce() -> Result<(), Trouble>,
) -> Result<(), Trouble> {
    let switch = |is_on: bool| connection.pragma_update(None, "secure_delete", is_on);
    switch(true)?;
    let done = write();
    switch(false)?;
    done
}

/// Takes the content out of a conversation's log and lets go of its files. The next sweep removes their bytes.
pub(super) fn erase(connection: &Connection, id: &Id<id::Conversation>) -> Result<(), Trouble> {
    let number: i64 = connection
        .prepare_cached("SELECT number FROM conversations WHERE id = ?1")?
        .query_row([id.as_str()], |row| row.get(0))?;
    let entries: Vec<(i64, Change)> = connection
        .prepare_cached("SELECT agent_seq, change FROM entries WHERE conversation = ?1")?
        .query_and_then([number], |row| Ok((row.get(0)?, row::parsed(row, 1)?)))?
        .collect::<Result<_, Trouble>>()?;
    let mut update = connection.prepare_cached(
        "UPDATE entries SET message = NULL, by_visitor = 0, change = ?3
         WHERE conversation = ?1 AND agent_seq = ?2",
    )?;
    for (seq, change) in &entries {
        if let Some(left) = record::remains(change) {
            update.execute(params![number, seq, row::json(&left)?])?;
        }
    }
    connection
        .prepare_cached(
            "UPDATE files SET name = '', begun_at = 0, stage = 'forgotten', conversation = NULL,
                is_private = 0
             WHERE conversation = ?1",
        )?
        .execute([number])?;
    Ok(())
}

/// Folds the write-ahead log into the file and cuts it off. Says whether that was done: whoever reads just now is not
/// waited for.
pub(super) fn wipe(connection: &Connection) -> Result<bool, Trouble> {
    connection.busy_timeout(Duration::ZERO)?;
    let is_busy = connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| {
        row.get::<_, bool>(0)
    });
    connection.busy_timeout(PATIENCE)?;
    Ok(!is_busy?)
}
