//! Commands that were carried out lately.
//!
//! Answers are looked up by sender and id, and neighbours there come from many people at different times:
//! put in their place one by one, each would cost a page of its own. So they gather in a table in the order
//! in which they come, and in memory, and are moved into their place many at once and sorted.

use std::collections::HashMap;

use rusqlite::{Connection, params};
use shared::id::{self, Id};

use super::{
    row::{self, int},
    tail::Tails,
};
use crate::{
    record::{Answer, Sender, Sent},
    store::Trouble,
};

/// Answers that gather before they are moved.
#[cfg(not(test))]
const GATHERED: usize = 1_024;
/// So few that tests meet both.
#[cfg(test)]
const GATHERED: usize = 8;

type Key = (Id<Sender>, Id<id::Client>);

/// What has gathered, as the present round sees it.
#[derive(Debug, Default)]
pub(super) struct Lately {
    /// Nothing as long as it has not been read from the table.
    known: Option<HashMap<Key, Sent>>,
    /// The command that was asked for last and is nowhere: whoever asked is about to carry it out.
    absent: Option<Key>,
}

impl Lately {
    /// The answer to a command, wherever it is.
    pub(super) fn find(
        &mut self,
        connection: &Connection,
        sender: &Id<Sender>,
        id: &Id<id::Client>,
    ) -> Result<Option<Sent>, Trouble> {
        let key = (sender.clone(), id.clone());
        if let Some(sent) = self.known(connection)?.get(&key) {
            return Ok(Some(sent.clone()));
        }
        if self.absent.as_ref() == Some(&key) {
            return Ok(None);
        }
        let found = connection
            .prepare_cached(
                "SELECT fingerprint, answer, message, seq, at,
                        (SELECT id FROM conversations WHERE number = conversation)
                 FROM sent WHERE sender = ?1 AND id = ?2",
            )?
            .query_and_then([sender.as_str(), id.as_str()], row::sent)?
            .next()
            .transpose()?;
        self.absent = found.is_none().then_some(key);
        Ok(found)
    }

    /// Adds an answer. A command is answered once.
    pub(super) fn put(
        &mut self,
        connection: &Connection,
        tails: &mut Tails,
        sender: &Id<Sender>,
        id: &Id<id::Client>,
        sent: &Sent,
    ) -> Result<(), Trouble> {
        if self.find(connection, sender, id)?.is_some() {
            return Err(Trouble::Storage("a command is answered twice".to_owned()));
        }
        let receipt = match &sent.answer {
            Answer::Started(it) | Answer::Posted(it) | Answer::Noted(it) => Some(it),
            Answer::Taken(_) | Answer::Requested(_) | Answer::Announced(_) | Answer::Ok => None,
        };
        let conversation = match &sent.answer {
            Answer::Taken(it) => Some(it),
            Answer::Requested(it) => Some(&it.conversation),
            _ => receipt.map(|it| &it.conversation),
        };
        let conversation = conversation
            .map(|it| tails.row(connection, it))
            .transpose()?;
        connection
            .prepare_cached(
                "INSERT INTO lately
                    (sender, id, fingerprint, answer, conversation, message, seq, at)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
            )?
            .execute(params![
                sender.as_str(),
                id.as_str(),
                sent.fingerprint,
                row::answer(&sent.answer),
                conversation,
                row::answered(&sent.answer)?,
                receipt.map(|it| int(it.seq)),
                receipt.map(|it| int(it.at.0)),
            ])?;
        self.absent = None;
        let key = (sender.clone(), id.clone());
        self.known(connection)?.insert(key, sent.clone());
        Ok(())
    }

    /// Moves what has gathered into its place, when it is much; as a part of the round.
    pub(super) fn make_room(&mut self, connection: &Connection) -> Result<(), Trouble> {
        let gathered = self.known.as_ref().map_or(0, HashMap::len);
        if gathered < GATHERED {
            return Ok(());
        }
        connection
            .prepare_cached(
                "INSERT INTO sent (sender, id, fingerprint, answer, conversation, message, seq, at)
                 SELECT sender, id, fingerprint, answer, conversation, message, seq, at
                 FROM lately ORDER BY sender, id",
            )?
            .execute([])?;
        connection
            .prepare_cached("DELETE FROM lately")?
            .execute([])?;
        self.known = Some(HashMap::new());
        Ok(())
    }

    fn known(&mut self, connection: &Connection) -> Result<&mut HashMap<Key, Sent>, Trouble> {
        let known = match self.known.take() {
            Some(known) => known,
            None => load(connection)?,
        };
        Ok(self.known.insert(known))
    }
}

fn load(connection: &Connection) -> Result<HashMap<Key, Sent>, Trouble> {
    connection
        .prepare_cached(
            "SELECT fingerprint, answer, message, seq, at,
                    (SELECT id FROM conversations WHERE conversations.number = conversation),
                    sender, id
             FROM lately",
        )?
        .query_and_then([], |row| {
            let key = (
                Id::new(row.get::<_, String>(6)?),
                Id::new(row.get::<_, String>(7)?),
            );
            Ok((key, row::sent(row)?))
        })?
        .collect()
}
