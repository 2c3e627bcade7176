//! The store in one SQLite file: write-ahead log, synced at every commit.

mod accounts;
mod check;
mod connection;
mod customers;
mod erasing;
mod files;
mod index;
mod lately;
mod mails;
mod photos;
mod reader;
mod replies;
mod row;
pub(super) mod schema;
mod tail;

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use rusqlite::{Connection, OptionalExtension, params};
use shared::{
    file::File,
    id::{self, Id},
    register::Kind,
    time::Timestamp,
};

use self::{
    index::Index,
    lately::Lately,
    row::{int, number},
    tail::Tails,
};
use super::{Reader, Span, Store, Trouble};
use crate::{
    directory::Directory,
    record::{Conversation, Entry, Known, Lasted, Loaded, Mark, Place, Sender, Sent, Write},
};

/// Messages whose words are put in their place in one go: some milliseconds of work.
const INDEXED_AT_ONCE: usize = 512;

/// The writer of a SQLite file.
pub struct Sqlite {
    connection: Connection,
    path: PathBuf,
    tails: Tails,
    lately: Lately,
    index: Index,
    /// Whether something was erased that may be left in the write-ahead log.
    has_traces: bool,
    /// Whether the round has changed what those two know.
    has_written: bool,
    reader: Arc<reader::Pool>,
    epoch: Id<id::Epoch>,
    /// The version of accounts and channels that was last asked for.
    known_directory: Option<i64>,
    /// SQLite's own count of other connections' commits at that time.
    known_commits: i64,
    /// Whether this connection changed accounts or channels since.
    has_changed_directory: bool,
}

impl Sqlite {
    /// Opens the file, or makes it.
    ///
    /// # Errors
    /// When it cannot be opened, is not ours, or does not pass its check.
    pub fn open(path: &Path) -> Result<Self, Trouble> {
        connection::make_private(path)?;
        let mut connection = connection::open(path)?;
        schema::migrate(&mut connection)?;
        let epoch = schema::epoch(&connection)?;
        Ok(Self {
            connection,
            path: path.to_owned(),
            tails: Tails::default(),
            lately: Lately::default(),
            index: Index::default(),
            has_traces: true,
            has_written: false,
            reader: Arc::new(reader::Pool::new(path)),
            epoch,
            known_directory: None,
            known_commits: 0,
            has_changed_directory: false,
        })
    }

    /// Checks the whole file: its structure, its references, and that no log has a hole. What is wrong is
    /// returned, in words.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn check(&self) -> Result<Vec<String>, Trouble> {
        check::check(&self.connection)
    }

    /// Copies everything committed into a new file, while the store is in use. The copy has an epoch of
    /// its own: whoever goes on from it must not trust old cursors. Answers which files of messages belong to
    /// the copy.
    ///
    /// # Errors
    /// When the file is there already or cannot be written.
    pub fn back_up(&self, to: &Path) -> Result<Vec<File>, Trouble> {
        check::back_up(&self.connection, to)
    }

    /// Where the file is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    fn put_conversation(&self, it: &Conversation) -> Result<(), Trouble> {
        self.connection
            .prepare_cached(
                "INSERT INTO conversations
                    (id, channel, visitor, status, started_at, answered_at, ended_at, state, contact)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
                 ON CONFLICT (id) DO UPDATE SET
                    status = excluded.status, answered_at = excluded.answered_at,
                    ended_at = excluded.ended_at, state = excluded.state,
                    contact = excluded.contact",
            )?
            .execute(params![
                it.id.as_str(),
                it.channel.as_str(),
                it.visitor.as_str(),
                row::status(it.status),
                int(it.started_at.0),
                it.answered_at.map(|at| int(at.0)),
                it.ended.as_ref().map(|ended| int(ended.at.0)),
                match it.unkept && !it.is_erased() {
                    true => erasing::state(it)?,
                    false => row::json(it)?,
                },
                it.links.contact.as_ref().map(|it| it.id.as_str()),
            ])?;
        Ok(())
    }

    fn put_entry(&mut self, it: &Entry) -> Result<(), Trouble> {
        let (conversation, is_unkept) = self.tails.follow(&self.connection, it)?;
        let message = row::message(&it.change);
        self.connection
            .prepare_cached(
                "INSERT INTO entries
                    (conversation, agent_seq, public_seq, message, by_visitor, change)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            )?
            .execute(params![
                conversation,
                int(it.agent_seq),
                it.public_seq.map(int),
                message.map(Id::as_str),
                row::is_by_visitor(&it.change),
                match is_unkept {
                    true => erasing::entry(&it.change)?,
                    false => row::json(&it.change)?,
                },
            ])?;
        if message.is_some() {
            self.index.note(&self.connection, conversation)?;
        }
        Ok(())
    }
}

impl Store for Sqlite {
    fn epoch(&self) -> Id<id::Epoch> {
        self.epoch.clone()
    }

    fn begin(&mut self) -> Result<(), Trouble> {
        self.connection
            .prepare_cached("BEGIN IMMEDIATE")?
            .execute([])?;
        Ok(())
    }

    fn apply(&mut self, write: &Write) -> Result<(), Trouble> {
        self.has_written = true;
        match write {
            Write::Conversation(it) if it.unkept => {
                erasing::over(&self.connection, || self.put_conversation(it))
            }
            Write::Conversation(it) => self.put_conversation(it),
            Write::Entry(it) => self.put_entry(it),
            Write::Sent { sender, id, sent } => {
                let (tails, connection) = (&mut self.tails, &self.connection);
                self.lately.put(connection, tails, sender, id, sent)
            }
            Write::Presence {
                agent,
                presence,
                reason,
            } => {
                self.connection
                    .prepare_cached("UPDATE agents SET presence = ?2, reason = ?3 WHERE id = ?1")?
                    .execute(params![
                        agent.as_str(),
                        row::presence(*presence),
                        reason.as_ref().map(Id::as_str)
                    ])?;
                Ok(())
            }
            Write::Serves { agent, chosen } => {
                self.connection
                    .prepare_cached("UPDATE agents SET serves = ?2 WHERE id = ?1")?
                    .execute(params![agent.as_str(), row::json(chosen)?])?;
                Ok(())
            }
            Write::Reply { agent, entry } => replies::put(&self.connection, agent.as_str(), entry),
            Write::NoReply { agent, id } => {
                replies::remove(&self.connection, agent.as_str(), id).map(|_| ())
            }
            Write::Activity(it) => {
                customers::put_record(&self.connection, it)?;
                customers::tell(&self.connection, it.record.id.as_str())
            }
            Write::Visitor { id, known } => {
                self.connection
                    .prepare_cached(
                        "INSERT INTO visitors (id, known) VALUES (?1, ?2)
                         ON CONFLICT (id) DO UPDATE SET known = excluded.known",
                    )?
                    .execute(params![id.as_str(), row::json(known)?])?;
                Ok(())
            }
            Write::NoActivity(id) => {
                let entry = Id::new(id.as_str());
                customers::remove_record(&self.connection, Kind::Activity, &entry)?;
                customers::tell(&self.connection, id.as_str())
            }
            Write::Solved {
                channel,
                article,
                at,
            } => {
                self.connection
                    .prepare_cached(
                        "INSERT INTO solved (at, channel, article) VALUES (?1, ?2, ?3)",
                    )?
                    .execute(params![at.0 as i64, channel.as_str(), article.as_str()])?;
                Ok(())
            }
            Write::Mail(letter) => mails::put(&self.connection, letter),
            Write::File(filed) => files::put(&self.connection, filed),
            Write::Erase(id) => {
                self.has_traces = true;
                erasing::over(&self.connection, || erasing::erase(&self.connection, id))
            }
        }
    }

    fn commit(&mut self) -> Result<(), Trouble> {
        self.lately.make_room(&self.connection)?;
        self.connection.prepare_cached("COMMIT")?.execute([])?;
        self.has_written = false;
        Ok(())
    }

    fn rollback(&mut self) {
        if std::mem::take(&mut self.has_written) {
            self.tails = Tails::default();
            self.lately = Lately::default();
            self.index = Index::default();
        }
        if !self.connection.is_autocommit() {
            // A failure leaves nothing behind either: what was not committed is never read again.
            let _ = self.connection.execute_batch("ROLLBACK");
        }
    }

    fn verify(&mut self) -> Result<(), Trouble> {
        self.rollback();
        let probe = self.connection.query_row(
            "INSERT INTO meta (key, value) VALUES ('probe', '0')
             ON CONFLICT (key) DO UPDATE SET value = CAST(value AS INTEGER) + 1 RETURNING value",
            [],
            |row| row.get::<_, String>(0),
        )?;
        if schema::meta(&self.connection, "probe")? == Some(probe) {
            Ok(())
        } else {
            Err(Trouble::Storage("what was written is not there".to_owned()))
        }
    }

    fn sent(&mut self, sender: &Id<Sender>, id: &Id<id::Client>) -> Result<Option<Sent>, Trouble> {
        self.lately.find(&self.connection, sender, id)
    }

    fn conversation(&mut self, id: &Id<id::Conversation>) -> Result<Option<Loaded>, Trouble> {
        let query = "SELECT number, state FROM conversations WHERE id = ?1";
        Ok(load(&self.connection, query, [id.as_str()])?.pop())
    }

    fn latest(&mut self, visitor: &Id<id::Visitor>) -> Result<Option<Loaded>, Trouble> {
        let query = "SELECT number, state FROM conversations
                     WHERE visitor = ?1 ORDER BY number DESC LIMIT 1";
        Ok(load(&self.connection, query, [visitor.as_str()])?.pop())
    }

    fn known(&mut self, visitor: &Id<id::Visitor>) -> Result<Known, Trouble> {
        let mut query = self
            .connection
            .prepare_cached("SELECT known FROM visitors WHERE id = ?1")?;
        let mut found = query.query_and_then([visitor.as_str()], |row| row::parsed(row, 0))?;
        found.next().transpose().map(Option::unwrap_or_default)
    }

    fn place(
        &mut self,
        conversation: &Id<id::Conversation>,
        message: &Id<id::Message>,
    ) -> Result<Option<Place>, Trouble> {
        let found = self
            .connection
            .prepare_cached(
                "SELECT conversation, agent_seq, public_seq FROM entries
                 WHERE conversation = (SELECT number FROM conversations WHERE id = ?1)
                    AND message = ?2",
            )?
            .query_row(params![conversation.as_str(), message.as_str()], |row| {
                Ok((
                    row.get::<_, i64>(0)?,
                    row.get::<_, i64>(1)?,
                    row.get::<_, Option<i64>>(2)?,
                ))
            })
            .optional()?;
        let Some((conversation, agent_seq, public_seq)) = found else {
            return Ok(None);
        };
        let public = self
            .connection
            .prepare_cached(
                "SELECT message, agent_seq FROM entries
                 WHERE conversation = ?1 AND agent_seq <= ?2
                    AND message IS NOT NULL AND public_seq IS NOT NULL
                 ORDER BY agent_seq DESC LIMIT 1",
            )?
            .query_row(params![conversation, agent_seq], |row| {
                Ok(Mark {
                    message: Id::new(row.get::<_, String>(0)?),
                    agent_seq: number(row.get(1)?),
                })
            })
            .optional()?;
        let unread: i64 = self
            .connection
            .prepare_cached(
                "SELECT count(*) FROM entries
                 WHERE conversation = ?1 AND agent_seq > ?2 AND by_visitor",
            )?
            .query_row(params![conversation, agent_seq], |row| row.get(0))?;
        Ok(Some(Place {
            agent_seq: number(agent_seq),
            public_seq: public_seq.map(number),
            public,
            unread: u32::try_from(unread).unwrap_or(u32::MAX),
        }))
    }

    fn entries(&mut self, span: &Span) -> Result<Vec<Entry>, Trouble> {
        reader::entries(&self.connection, span)
    }

    fn live(&mut self, ended_since: Timestamp) -> Result<Vec<Loaded>, Trouble> {
        let query = "SELECT number, state FROM conversations WHERE status <> 'ended'
                     UNION ALL
                     SELECT number, state FROM conversations WHERE ended_at >= ?1";
        load(&self.connection, query, [int(ended_since.0)])
    }

    fn lasted(&mut self, since: Timestamp) -> Result<Vec<Lasted>, Trouble> {
        self.connection
            .prepare_cached(
                "SELECT channel, started_at, answered_at, ended_at, json_extract(state, '$.rating')
                 FROM conversations
                 WHERE started_at >= ?1 OR answered_at >= ?1 OR ended_at >= ?1",
            )?
            .query_and_then([int(since.0)], row::lasted)?
            .collect()
    }

    fn directory(&mut self, now: Timestamp) -> Result<Directory, Trouble> {
        accounts::directory(&self.connection, now)
    }

    fn has_new_directory(&mut self) -> Result<bool, Trouble> {
        let commits: i64 = self
            .connection
            .prepare_cached("PRAGMA data_version")?
            .query_row([], |row| row.get(0))?;
        if commits == self.known_commits && !self.has_changed_directory {
            return Ok(false);
        }
        let version = schema::directory_version(&self.connection)?;
        let is_new = self.known_directory != Some(version);
        self.known_commits = commits;
        self.known_directory = Some(version);
        self.has_changed_directory = false;
        Ok(is_new)
    }

    fn index(&mut self) -> Result<bool, Trouble> {
        if self.index.has_work() {
            self.begin()?;
            self.has_written = true;
            self.index.work(&self.connection, INDEXED_AT_ONCE)?;
            self.commit()?;
        }
        if self.has_traces {
            self.has_traces = !erasing::wipe(&self.connection)?;
        }
        Ok(self.index.has_work() || self.has_traces)
    }

    fn reader(&self) -> Arc<dyn Reader> {
        self.reader.clone()
    }
}

/// The conversations a query finds, each with the entries above its state. The query gives
/// `number` and `state`.
fn load(
    connection: &Connection,
    query: &str,
    params: impl rusqlite::Params,
) -> Result<Vec<Loaded>, Trouble> {
    let mut found = connection.prepare_cached(query)?;
    let mut rows = found.query(params)?;
    let mut all = Vec::new();
    while let Some(row) = rows.next()? {
        let conversation: Conversation = row::parsed(row, 1)?;
        let since = connection
            .prepare_cached(
                "SELECT agent_seq, public_seq, change FROM entries
                 WHERE conversation = ?1 AND agent_seq > ?2 ORDER BY agent_seq",
            )?
            .query_and_then(
                params![row.get::<_, i64>(0)?, int(conversation.agent_head)],
                |row| row::entry(&conversation.id, row),
            )?
            .collect::<Result<_, Trouble>>()?;
        all.push(Loaded {
            conversation,
            since,
        });
    }
    Ok(all)
}
