//! Where logs end: an entry must be the next one, in both projections.

use std::collections::HashMap;

use rusqlite::{Connection, OptionalExtension};
use shared::id::{self, Id};

use super::row::number;
use crate::{record::Entry, store::Trouble};

/// Logs whose end is kept in memory.
const KEPT: usize = 16_384;

/// The ends of the logs that are written to, as the present round sees them.
#[derive(Debug, Default)]
pub(super) struct Tails(HashMap<Id<id::Conversation>, Tail>);

/// The end of a log.
#[derive(Clone, Copy, Debug)]
struct Tail {
    /// The row of the conversation.
    conversation: i64,
    /// Whether its visitor wants nothing of it kept.
    is_unkept: bool,
    agent_seq: u64,
    public_seq: u64,
}

impl Tails {
    /// Goes on by one entry. Answers the row of its conversation, and whether that is not to be kept.
    pub(super) fn follow(
        &mut self,
        connection: &Connection,
        it: &Entry,
    ) -> Result<(i64, bool), Trouble> {
        let tail = self.of(connection, &it.conversation)?;
        let is_next = it.agent_seq == tail.agent_seq + 1
            && it.public_seq.is_none_or(|seq| seq == tail.public_seq + 1);
        if !is_next {
            return Err(Trouble::Storage(
                "an entry does not follow the last".to_owned(),
            ));
        }
        tail.agent_seq = it.agent_seq;
        tail.public_seq = it.public_seq.unwrap_or(tail.public_seq);
        Ok((tail.conversation, tail.is_unkept))
    }

    /// The row of a conversation.
    pub(super) fn row(
        &mut self,
        connection: &Connection,
        id: &Id<id::Conversation>,
    ) -> Result<i64, Trouble> {
        Ok(self.of(connection, id)?.conversation)
    }

    fn of(
        &mut self,
        connection: &Connection,
        id: &Id<id::Conversation>,
    ) -> Result<&mut Tail, Trouble> {
        if !self.0.contains_key(id) {
            let tail = find(connection, id)?;
            if self.0.len() == KEPT {
                self.0.clear();
            }
            self.0.insert(id.clone(), tail);
        }
        self.0.get_mut(id).ok_or_else(absent)
    }
}

fn find(connection: &Connection, id: &Id<id::Conversation>) -> Result<Tail, Trouble> {
    connection
        .prepare_cached(
            "SELECT number,
                coalesce((SELECT max(agent_seq) FROM entries WHERE conversation = number), 0),
                coalesce((SELECT public_seq FROM entries
                    WHERE conversation = number AND public_seq IS NOT NULL
                    ORDER BY agent_seq DESC LIMIT 1), 0),
                coalesce(json_extract(state, '$.unkept'), 0)
             FROM conversations WHERE id = ?1",
        )?
        .query_row([id.as_str()], |row| {
            Ok(Tail {
                conversation: row.get(0)?,
                agent_seq: number(row.get(1)?),
                public_seq: number(row.get(2)?),
                is_unkept: row.get(3)?,
            })
        })
        .optional()?
        .ok_or_else(absent)
}

fn absent() -> Trouble {
    Trouble::Storage("an entry of no conversation".to_owned())
}
