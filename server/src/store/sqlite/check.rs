//! Checking the whole file, and copying it.

use std::path::Path;

use rusqlite::{Connection, backup::Backup};
use shared::file::File;

use super::{connection, files, schema};
use crate::store::Trouble;

/// Pages copied between two looks at whether somebody wants to write.
const PAGES_AT_ONCE: i32 = 1_000;

/// What is wrong with the file, in words that quote nobody.
pub(super) fn check(connection: &Connection) -> Result<Vec<String>, Trouble> {
    let mut faults: Vec<String> = connection
        .prepare("PRAGMA integrity_check")?
        .query_map([], |row| row.get::<_, String>(0))?
        .filter(|line| !matches!(line, Ok(line) if line == "ok"))
        .collect::<Result<_, _>>()?;
    faults.extend(
        connection
            .prepare("PRAGMA foreign_key_check")?
            .query_map([], |row| {
                Ok(format!(
                    "a row of {} refers to nothing",
                    row.get::<_, String>(0)?
                ))
            })?
            .collect::<Result<Vec<_>, _>>()?,
    );
    let holes = "SELECT conversations.id FROM entries
                 JOIN conversations ON number = conversation
                 GROUP BY number
                 HAVING max(agent_seq) <> count(*) OR max(public_seq) <> count(public_seq)";
    faults.extend(
        connection
            .prepare(holes)?
            .query_map([], |row| {
                Ok(format!(
                    "the log of {} has a hole",
                    row.get::<_, String>(0)?
                ))
            })?
            .collect::<Result<Vec<_>, _>>()?,
    );
    Ok(faults)
}

/// Copies everything committed into a new file, and gives the copy an epoch of its own. Answers which files of
/// messages belong to the copy.
pub(super) fn back_up(from: &Connection, to: &Path) -> Result<Vec<File>, Trouble> {
    if to.exists() {
        return Err(Trouble::Storage("the file is there already".to_owned()));
    }
    connection::make_private(to)?;
    let mut copy = Connection::open(to)?;
    Backup::new(from, &mut copy)?.run_to_completion(
        PAGES_AT_ONCE,
        std::time::Duration::ZERO,
        None,
    )?;
    copy.pragma_update(None, "journal_mode", "delete")?;
    schema::renew_epoch(&copy)?;
    let files = files::ready(&copy)?;
    copy.close().map_err(|(_, error)| error)?;
    Ok(files)
}
