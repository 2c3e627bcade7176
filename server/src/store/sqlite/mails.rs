//! Mails that wait, in SQLite.

use rusqlite::{Connection, params};
use shared::{id::Id, time::Timestamp};

use super::{
    Sqlite,
    row::{self, int, number},
};
use crate::{
    mail::Letter,
    store::{
        Trouble,
        mails::{Mails, Waiting},
    },
};

impl Mails for Sqlite {
    fn drop_mail(&mut self, id: &Id<Letter>) -> Result<(), Trouble> {
        self.connection
            .prepare_cached("DELETE FROM mails WHERE id = ?1")?
            .execute([id.as_str()])?;
        Ok(())
    }

    fn put_off_mail(&mut self, id: &Id<Letter>, due_at: Timestamp) -> Result<(), Trouble> {
        self.connection
            .prepare_cached("UPDATE mails SET due_at = ?2, tried = tried + 1 WHERE id = ?1")?
            .execute(params![id.as_str(), int(due_at.0)])?;
        Ok(())
    }

    fn waiting_mails(&mut self) -> Result<u64, Trouble> {
        let count = self
            .connection
            .prepare_cached("SELECT count(*) FROM mails")?
            .query_row([], |row| row.get(0))?;
        Ok(number(count))
    }
}

/// Adds one, unless it is there.
pub(super) fn put(connection: &Connection, letter: &Letter) -> Result<(), Trouble> {
    connection
        .prepare_cached(
            "INSERT INTO mails (id, letter, due_at) VALUES (?1, ?2, ?3)
             ON CONFLICT (id) DO NOTHING",
        )?
        .execute(params![
            letter.id.as_str(),
            row::json(letter)?,
            int(letter.written_at.0)
        ])?;
    Ok(())
}

/// Those that are due, the first due first.
pub(super) fn due(
    connection: &Connection,
    now: Timestamp,
    limit: usize,
) -> Result<Vec<Waiting>, Trouble> {
    connection
        .prepare_cached(
            "SELECT letter, tried FROM mails WHERE due_at <= ?1 ORDER BY due_at, number LIMIT ?2",
        )?
        .query_and_then(params![int(now.0), int(limit as u64)], |row| {
            Ok(Waiting {
                letter: row::parsed(row, 0)?,
                tried: row.get(1)?,
            })
        })?
        .collect()
}
