//! Rows of the tables of conversations, entries and answers.

use rusqlite::{Connection, params};
use shared::id::Id;

use super::{
    journal::{SentRow, Step},
    row::{self, int},
};
use crate::{
    record::{Answer, Conversation, Entry},
    store::Trouble,
};

/// Puts a row where it belongs. One that is there already stays, and must be the same.
pub(super) fn put(connection: &Connection, step: &Step) -> Result<(), Trouble> {
    match step {
        Step::Entry(it, change) => put_entry(connection, it, change.get()),
        Step::Sent(it) => put_sent(connection, it),
    }
}

/// Puts how a conversation stands.
pub(super) fn put_conversation(connection: &Connection, it: &Conversation) -> Result<(), Trouble> {
    connection
        .prepare_cached(
            "INSERT INTO conversations
                (id, channel, visitor, status, started_at, answered_at, ended_at, state)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
             ON CONFLICT (id) DO UPDATE SET
                status = excluded.status, answered_at = excluded.answered_at,
                ended_at = excluded.ended_at, state = excluded.state",
        )?
        .execute(params![
            it.id.as_str(),
            it.channel.as_str(),
            it.visitor.as_str(),
            row::status(it.status),
            int(it.started_at.0),
            it.answered_at.map(|at| int(at.0)),
            it.ended.as_ref().map(|ended| int(ended.at.0)),
            row::json(it)?,
        ])?;
    Ok(())
}

fn put_entry(connection: &Connection, it: &Entry, change: &str) -> Result<(), Trouble> {
    let added = connection
        .prepare_cached(
            "INSERT INTO entries
                (conversation, agent_seq, public_seq, message, by_visitor, change)
             VALUES ((SELECT number FROM conversations WHERE id = ?1), ?2, ?3, ?4, ?5, ?6)
             ON CONFLICT (conversation, agent_seq) DO NOTHING",
        )?
        .execute(params![
            it.conversation.as_str(),
            int(it.agent_seq),
            it.public_seq.map(int),
            row::message(&it.change).map(Id::as_str),
            row::is_by_visitor(&it.change),
            change,
        ])?;
    if added == 0 {
        let same: bool = connection
            .prepare_cached(
                "SELECT change = ?3 FROM entries
                 WHERE conversation = (SELECT number FROM conversations WHERE id = ?1)
                    AND agent_seq = ?2",
            )?
            .query_row(
                params![it.conversation.as_str(), int(it.agent_seq), change],
                |row| row.get(0),
            )?;
        return check(same);
    }
    Ok(())
}

fn put_sent(connection: &Connection, it: &SentRow) -> Result<(), Trouble> {
    let answer = &it.sent.answer;
    let receipt = match answer {
        Answer::Started(it) | Answer::Posted(it) | Answer::Noted(it) => Some(it),
        Answer::Taken(_) | Answer::Ok => None,
    };
    let conversation = match answer {
        Answer::Taken(it) => Some(it),
        _ => receipt.map(|it| &it.conversation),
    };
    let added = connection
        .prepare_cached(
            "INSERT INTO sent (sender, id, fingerprint, answer, conversation, message, seq, at)
             VALUES (?1, ?2, ?3, ?4, (SELECT number FROM conversations WHERE id = ?5), ?6, ?7, ?8)
             ON CONFLICT (sender, id) DO NOTHING",
        )?
        .execute(params![
            it.sender.as_str(),
            it.id.as_str(),
            it.sent.fingerprint,
            row::answer(answer),
            conversation.map(Id::as_str),
            receipt.map(|it| it.message.as_str()),
            receipt.map(|it| int(it.seq)),
            receipt.map(|it| int(it.at.0)),
        ])?;
    if added == 0 {
        let known = row::find_sent(connection, &it.sender, &it.id)?;
        return check(known.as_ref() == Some(&it.sent));
    }
    Ok(())
}

fn check(is_same: bool) -> Result<(), Trouble> {
    if is_same {
        Ok(())
    } else {
        let why = "a row is there already, with another content";
        Err(Trouble::Storage(why.to_owned()))
    }
}
