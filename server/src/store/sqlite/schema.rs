//! The tables, as a list of steps; a file remembers how many it has taken.

use rusqlite::{Connection, OptionalExtension, TransactionBehavior};
use shared::id::{self, Id};

use crate::store::Trouble;

/// Marks a file as ours: "Samt".
const APPLICATION: i32 = 0x5361_6d74;

/// Each step once, in order, for ever. Changes are new steps.
const STEPS: [&str; 13] = [
    "
    CREATE TABLE meta (
        key TEXT PRIMARY KEY,
        value TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
    INSERT INTO meta (key, value) VALUES ('directory', '0');

    CREATE TABLE channels (
        id TEXT PRIMARY KEY,
        settings TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE agents (
        id TEXT PRIMARY KEY,
        name TEXT NOT NULL,
        email TEXT NOT NULL COLLATE NOCASE UNIQUE,
        password TEXT,
        is_active INTEGER NOT NULL,
        is_administrator INTEGER NOT NULL,
        presence TEXT NOT NULL DEFAULT 'present'
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE rights (
        agent TEXT NOT NULL REFERENCES agents (id),
        channel TEXT NOT NULL REFERENCES channels (id),
        respond INTEGER NOT NULL,
        listen INTEGER NOT NULL,
        notify INTEGER NOT NULL,
        manage INTEGER NOT NULL,
        PRIMARY KEY (agent, channel)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE sessions (
        key BLOB PRIMARY KEY,
        agent TEXT NOT NULL REFERENCES agents (id),
        created_at INTEGER NOT NULL,
        expires_at INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE conversations (
        number INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        channel TEXT NOT NULL REFERENCES channels (id),
        visitor TEXT NOT NULL,
        status TEXT NOT NULL,
        started_at INTEGER NOT NULL,
        answered_at INTEGER,
        ended_at INTEGER,
        state TEXT NOT NULL
    ) STRICT;
    CREATE INDEX conversations_visitor ON conversations (visitor, number);
    CREATE INDEX conversations_open ON conversations (number) WHERE status <> 'ended';
    CREATE INDEX conversations_started ON conversations (started_at);
    CREATE INDEX conversations_answered ON conversations (answered_at);
    CREATE INDEX conversations_ended ON conversations (ended_at);

    CREATE TABLE entries (
        conversation INTEGER NOT NULL REFERENCES conversations (number),
        agent_seq INTEGER NOT NULL CHECK (agent_seq > 0),
        public_seq INTEGER CHECK (public_seq BETWEEN 1 AND agent_seq),
        message TEXT,
        by_visitor INTEGER NOT NULL,
        change TEXT NOT NULL,
        PRIMARY KEY (conversation, agent_seq)
    ) STRICT, WITHOUT ROWID;
    CREATE UNIQUE INDEX entries_public ON entries (conversation, public_seq)
        WHERE public_seq IS NOT NULL;

    CREATE TABLE sent (
        sender TEXT NOT NULL,
        id TEXT NOT NULL,
        fingerprint BLOB NOT NULL,
        answer TEXT NOT NULL,
        conversation INTEGER REFERENCES conversations (number),
        message TEXT,
        seq INTEGER,
        at INTEGER,
        PRIMARY KEY (sender, id)
    ) STRICT, WITHOUT ROWID;
",
    // Every index costs a page of its own per message. A number for the visitor is never above the
    // agents' one, so the primary key finds both; and answers gather in the order in which they come,
    // see `lately`.
    "
    DROP INDEX entries_public;

    CREATE TABLE lately (
        number INTEGER PRIMARY KEY,
        sender TEXT NOT NULL,
        id TEXT NOT NULL,
        fingerprint BLOB NOT NULL,
        answer TEXT NOT NULL,
        conversation INTEGER,
        message TEXT,
        seq INTEGER,
        at INTEGER
    ) STRICT;
",
    "
    ALTER TABLE agents ADD COLUMN reason TEXT;
    ALTER TABLE agents ADD COLUMN serves TEXT NOT NULL DEFAULT '[]';
    ALTER TABLE agents ADD COLUMN work TEXT NOT NULL DEFAULT '{}';
",
    // The words of messages, and which conversations have some that are not among them yet: see `index`.
    "
    CREATE VIRTUAL TABLE words USING fts5(text, tokenize = 'unicode61 remove_diacritics 2');
    CREATE TABLE unindexed (conversation INTEGER PRIMARY KEY) STRICT;
    ALTER TABLE conversations ADD COLUMN indexed_to INTEGER NOT NULL DEFAULT 0;
    INSERT INTO unindexed (conversation) SELECT number FROM conversations;
",
    "
    CREATE TABLE replies (
        owner TEXT NOT NULL,
        id TEXT NOT NULL,
        kind TEXT NOT NULL,
        folder TEXT NOT NULL,
        title TEXT NOT NULL,
        content TEXT NOT NULL,
        PRIMARY KEY (owner, id)
    ) STRICT, WITHOUT ROWID;
",
    // Customers, and which conversation is with whom.
    "
    CREATE TABLE companies (
        id TEXT PRIMARY KEY,
        name TEXT NOT NULL,
        number TEXT NOT NULL,
        email TEXT NOT NULL,
        phone TEXT NOT NULL,
        website TEXT NOT NULL,
        address TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX companies_name ON companies (name COLLATE NOCASE);

    CREATE TABLE contacts (
        number INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        name TEXT NOT NULL,
        title TEXT NOT NULL,
        email TEXT NOT NULL,
        phone TEXT NOT NULL,
        company TEXT REFERENCES companies (id),
        address TEXT NOT NULL,
        note TEXT NOT NULL
    ) STRICT;
    CREATE INDEX contacts_email ON contacts (email COLLATE NOCASE);
    CREATE INDEX contacts_company ON contacts (company);
    CREATE INDEX contacts_name ON contacts (name, id);
    CREATE VIRTUAL TABLE contact_words USING fts5(
        text, tokenize = 'unicode61 remove_diacritics 2'
    );

    CREATE TABLE records (
        kind TEXT NOT NULL,
        id TEXT NOT NULL,
        number TEXT NOT NULL,
        title TEXT NOT NULL,
        status TEXT NOT NULL,
        category TEXT NOT NULL,
        priority TEXT NOT NULL,
        amount TEXT NOT NULL,
        at INTEGER,
        conversation TEXT,
        contact TEXT,
        company TEXT,
        text TEXT NOT NULL,
        log TEXT NOT NULL,
        PRIMARY KEY (kind, id)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX records_contact ON records (contact, at);
    CREATE INDEX records_company ON records (company, at);

    ALTER TABLE conversations ADD COLUMN contact TEXT;
    CREATE INDEX conversations_contact ON conversations (contact, number)
        WHERE contact IS NOT NULL;
",
    // What the register is to be told. A number is never given twice.
    "
    CREATE TABLE errands (
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        conversation TEXT NOT NULL UNIQUE
    ) STRICT;
",
    // What is kept of files beside their bytes.
    "
    CREATE TABLE files (
        id TEXT PRIMARY KEY,
        owner TEXT NOT NULL,
        name TEXT NOT NULL,
        size INTEGER NOT NULL,
        kind TEXT NOT NULL,
        width INTEGER,
        height INTEGER,
        stage TEXT NOT NULL,
        begun_at INTEGER NOT NULL,
        conversation INTEGER REFERENCES conversations (number),
        is_private INTEGER NOT NULL DEFAULT 0
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX files_waiting ON files (owner, begun_at) WHERE conversation IS NULL;
    INSERT INTO meta (key, value) VALUES ('file_bytes', '0');
    CREATE TRIGGER files_come AFTER INSERT ON files BEGIN
        UPDATE meta SET value = CAST(value AS INTEGER) + new.size WHERE key = 'file_bytes';
    END;
    CREATE TRIGGER files_change AFTER UPDATE OF size ON files BEGIN
        UPDATE meta SET value = CAST(value AS INTEGER) + new.size - old.size
        WHERE key = 'file_bytes';
    END;
    CREATE TRIGGER files_go AFTER DELETE ON files BEGIN
        UPDATE meta SET value = CAST(value AS INTEGER) - old.size WHERE key = 'file_bytes';
    END;
",
    // Who visitors are, where that is known for sure.
    "
    CREATE TABLE visitors (
        id TEXT PRIMARY KEY,
        known TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
",
    // Mails that wait to be sent.
    "
    CREATE TABLE mails (
        number INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        letter TEXT NOT NULL,
        due_at INTEGER NOT NULL,
        tried INTEGER NOT NULL DEFAULT 0
    ) STRICT;
    CREATE INDEX mails_due ON mails (due_at, number);
",
    // The files of a conversation, the latest ones.
    "
    CREATE INDEX files_conversation ON files (conversation, begun_at, id)
        WHERE conversation IS NOT NULL;
",
    // What articles have answered before anybody waited.
    "
    CREATE TABLE solved (
        at INTEGER NOT NULL,
        channel TEXT NOT NULL,
        article TEXT NOT NULL
    ) STRICT;
    CREATE INDEX solved_article ON solved (article);
",
    // Agents' photos: small pictures, kept where all that is copied with a backup is.
    "
    CREATE TABLE photos (
        id TEXT PRIMARY KEY,
        agent TEXT NOT NULL UNIQUE REFERENCES agents (id),
        kind TEXT NOT NULL,
        bytes BLOB NOT NULL
    ) STRICT;
",
];

/// Makes a file as a former version made it, which had taken so many steps.
#[cfg(test)]
pub(in crate::store) fn make_former(connection: &Connection, steps: usize) {
    for step in &STEPS[..steps] {
        connection.execute_batch(step).unwrap();
    }
    connection
        .pragma_update(None, "user_version", i64::try_from(steps).unwrap())
        .unwrap();
    connection
        .pragma_update(None, "application_id", APPLICATION)
        .unwrap();
}

/// Takes the steps that the file has not taken. A file of a later version, or of another program, is
/// refused.
pub(super) fn migrate(connection: &mut Connection) -> Result<(), Trouble> {
    let round = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let application: i32 = round.pragma_query_value(None, "application_id", |row| row.get(0))?;
    let taken: u32 = round.pragma_query_value(None, "user_version", |row| row.get(0))?;
    let tables: i64 =
        round.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    if application != APPLICATION && (taken != 0 || tables != 0) {
        return Err(Trouble::Storage(
            "the file belongs to another program".to_owned(),
        ));
    }
    let Some(steps) = STEPS.get(taken as usize..) else {
        return Err(Trouble::Storage(
            "the file was made by a later version".to_owned(),
        ));
    };
    for (step, version) in steps.iter().zip(taken + 1..) {
        round.execute_batch(step)?;
        round.pragma_update(None, "user_version", version)?;
    }
    round.pragma_update(None, "application_id", APPLICATION)?;
    if meta(&round, "epoch")?.is_none() {
        renew_epoch(&round)?;
    }
    round.commit()?;
    Ok(())
}

/// The epoch of the file.
pub(super) fn epoch(connection: &Connection) -> Result<Id<id::Epoch>, Trouble> {
    meta(connection, "epoch")?
        .map(Id::new)
        .ok_or_else(|| Trouble::Storage("the file has no epoch".to_owned()))
}

/// Gives the file another epoch.
pub(super) fn renew_epoch(connection: &Connection) -> Result<(), Trouble> {
    let mut bits = [0; 16];
    getrandom::fill(&mut bits).map_err(|error| Trouble::Storage(error.to_string()))?;
    let epoch = Id::<id::Epoch>::from_bits(u128::from_le_bytes(bits));
    set_meta(connection, "epoch", Some(epoch.as_str()))
}

/// Counts the changes of accounts, channels and sessions.
pub(super) fn directory_version(connection: &Connection) -> Result<i64, Trouble> {
    meta(connection, "directory")?
        .and_then(|text| text.parse().ok())
        .ok_or_else(|| Trouble::Storage("the file does not count its changes".to_owned()))
}

/// A single value by its key.
pub(super) fn meta(connection: &Connection, key: &str) -> Result<Option<String>, Trouble> {
    Ok(connection
        .prepare_cached("SELECT value FROM meta WHERE key = ?1")?
        .query_row([key], |row| row.get(0))
        .optional()?)
}

/// Sets or removes a single value.
pub(super) fn set_meta(
    connection: &Connection,
    key: &str,
    value: Option<&str>,
) -> Result<(), Trouble> {
    match value {
        Some(value) => connection.execute(
            "INSERT INTO meta (key, value) VALUES (?1, ?2)
             ON CONFLICT (key) DO UPDATE SET value = excluded.value",
            [key, value],
        )?,
        None => connection.execute("DELETE FROM meta WHERE key = ?1", [key])?,
    };
    Ok(())
}
