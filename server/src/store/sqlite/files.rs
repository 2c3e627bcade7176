//! Files in SQLite: what is kept of them beside their bytes.

use rusqlite::{Connection, Row, params};
use shared::{
    error::Code,
    file::File,
    id::{self, Id},
    limits::MAX_DOCUMENTS,
    time::Timestamp,
};

use super::{
    Sqlite,
    row::{self, int, number},
    schema,
};
use crate::{
    record::{Filed, Filing, Sender, Stage},
    store::{
        Trouble,
        files::{FORGOTTEN_AT_ONCE, Files, Held, latest},
    },
};

/// What [`filed`] reads.
macro_rules! columns {
    () => {
        "id, owner, name, size, kind, width, height, stage, begun_at, is_private,
         (SELECT conversations.id FROM conversations WHERE number = conversation)"
    };
}

impl Files for Sqlite {
    fn file(&mut self, id: &Id<id::File>) -> Result<Option<Filed>, Trouble> {
        find(&self.connection, id)
    }

    fn held(&mut self, owner: &Id<Sender>) -> Result<Held, Trouble> {
        let waiting = self
            .connection
            .prepare_cached("SELECT count(*) FROM files WHERE owner = ?1 AND conversation IS NULL")?
            .query_row([owner.as_str()], |row| row.get(0))?;
        let bytes = schema::meta(&self.connection, "file_bytes")?;
        Ok(Held {
            waiting,
            bytes: bytes.and_then(|it| it.parse().ok()).unwrap_or_default(),
        })
    }

    fn settle_file(&mut self, file: &File, stage: Stage) -> Result<Filed, Trouble> {
        let point = self.connection.savepoint()?;
        let mut filed = find(&point, &file.id)?.ok_or(Trouble::Absent)?;
        if filed.stage == Stage::Pending {
            filed.file = file.clone();
            filed.stage = stage;
            put(&point, &filed)?;
        }
        point.commit()?;
        Ok(filed)
    }

    fn forget_files(&mut self, begun_before: Timestamp) -> Result<Vec<Id<id::File>>, Trouble> {
        let forgotten = self
            .connection
            .prepare_cached(
                "UPDATE files SET stage = 'forgotten' WHERE id IN (
                    SELECT id FROM files WHERE conversation IS NULL AND begun_at < ?1 LIMIT ?2
                 ) RETURNING id",
            )?
            .query_map(params![int(begun_before.0), FORGOTTEN_AT_ONCE], |row| {
                Ok(Id::new(row.get::<_, String>(0)?))
            })?
            .collect::<Result<_, _>>()?;
        Ok(forgotten)
    }

    fn drop_files(&mut self, forgotten: &[Id<id::File>]) -> Result<(), Trouble> {
        let mut drop = self
            .connection
            .prepare_cached("DELETE FROM files WHERE id = ?1 AND stage = 'forgotten'")?;
        for id in forgotten {
            drop.execute([id.as_str()])?;
        }
        Ok(())
    }

    fn ready_files(&mut self) -> Result<Vec<File>, Trouble> {
        ready(&self.connection)
    }
}

/// Every file whose bytes are kept.
pub(super) fn ready(connection: &Connection) -> Result<Vec<File>, Trouble> {
    connection
        .prepare(concat!(
            "SELECT ",
            columns!(),
            " FROM files WHERE stage = 'ready' ORDER BY id"
        ))?
        .query_and_then([], |row| Ok(filed(row)?.file))?
        .collect()
}

/// A file.
pub(super) fn find(connection: &Connection, id: &Id<id::File>) -> Result<Option<Filed>, Trouble> {
    connection
        .prepare_cached(concat!("SELECT ", columns!(), " FROM files WHERE id = ?1"))?
        .query_and_then([id.as_str()], filed)?
        .next()
        .transpose()
}

/// The files that went with messages of these conversations, the latest first.
pub(super) fn filed_in(
    connection: &Connection,
    conversations: &[Id<id::Conversation>],
) -> Result<Vec<Filed>, Trouble> {
    let mut query = connection.prepare_cached(concat!(
        "SELECT ",
        columns!(),
        " FROM files
         WHERE conversation = (SELECT conversations.number FROM conversations WHERE id = ?1)
         ORDER BY begun_at DESC, id DESC LIMIT ?2"
    ))?;
    let limit = int(MAX_DOCUMENTS as u64);
    let mut found = Vec::new();
    for id in conversations {
        for it in query.query_and_then(params![id.as_str(), limit], filed)? {
            found.push(it?);
        }
    }
    Ok(latest(found))
}

/// Adds a file, or changes the one with this id.
pub(super) fn put(connection: &Connection, it: &Filed) -> Result<(), Trouble> {
    let place = it.place.as_ref();
    connection
        .prepare_cached(
            "INSERT INTO files
                (id, owner, name, size, kind, width, height, stage, begun_at, is_private,
                 conversation)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10,
                 (SELECT number FROM conversations WHERE id = ?11))
             ON CONFLICT (id) DO UPDATE SET
                name = excluded.name, size = excluded.size, kind = excluded.kind,
                width = excluded.width, height = excluded.height, stage = excluded.stage,
                is_private = excluded.is_private, conversation = excluded.conversation",
        )?
        .execute(params![
            it.file.id.as_str(),
            it.owner.as_str(),
            it.file.name,
            int(it.file.size),
            it.file.kind,
            it.file.width,
            it.file.height,
            stage_name(it.stage),
            int(it.begun_at.0),
            place.is_some_and(|it| it.is_private),
            place.map(|it| it.conversation.as_str()),
        ])?;
    Ok(())
}

fn filed(row: &Row<'_>) -> Result<Filed, Trouble> {
    let conversation: Option<String> = row.get(10)?;
    let is_private: bool = row.get(9)?;
    Ok(Filed {
        file: File {
            id: Id::new(row.get::<_, String>(0)?),
            name: row.get(2)?,
            size: number(row.get(3)?),
            kind: row.get(4)?,
            width: row.get(5)?,
            height: row.get(6)?,
        },
        owner: Id::new(row.get::<_, String>(1)?),
        stage: stage(&row.get::<_, String>(7)?)?,
        begun_at: Timestamp(number(row.get(8)?)),
        place: conversation.map(|it| Filing {
            conversation: Id::new(it),
            is_private,
        }),
    })
}

fn stage_name(stage: Stage) -> &'static str {
    match stage {
        Stage::Pending => "pending",
        Stage::Ready => "ready",
        Stage::Refused(Code::TooLarge) => "too_large",
        Stage::Refused(Code::WrongType) => "wrong_type",
        Stage::Refused(_) => "not_allowed",
        Stage::Forgotten => "forgotten",
    }
}

fn stage(name: &str) -> Result<Stage, Trouble> {
    Ok(match name {
        "pending" => Stage::Pending,
        "ready" => Stage::Ready,
        "too_large" => Stage::Refused(Code::TooLarge),
        "wrong_type" => Stage::Refused(Code::WrongType),
        "forgotten" => Stage::Forgotten,
        "not_allowed" => Stage::Refused(Code::NotAllowed),
        _ => return Err(row::strange()),
    })
}
