//! Readers beside the writer: each takes a connection of its own and gives it back.

use std::{
    path::{Path, PathBuf},
    sync::{Mutex, PoisonError},
};

use rusqlite::{Connection, params};
use shared::{
    id::{self, Id},
    register::{Company, Contact, Kind, Record},
    reply,
    time::Timestamp,
};

use super::{
    connection, customers, files, index, mails, photos, replies,
    row::{self, int},
};
use crate::{
    photo::Photo,
    public::Audience,
    record::{Entry, Filed, Loaded},
    store::{
        Match, Query, Reader, Span, Trouble,
        customers::{self as kept, CONVERSATIONS},
        mails::Waiting,
        replies::Look,
    },
};

/// Idle connections that are kept.
const KEPT: usize = 4;

/// Connections that only read.
pub(super) struct Pool {
    path: PathBuf,
    idle: Mutex<Vec<Connection>>,
}

impl Pool {
    pub(super) fn new(path: &Path) -> Self {
        Self {
            path: path.to_owned(),
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

macro_rules! agents {
    () => {
        "SELECT agent_seq, public_seq, change FROM entries
         WHERE conversation = (SELECT number FROM conversations WHERE id = ?1)
            AND agent_seq > ?2 AND agent_seq <= ?3 "
    };
}

/// An entry's number for agents is its number for the visitor and as much more as there are private ones
/// before it. So the primary key finds the span, and passes over private ones only.
macro_rules! visitor {
    () => {
        "WITH log (number, private) AS MATERIALIZED (
            SELECT number, (
                SELECT agent_seq - public_seq FROM entries
                WHERE conversation = number AND public_seq IS NOT NULL
                ORDER BY agent_seq DESC LIMIT 1
            ) FROM conversations WHERE id = ?1
         )
         SELECT agent_seq, public_seq, change FROM entries
         WHERE conversation = (SELECT number FROM log)
            AND agent_seq > ?2 AND agent_seq <= (SELECT ?3 + private FROM log)
            AND public_seq > ?2 AND public_seq <= ?3 "
    };
}

/// Entries of a log.
pub(super) fn entries(connection: &Connection, span: &Span) -> Result<Vec<Entry>, Trouble> {
    let query = match (span.audience, span.from_end) {
        (Audience::Agents, false) => concat!(agents!(), "ORDER BY agent_seq LIMIT ?4"),
        (Audience::Agents, true) => concat!(agents!(), "ORDER BY agent_seq DESC LIMIT ?4"),
        (Audience::Visitor, false) => concat!(visitor!(), "ORDER BY agent_seq LIMIT ?4"),
        (Audience::Visitor, true) => concat!(visitor!(), "ORDER BY agent_seq DESC LIMIT ?4"),
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

impl Reader for Pool {
    fn search(&self, query: &Query) -> Result<Vec<Match>, Trouble> {
        self.with(|connection| {
            // One view of the file for all of it.
            let view = connection.unchecked_transaction()?;
            let found = index::search(&view, query, |number| {
                let one = "SELECT number, state FROM conversations WHERE number = ?1";
                Ok(super::load(&view, one, [number])?.pop())
            })?;
            view.rollback()?;
            Ok(found)
        })
    }

    fn entries(&self, span: &Span) -> Result<Vec<Entry>, Trouble> {
        self.with(|connection| entries(connection, span))
    }

    fn filed(&self, id: &Id<id::File>) -> Result<Option<(Filed, Option<Loaded>)>, Trouble> {
        self.with(|connection| {
            // One view of the file for both.
            let view = connection.unchecked_transaction()?;
            let Some(filed) = files::find(&view, id)? else {
                return Ok(None);
            };
            let loaded = match &filed.place {
                Some(place) => {
                    let one = "SELECT number, state FROM conversations WHERE id = ?1";
                    super::load(&view, one, [place.conversation.as_str()])?.pop()
                }
                None => None,
            };
            Ok(Some((filed, loaded)))
        })
    }

    fn filed_in(&self, conversations: &[Id<id::Conversation>]) -> Result<Vec<Filed>, Trouble> {
        self.with(|connection| files::filed_in(connection, conversations))
    }

    fn mails(&self, now: Timestamp, limit: usize) -> Result<Vec<Waiting>, Trouble> {
        self.with(|connection| mails::due(connection, now, limit))
    }

    fn photo(&self, id: &Id<id::Photo>) -> Result<Option<Photo>, Trouble> {
        self.with(|connection| photos::find(connection, id))
    }

    fn replies(&self, look: &Look) -> Result<Vec<reply::Entry>, Trouble> {
        self.with(|connection| replies::look(connection, look))
    }
}

impl kept::Look for Pool {
    fn contacts_by_email(&self, email: &str) -> Result<Vec<Contact>, Trouble> {
        self.with(|connection| customers::by_email(connection, email))
    }

    fn contacts(&self, words: &[String], from: u64, limit: usize) -> Result<Vec<Contact>, Trouble> {
        self.with(|connection| customers::find(connection, words, from, limit))
    }

    fn contact(&self, id: &Id<id::Entry>) -> Result<Option<(Contact, Option<Company>)>, Trouble> {
        self.with(|connection| {
            let Some(contact) = customers::contact(connection, id)? else {
                return Ok(None);
            };
            let firm = contact.company.as_ref();
            let company = firm.map(|it| customers::company(connection, &it.id));
            Ok(Some((contact, company.transpose()?.flatten())))
        })
    }

    fn records(&self, contact: &Contact) -> Result<Vec<Record>, Trouble> {
        self.with(|connection| customers::records(connection, contact))
    }

    fn record(&self, kind: Kind, id: &Id<id::Entry>) -> Result<Option<kept::Kept>, Trouble> {
        self.with(|connection| customers::record(connection, kind, id))
    }

    fn conversations_with(&self, contact: &Id<id::Entry>) -> Result<Vec<Loaded>, Trouble> {
        self.with(|connection| {
            // One view of the file for all of it.
            let view = connection.unchecked_transaction()?;
            let query = "SELECT number, state FROM conversations
                         WHERE contact = ?1 ORDER BY number DESC LIMIT ?2";
            let limit = int(CONVERSATIONS as u64);
            let found = super::load(&view, query, params![contact.as_str(), limit])?;
            view.rollback()?;
            Ok(found)
        })
    }

    fn errands(&self, limit: usize) -> Result<Vec<kept::Errand>, Trouble> {
        self.with(|connection| customers::errands(connection, limit))
    }

    fn conversation(&self, id: &Id<id::Conversation>) -> Result<Option<Loaded>, Trouble> {
        self.with(|connection| {
            let view = connection.unchecked_transaction()?;
            let query = "SELECT number, state FROM conversations WHERE id = ?1";
            let found = super::load(&view, query, [id.as_str()])?.pop();
            view.rollback()?;
            Ok(found)
        })
    }
}
