//! The store in one SQLite file: write-ahead log, synced at every commit.

mod accounts;
mod check;
mod connection;
mod fresh;
mod journal;
mod reader;
mod row;
mod schema;
mod table;

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use rusqlite::{Connection, OptionalExtension, params};
use shared::{
    id::{self, Id},
    time::Timestamp,
};

use self::{
    journal::Journal,
    row::{int, number},
};
use super::{Reader, Store, Trouble};
use crate::{
    directory::Directory,
    record::{Conversation, Entry, Lasted, Loaded, Mark, Place, Sender, Sent, Write},
};

/// The writer of a SQLite file.
pub struct Sqlite {
    connection: Connection,
    path: PathBuf,
    journal: Journal,
    /// The last command that was asked for and is not there: whoever asks is about to carry it out.
    absent: Option<(Id<Sender>, Id<id::Client>)>,
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
        Self::open_gathering(path, journal::GATHERED)
    }

    /// The same, with another number of steps that gather in the journal before they are moved.
    pub(crate) fn open_gathering(path: &Path, steps: usize) -> Result<Self, Trouble> {
        connection::make_private(path)?;
        let mut connection = connection::open(path)?;
        schema::migrate(&mut connection)?;
        let epoch = schema::epoch(&connection)?;
        let journal = Journal::open(&mut connection, steps)?;
        Ok(Self {
            connection,
            path: path.to_owned(),
            reader: Arc::new(reader::Pool::new(path, journal.fresh().clone())),
            journal,
            absent: None,
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
    pub fn check(&mut self) -> Result<Vec<String>, Trouble> {
        self.complete()?;
        check::check(&self.connection)
    }

    /// Copies everything committed into a new file, while the store is in use. The copy has an epoch of
    /// its own: whoever goes on from it must not trust old cursors.
    ///
    /// # Errors
    /// When the file is there already or cannot be written.
    pub fn back_up(&self, to: &Path) -> Result<(), Trouble> {
        check::back_up(&self.connection, to)
    }

    /// Where the file is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Goes on only when an entry has the next numbers of its conversation's log; answers the highest
    /// public number from here on, or zero where nobody needs to know it.
    fn follows(&self, it: &Entry) -> Result<u64, Trouble> {
        let (agent, public) = match self.journal.heads(&it.conversation) {
            Some((agent, public)) if public > 0 || it.public_seq.is_none() => (agent, public),
            journal => {
                let (in_table, public) = self.heads_in_table(&it.conversation)?;
                (journal.map_or(in_table, |(agent, _)| agent), public)
            }
        };
        let follows = it.agent_seq == agent + 1
            && it
                .public_seq
                .is_none_or(|public_seq| public_seq == public + 1);
        if follows {
            Ok(it.public_seq.unwrap_or(public))
        } else {
            Err(Trouble::Storage(
                "an entry does not follow the last".to_owned(),
            ))
        }
    }

    fn heads_in_table(&self, id: &Id<id::Conversation>) -> Result<(u64, u64), Trouble> {
        let found = self
            .connection
            .prepare_cached(
                "SELECT
                    (SELECT max(agent_seq) FROM entries WHERE conversation = number),
                    (SELECT max(public_seq) FROM entries
                     WHERE conversation = number AND public_seq IS NOT NULL)
                 FROM conversations WHERE id = ?1",
            )?
            .query_row([id.as_str()], |row| {
                Ok((row.get::<_, Option<i64>>(0)?, row.get::<_, Option<i64>>(1)?))
            })
            .optional()?;
        let Some((agent, public)) = found else {
            return Err(Trouble::Storage("an entry of no conversation".to_owned()));
        };
        Ok((agent.map_or(0, number), public.map_or(0, number)))
    }

    /// Puts everything into the tables; within a round as part of it.
    fn complete(&mut self) -> Result<(), Trouble> {
        if self.journal.is_empty() {
            return Ok(());
        }
        if !self.connection.is_autocommit() {
            return self.journal.move_all(&self.connection);
        }
        self.begin()?;
        let done = self.journal.move_all(&self.connection);
        match done.and_then(|()| self.commit()) {
            Ok(()) => Ok(()),
            Err(trouble) => {
                self.rollback();
                Err(trouble)
            }
        }
    }

    /// The conversations a query finds, each with the entries above its state. The query gives
    /// `number` and `state`.
    fn load(&self, query: &str, params: impl rusqlite::Params) -> Result<Vec<Loaded>, Trouble> {
        let mut found = self.connection.prepare_cached(query)?;
        let mut rows = found.query(params)?;
        let mut all = Vec::new();
        while let Some(row) = rows.next()? {
            let conversation: Conversation = row::parsed(row, 1)?;
            let mut since = self
                .connection
                .prepare_cached(
                    "SELECT agent_seq, public_seq, change FROM entries
                     WHERE conversation = ?1 AND agent_seq > ?2 ORDER BY agent_seq",
                )?
                .query_and_then(
                    params![row.get::<_, i64>(0)?, int(conversation.agent_head)],
                    |row| row::entry(&conversation.id, row),
                )?
                .collect::<Result<Vec<_>, Trouble>>()?;
            let known = since
                .last()
                .map_or(conversation.agent_head, |it| it.agent_seq);
            let newer = self.journal.entries(&conversation.id);
            let newer = newer.iter().filter(|it| it.agent_seq > known);
            since.extend(newer.map(|it| (**it).clone()));
            all.push(Loaded {
                conversation,
                since,
            });
        }
        Ok(all)
    }
}

impl Drop for Sqlite {
    /// Leaves a file whose tables tell everything. What cannot be moved now is moved at the next start.
    fn drop(&mut self) {
        self.rollback();
        let _ = self.complete();
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
        match write {
            Write::Conversation(it) => table::put_conversation(&self.connection, it),
            Write::Entry(it) => {
                let public_head = self.follows(it)?;
                self.journal.add_entry(it, public_head)
            }
            Write::Sent { sender, id, sent } => {
                if self.sent(sender, id)?.is_some() {
                    return Err(Trouble::Storage(
                        "a command was carried out twice".to_owned(),
                    ));
                }
                self.absent = None;
                self.journal.add_sent(sender, id, sent);
                Ok(())
            }
            Write::Presence { agent, presence } => {
                self.connection
                    .prepare_cached("UPDATE agents SET presence = ?2 WHERE id = ?1")?
                    .execute(params![agent.as_str(), row::presence(*presence)])?;
                Ok(())
            }
        }
    }

    fn commit(&mut self) -> Result<(), Trouble> {
        self.journal.write(&self.connection)?;
        self.connection.prepare_cached("COMMIT")?.execute([])?;
        self.journal.committed();
        Ok(())
    }

    fn rollback(&mut self) {
        self.journal.rolled_back();
        if !self.connection.is_autocommit() {
            // A failure leaves nothing behind either: what was not committed is never read again.
            let _ = self.connection.execute_batch("ROLLBACK");
        }
    }

    fn tidy(&mut self) -> Result<(), Trouble> {
        self.complete()
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
        if let Some(sent) = self.journal.sent(sender, id) {
            return Ok(Some(sent.clone()));
        }
        if self
            .absent
            .as_ref()
            .is_some_and(|it| it.0 == *sender && it.1 == *id)
        {
            return Ok(None);
        }
        let found = row::find_sent(&self.connection, sender, id)?;
        self.absent = found.is_none().then(|| (sender.clone(), id.clone()));
        Ok(found)
    }

    fn conversation(&mut self, id: &Id<id::Conversation>) -> Result<Option<Loaded>, Trouble> {
        let query = "SELECT number, state FROM conversations WHERE id = ?1";
        Ok(self.load(query, [id.as_str()])?.pop())
    }

    fn latest(&mut self, visitor: &Id<id::Visitor>) -> Result<Option<Loaded>, Trouble> {
        let query = "SELECT number, state FROM conversations
                     WHERE visitor = ?1 ORDER BY number DESC LIMIT 1";
        Ok(self.load(query, [visitor.as_str()])?.pop())
    }

    fn place(
        &mut self,
        conversation: &Id<id::Conversation>,
        message: &Id<id::Message>,
    ) -> Result<Option<Place>, Trouble> {
        if self.journal.concerns(conversation) {
            self.complete()?;
        }
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

    fn live(&mut self, ended_since: Timestamp) -> Result<Vec<Loaded>, Trouble> {
        let query = "SELECT number, state FROM conversations WHERE status <> 'ended'
                     UNION ALL
                     SELECT number, state FROM conversations WHERE ended_at >= ?1";
        self.load(query, [int(ended_since.0)])
    }

    fn lasted(&mut self, since: Timestamp) -> Result<Vec<Lasted>, Trouble> {
        self.connection
            .prepare_cached(
                "SELECT channel, started_at, answered_at, ended_at FROM conversations
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

    fn reader(&self) -> Arc<dyn Reader> {
        self.reader.clone()
    }
}
