//! Agents' photos in SQLite.

use std::collections::BTreeMap;

use rusqlite::{Connection, OptionalExtension, params};
use shared::id::{self, Id};

use super::Sqlite;
use crate::{
    directory::Agent,
    photo::Photo,
    store::{Trouble, photos::Photos},
};

impl Photos for Sqlite {
    fn set_photo(&mut self, agent: &Id<id::Agent>, photo: Option<&Photo>) -> Result<(), Trouble> {
        self.change(|connection| {
            connection.execute("DELETE FROM photos WHERE agent = ?1", [agent.as_str()])?;
            let Some(it) = photo else {
                return Ok(());
            };
            let added = connection.execute(
                "INSERT INTO photos (id, agent, kind, bytes)
                 SELECT ?2, id, ?3, ?4 FROM agents WHERE id = ?1",
                params![agent.as_str(), it.id.as_str(), it.kind, it.bytes],
            )?;
            if added == 0 {
                return Err(Trouble::Absent);
            }
            Ok(())
        })
    }
}

/// The photo with this id.
pub(super) fn find(connection: &Connection, id: &Id<id::Photo>) -> Result<Option<Photo>, Trouble> {
    Ok(connection
        .prepare_cached("SELECT kind, bytes FROM photos WHERE id = ?1")?
        .query_row([id.as_str()], |row| {
            Ok(Photo {
                id: id.clone(),
                kind: row.get(0)?,
                bytes: row.get(1)?,
            })
        })
        .optional()?)
}

/// Tells agents of their photos.
pub(super) fn give(
    connection: &Connection,
    agents: &mut BTreeMap<Id<id::Agent>, Agent>,
) -> Result<(), Trouble> {
    let mut query = connection.prepare_cached("SELECT agent, id FROM photos")?;
    let mut rows = query.query([])?;
    while let Some(row) = rows.next()? {
        if let Some(agent) = agents.get_mut(&Id::new(row.get::<_, String>(0)?)) {
            agent.photo = Some(Id::new(row.get::<_, String>(1)?));
        }
    }
    Ok(())
}
