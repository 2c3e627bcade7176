//! Opening a file with the promises every connection keeps.

use std::{fs, io, path::Path, time::Duration};

use rusqlite::{Connection, OpenFlags};

use crate::store::Trouble;

/// How long to wait for another process that writes.
pub(super) const PATIENCE: Duration = Duration::from_secs(5);

/// Pages of the write-ahead log after which it is folded back into the file.
const CHECKPOINT_PAGES: u32 = 16_000;

/// Kibibytes of pages the writer keeps in memory.
const CACHE_KIB: i32 = 64 * 1024;

/// Statements kept ready per connection.
const STATEMENTS: usize = 64;

/// Makes the file, readable by its owner alone, if it is not there.
pub(super) fn make_private(path: &Path) -> Result<(), Trouble> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    match options.open(path) {
        Ok(_) => Ok(()),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        Err(error) => Err(Trouble::Storage(error.to_string())),
    }
}

/// Opens the file for writing and asserts what durability rests on.
pub(super) fn open(path: &Path) -> Result<Connection, Trouble> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(PATIENCE)?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS);
    connection.pragma_update(None, "journal_mode", "wal")?;
    connection.pragma_update(None, "synchronous", "full")?;
    connection.pragma_update(None, "foreign_keys", true)?;
    connection.pragma_update(None, "wal_autocheckpoint", CHECKPOINT_PAGES)?;
    connection.pragma_update(None, "cache_size", -CACHE_KIB)?;
    expect(&connection, "journal_mode", "wal")?;
    expect(&connection, "synchronous", "2")?;
    expect(&connection, "foreign_keys", "1")?;
    Ok(connection)
}

/// Opens the file for reading beside the writer.
pub(super) fn open_to_read(path: &Path) -> Result<Connection, Trouble> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(PATIENCE)?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS);
    Ok(connection)
}

fn expect(connection: &Connection, pragma: &str, wanted: &str) -> Result<(), Trouble> {
    let found = connection.pragma_query_value(None, pragma, |row| {
        Ok(match row.get_ref(0)? {
            rusqlite::types::ValueRef::Integer(value) => value.to_string(),
            other => other.as_str()?.to_owned(),
        })
    })?;
    if found == wanted {
        Ok(())
    } else {
        let why = format!("{pragma} is {found} and must be {wanted}");
        Err(Trouble::Storage(why))
    }
}
