//! Values and rows, to and from the words of [`crate::record`].

use rusqlite::{Row, types::ValueRef};
use serde::{Serialize, de::DeserializeOwned};
use shared::{
    agent::Change,
    conversation::Status,
    id::{self, Id},
    message::{Author, Receipt},
    presence::Presence,
    rating::Scale,
    register,
    time::Timestamp,
};

use crate::{
    record::{Answer, Entry, Lasted, Sent},
    store::Trouble,
};

impl From<rusqlite::Error> for Trouble {
    fn from(error: rusqlite::Error) -> Self {
        Self::Storage(error.to_string())
    }
}

/// SQLite's integers are signed. Numbers and times here never reach the sign.
pub(super) fn int(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// The other way.
pub(super) fn number(int: i64) -> u64 {
    u64::try_from(int).unwrap_or(0)
}

pub(super) fn json<T: Serialize>(it: &T) -> Result<String, Trouble> {
    serde_json::to_string(it).map_err(|_| Trouble::Storage("not to be written".to_owned()))
}

/// Reads a column of JSON. What is wrong with it is not told: it may be somebody's words.
pub(super) fn parsed<T: DeserializeOwned>(row: &Row<'_>, column: usize) -> Result<T, Trouble> {
    let text = row.get_ref(column)?.as_str().map_err(|_| strange())?;
    serde_json::from_str(text).map_err(|_| strange())
}

pub(super) fn status(status: Status) -> &'static str {
    match status {
        Status::Queued | Status::Unknown => "queued",
        Status::Active => "active",
        Status::Ended => "ended",
    }
}

pub(super) fn scale(scale: Scale) -> &'static str {
    match scale {
        Scale::Stars => "stars",
        Scale::Score => "score",
        Scale::Unknown => "unknown",
    }
}

pub(super) fn presence(presence: Presence) -> &'static str {
    match presence {
        Presence::Away => "away",
        Presence::Present | Presence::Offline => "present",
    }
}

pub(super) fn answer(answer: &Answer) -> &'static str {
    match answer {
        Answer::Started(_) => "started",
        Answer::Posted(_) => "posted",
        Answer::Noted(_) => "noted",
        Answer::Taken(_) => "taken",
        Answer::Requested(_) => "requested",
        Answer::Announced(_) => "announced",
        Answer::Ok => "ok",
    }
}

/// What an answer names beside the conversation: a message, or a request.
pub(super) fn answered(answer: &Answer) -> Result<Option<String>, Trouble> {
    match answer {
        Answer::Started(it) | Answer::Posted(it) | Answer::Noted(it) => {
            Ok(Some(it.message.as_str().to_owned()))
        }
        Answer::Requested(it) => json(&it.request).map(Some),
        Answer::Announced(file) => Ok(Some(file.as_str().to_owned())),
        Answer::Taken(_) | Answer::Ok => Ok(None),
    }
}

/// The message a change brings, if it brings one.
pub(super) fn message(change: &Change) -> Option<&Id<id::Message>> {
    match change {
        Change::Posted(it) => Some(&it.id),
        Change::Noted(it) => Some(&it.id),
        _ => None,
    }
}

/// Whether a change is a message of the visitor.
pub(super) fn is_by_visitor(change: &Change) -> bool {
    matches!(change, Change::Posted(it) if it.author == Author::Visitor)
}

/// From `agent_seq, public_seq, change`.
pub(super) fn entry(conversation: &Id<id::Conversation>, row: &Row<'_>) -> Result<Entry, Trouble> {
    Ok(Entry {
        conversation: conversation.clone(),
        agent_seq: number(row.get(0)?),
        public_seq: row.get::<_, Option<i64>>(1)?.map(number),
        change: parsed(row, 2)?,
    })
}

/// From `fingerprint, answer, message, seq, at, conversation`.
pub(super) fn sent(row: &Row<'_>) -> Result<Sent, Trouble> {
    let receipt = || -> Result<Receipt, rusqlite::Error> {
        Ok(Receipt {
            conversation: Id::new(row.get::<_, String>(5)?),
            message: Id::new(row.get::<_, String>(2)?),
            seq: number(row.get(3)?),
            at: Timestamp(number(row.get(4)?)),
            dup: false,
        })
    };
    let answer = match row.get_ref(1)?.as_str().map_err(|_| strange())? {
        "started" => Answer::Started(receipt()?),
        "posted" => Answer::Posted(receipt()?),
        "noted" => Answer::Noted(receipt()?),
        "taken" => Answer::Taken(Id::new(row.get::<_, String>(5)?)),
        "requested" => Answer::Requested(register::Receipt {
            conversation: Id::new(row.get::<_, String>(5)?),
            request: parsed(row, 2)?,
            dup: false,
        }),
        "announced" => Answer::Announced(Id::new(row.get::<_, String>(2)?)),
        "ok" => Answer::Ok,
        _ => return Err(strange()),
    };
    Ok(Sent {
        fingerprint: row.get(0)?,
        answer,
    })
}

/// From `channel, started_at, answered_at, ended_at, rating`.
pub(super) fn lasted(row: &Row<'_>) -> Result<Lasted, Trouble> {
    let at = |column| -> Result<Option<Timestamp>, rusqlite::Error> {
        Ok(row
            .get::<_, Option<i64>>(column)?
            .map(number)
            .map(Timestamp))
    };
    Ok(Lasted {
        channel: Id::new(row.get::<_, String>(0)?),
        started_at: Timestamp(number(row.get(1)?)),
        answered_at: at(2)?,
        ended_at: at(3)?,
        rating: match row.get_ref(4)? {
            ValueRef::Null => None,
            _ => Some(parsed(row, 4)?),
        },
    })
}

pub(super) fn strange() -> Trouble {
    Trouble::Storage("a row makes no sense".to_owned())
}
