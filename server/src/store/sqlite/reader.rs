//! Readers beside the writer: each takes a connection of its own and gives it back.

use std::{
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
};

use rusqlite::{Connection, params};

use super::{
    connection,
    fresh::Fresh,
    row::{self, int},
};
use crate::{
    public::Audience,
    record::Entry,
    store::{Reader, Span, Trouble},
};

/// Idle connections that are kept.
const KEPT: usize = 4;

/// Connections that only read.
pub(super) struct Pool {
    path: PathBuf,
    fresh: Arc<Fresh>,
    idle: Mutex<Vec<Connection>>,
}

impl Pool {
    pub(super) fn new(path: &Path, fresh: Arc<Fresh>) -> Self {
        Self {
            path: path.to_owned(),
            fresh,
            idle: Mutex::default(),
        }
    }

    fn with<T>(&self, read: impl FnOnce(&Connection) -> Result<T, Trouble>) -> Result<T, Trouble> {
        let idle = self
            .idle
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .pop();
        let connection = match idle {
            Some(connection) => connection,
            None => connection::open_to_read(&self.path)?,
        };
        let found = read(&connection)?;
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        if idle.len() < KEPT {
            idle.push(connection);
        }
        Ok(found)
    }
}

impl Reader for Pool {
    fn entries(&self, span: &Span) -> Result<Vec<Entry>, Trouble> {
        // First what is fresh, then the table: see there.
        let fresh = self.fresh.of(&span.conversation);
        let mut entries = self.with(|connection| in_table(connection, span))?;
        let seq = |it: &Entry| match span.audience {
            Audience::Agents => Some(it.agent_seq),
            Audience::Visitor => it.public_seq,
        };
        let is_within = |it: &Entry| seq(it).is_some_and(|seq| span.after < seq && seq <= span.to);
        let last = entries.last().map_or(0, |it| it.agent_seq);
        let newer = fresh
            .iter()
            .filter(|it| it.agent_seq > last && is_within(it));
        entries.extend(newer.map(|it| (**it).clone()));
        let limit = usize::from(span.limit);
        if span.from_end {
            entries.drain(..entries.len().saturating_sub(limit));
        } else {
            entries.truncate(limit);
        }
        Ok(entries)
    }
}

/// The entries of a span that are in the table, ascending.
fn in_table(connection: &Connection, span: &Span) -> Result<Vec<Entry>, Trouble> {
    let query = match (span.audience, span.from_end) {
        (Audience::Agents, false) => {
            "SELECT agent_seq, public_seq, change FROM entries
             WHERE conversation = (SELECT number FROM conversations WHERE id = ?1)
                AND agent_seq > ?2 AND agent_seq <= ?3
             ORDER BY agent_seq LIMIT ?4"
        }
        (Audience::Agents, true) => {
            "SELECT agent_seq, public_seq, change FROM entries
             WHERE conversation = (SELECT number FROM conversations WHERE id = ?1)
                AND agent_seq > ?2 AND agent_seq <= ?3
             ORDER BY agent_seq DESC LIMIT ?4"
        }
        (Audience::Visitor, false) => {
            "SELECT agent_seq, public_seq, change FROM entries
             WHERE conversation = (SELECT number FROM conversations WHERE id = ?1)
                AND public_seq IS NOT NULL AND public_seq > ?2 AND public_seq <= ?3
             ORDER BY public_seq LIMIT ?4"
        }
        (Audience::Visitor, true) => {
            "SELECT agent_seq, public_seq, change FROM entries
             WHERE conversation = (SELECT number FROM conversations WHERE id = ?1)
                AND public_seq IS NOT NULL AND public_seq > ?2 AND public_seq <= ?3
             ORDER BY public_seq DESC LIMIT ?4"
        }
    };
    let mut entries = connection
        .prepare_cached(query)?
        .query_and_then(
            params![
                span.conversation.as_str(),
                int(span.after),
                int(span.to),
                span.limit
            ],
            |row| row::entry(&span.conversation, row),
        )?
        .collect::<Result<Vec<_>, Trouble>>()?;
    if span.from_end {
        entries.reverse();
    }
    Ok(entries)
}
