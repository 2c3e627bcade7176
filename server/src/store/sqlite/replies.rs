//! Ready answers in SQLite. Everybody's have no owner, written as an empty one: no agent has that id.

use std::collections::BTreeMap;

use rusqlite::{Connection, OptionalExtension, Row, params};
use shared::{
    id::{self, Id},
    reply::{Entry, Kind},
};

use super::{Sqlite, schema};
use crate::{
    directory::Channel,
    store::{
        Trouble,
        replies::{AT_ONCE, Look, Replies},
    },
};

/// The owner of everybody's.
const EVERYBODY: &str = "";
/// The key of the count of changes of everybody's.
const VERSION: &str = "replies";

impl Replies for Sqlite {
    fn shared_replies(&mut self) -> Result<Vec<Entry>, Trouble> {
        self.connection
            .prepare_cached(
                "SELECT id, kind, folder, title, content FROM replies WHERE owner = ?1
                 ORDER BY folder, title, id",
            )?
            .query_and_then([EVERYBODY], entry)?
            .collect()
    }

    fn put_shared_reply(&mut self, entry: &Entry) -> Result<(), Trouble> {
        self.change(|connection| {
            put(connection, EVERYBODY, entry)?;
            count(connection)
        })
    }

    fn remove_shared_reply(&mut self, id: &Id<id::Reply>) -> Result<(), Trouble> {
        self.change(|connection| {
            if remove(connection, EVERYBODY, id)? == 0 {
                return Err(Trouble::Absent);
            }
            count(connection)
        })
    }

    fn solved(&mut self) -> Result<BTreeMap<Id<id::Reply>, u64>, Trouble> {
        self.connection
            .prepare_cached("SELECT article, count(*) FROM solved GROUP BY article")?
            .query_and_then([], |row| {
                let (article, count): (String, i64) = (row.get(0)?, row.get(1)?);
                Ok((Id::new(article), count.unsigned_abs()))
            })?
            .collect()
    }

    fn other_replies(&mut self, agent: &Id<id::Agent>, id: &Id<id::Reply>) -> Result<u32, Trouble> {
        let others = self
            .connection
            .prepare_cached("SELECT count(*) FROM replies WHERE owner = ?1 AND id <> ?2")?
            .query_row([agent.as_str(), id.as_str()], |row| row.get(0))?;
        Ok(others)
    }
}

/// Counts a change of everybody's, so that running servers notice.
fn count(connection: &Connection) -> Result<(), Trouble> {
    let next = version(connection)? + 1;
    schema::set_meta(connection, VERSION, Some(&next.to_string()))
}

/// How often everybody's have changed.
pub(super) fn version(connection: &Connection) -> Result<u64, Trouble> {
    let count = schema::meta(connection, VERSION)?;
    Ok(count.and_then(|it| it.parse().ok()).unwrap_or(0))
}

/// The templates that channels write mails with.
pub(super) fn templates(
    connection: &Connection,
    channels: &BTreeMap<Id<id::Channel>, Channel>,
) -> Result<BTreeMap<Id<id::Reply>, String>, Trouble> {
    let mut found = BTreeMap::new();
    let mut query =
        connection.prepare_cached("SELECT content FROM replies WHERE owner = ?1 AND id = ?2")?;
    for id in channels
        .values()
        .filter_map(|it| it.alarm.template.as_ref())
    {
        let content = query.query_row([EVERYBODY, id.as_str()], |row| row.get(0));
        if let Some(content) = content.optional()? {
            found.insert(id.clone(), content);
        }
    }
    Ok(found)
}

/// Keeps one, in place of the owner's one with this id.
pub(super) fn put(connection: &Connection, owner: &str, it: &Entry) -> Result<(), Trouble> {
    connection
        .prepare_cached(
            "INSERT INTO replies (owner, id, kind, folder, title, content)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)
             ON CONFLICT (owner, id) DO UPDATE SET kind = excluded.kind,
                folder = excluded.folder, title = excluded.title, content = excluded.content",
        )?
        .execute(params![
            owner,
            it.id.as_str(),
            kind_name(it.kind),
            it.folder,
            it.title,
            it.content
        ])?;
    Ok(())
}

/// Removes one of an owner's; tells how many there were.
pub(super) fn remove(
    connection: &Connection,
    owner: &str,
    id: &Id<id::Reply>,
) -> Result<usize, Trouble> {
    let removed = connection
        .prepare_cached("DELETE FROM replies WHERE owner = ?1 AND id = ?2")?
        .execute([owner, id.as_str()])?;
    Ok(removed)
}

/// Everybody's and one agent's own, in order.
pub(super) fn look(connection: &Connection, look: &Look) -> Result<Vec<Entry>, Trouble> {
    let after = look.after.as_ref();
    connection
        .prepare_cached(
            "SELECT id, kind, folder, title, content FROM replies
             WHERE owner IN ('', ?1)
                AND (?2 IS NULL OR (folder, title, id) > (?2, ?3, ?4))
             ORDER BY folder, title, id LIMIT ?5",
        )?
        .query_and_then(
            params![
                look.agent.as_str(),
                after.map(|it| &it.folder),
                after.map(|it| &it.title),
                after.map(|it| it.id.as_str()),
                AT_ONCE
            ],
            entry,
        )?
        .collect()
}

fn entry(row: &Row<'_>) -> Result<Entry, Trouble> {
    Ok(Entry {
        id: Id::new(row.get::<_, String>(0)?),
        kind: kind(&row.get::<_, String>(1)?),
        folder: row.get(2)?,
        title: row.get(3)?,
        content: row.get(4)?,
    })
}

const fn kind_name(kind: Kind) -> &'static str {
    match kind {
        Kind::Faq => "faq",
        Kind::Template => "template",
        Kind::Quick | Kind::Unknown => "quick",
    }
}

fn kind(name: &str) -> Kind {
    match name {
        "faq" => Kind::Faq,
        "template" => Kind::Template,
        "quick" => Kind::Quick,
        _ => Kind::Unknown,
    }
}
