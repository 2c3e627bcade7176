//! The words of messages, to be searched. They are put in their place a little later than the messages
//! themselves, many at once: nobody who writes waits for it.

use std::collections::HashSet;

use rusqlite::{Connection, OptionalExtension, params};
use shared::{
    agent::Change,
    archive::{Excerpt, MAX_EXCERPTS},
    conversation::Side,
    message::Author,
};

use super::row::{self, int, number};
use crate::{
    record::{self, Conversation, Loaded},
    store::{Match, Query, Trouble},
};

/// Places of one conversation among all words: its row times this, and the number of the message. Number 0
/// is the visitor's name and address.
const SPAN: i64 = 1 << 24;
/// Conversations looked at in one go.
const AT_ONCE: usize = 64;
/// Rows read at once while looking for matches.
const ROWS: i64 = 64;
/// What marks the begin and the end of what was found: no message holds these characters.
const FOUND: (char, char) = ('\u{2}', '\u{3}');

/// Which conversations have words that are not in their place, as the present round sees it.
#[derive(Debug)]
pub(super) struct Index {
    /// Those that are noted down already.
    noted: HashSet<i64>,
    /// Whether there may be any.
    has_work: bool,
}

impl Default for Index {
    fn default() -> Self {
        Self {
            noted: HashSet::new(),
            has_work: true,
        }
    }
}

impl Index {
    /// A conversation has a new message.
    pub(super) fn note(
        &mut self,
        connection: &Connection,
        conversation: i64,
    ) -> Result<(), Trouble> {
        self.has_work = true;
        if self.noted.insert(conversation) {
            connection
                .prepare_cached("INSERT OR IGNORE INTO unindexed (conversation) VALUES (?1)")?
                .execute([conversation])?;
        }
        Ok(())
    }

    /// Whether words may have to be put in their place.
    pub(super) fn has_work(&self) -> bool {
        self.has_work
    }

    /// Puts the words of at most so many messages in their place, inside the present round.
    pub(super) fn work(&mut self, connection: &Connection, messages: usize) -> Result<(), Trouble> {
        let waiting: Vec<i64> = connection
            .prepare_cached("SELECT conversation FROM unindexed LIMIT ?1")?
            .query_map([int(AT_ONCE as u64)], |row| row.get(0))?
            .collect::<Result<_, _>>()?;
        self.has_work = waiting.len() == AT_ONCE;
        let mut left = messages;
        for conversation in waiting {
            let done = take_in(connection, conversation, left)?;
            left = left.saturating_sub(done.messages);
            if done.is_all {
                connection
                    .prepare_cached("DELETE FROM unindexed WHERE conversation = ?1")?
                    .execute([conversation])?;
                self.noted.remove(&conversation);
            } else {
                self.has_work = true;
            }
        }
        Ok(())
    }
}

/// What came of one conversation.
struct Done {
    messages: usize,
    is_all: bool,
}

fn take_in(connection: &Connection, conversation: i64, limit: usize) -> Result<Done, Trouble> {
    let mut done = Done {
        messages: 0,
        is_all: false,
    };
    if limit == 0 {
        return Ok(done);
    }
    let (indexed_to, is_unkept): (i64, bool) = connection
        .prepare_cached(
            "SELECT indexed_to, coalesce(json_extract(state, '$.unkept'), 0)
             FROM conversations WHERE number = ?1",
        )?
        .query_row([conversation], |row| Ok((row.get(0)?, row.get(1)?)))?;
    // The index would remember what is to be forgotten.
    if is_unkept {
        done.is_all = true;
        return Ok(done);
    }
    if indexed_to == 0 {
        take_in_visitor(connection, conversation)?;
    }
    let mut query = connection.prepare_cached(
        "SELECT agent_seq, change FROM entries
         WHERE conversation = ?1 AND agent_seq > ?2 ORDER BY agent_seq LIMIT ?3",
    )?;
    let limit = int(limit as u64);
    let mut rows = query.query(params![conversation, indexed_to, limit])?;
    let mut last = indexed_to;
    while let Some(row) = rows.next()? {
        last = row.get(0)?;
        done.messages += 1;
        if let Some(text) = text(&row::parsed(row, 1)?) {
            put(connection, conversation * SPAN + last, &text)?;
        }
    }
    connection
        .prepare_cached("UPDATE conversations SET indexed_to = ?2 WHERE number = ?1")?
        .execute([conversation, last])?;
    done.is_all = int(done.messages as u64) < limit;
    Ok(done)
}

fn take_in_visitor(connection: &Connection, conversation: i64) -> Result<(), Trouble> {
    let it: Conversation = connection
        .prepare_cached("SELECT state FROM conversations WHERE number = ?1")?
        .query_and_then([conversation], |row| row::parsed(row, 0))?
        .next()
        .unwrap_or_else(|| Err(row::strange()))?;
    let text = it.whom();
    if text.is_empty() {
        return Ok(());
    }
    put(connection, conversation * SPAN, &text)
}

fn put(connection: &Connection, place: i64, text: &str) -> Result<(), Trouble> {
    connection
        .prepare_cached("INSERT OR REPLACE INTO words (rowid, text) VALUES (?1, ?2)")?
        .execute(params![place, text])?;
    Ok(())
}

/// What of a change can be searched.
fn text(change: &Change) -> Option<String> {
    let text = match change {
        Change::Posted(it) => record::words(&it.content),
        Change::Noted(it) => record::words(&it.content),
        _ => return None,
    };
    (!text.is_empty()).then_some(text)
}

/// The filters of a question as SQL, over the conversation `c`. Its parameters are 2 to 6 and 9 to 12.
macro_rules! filters {
    () => {
        " AND c.channel IN (SELECT value FROM json_each(?2))
          AND (?3 IS NULL OR json_extract(c.state, '$.owner.id') = ?3)
          AND (?4 IS NULL OR c.started_at >= ?4) AND (?5 IS NULL OR c.started_at < ?5)
          AND (?6 IS NULL OR c.status = ?6)
          AND (?10 IS NULL OR json_extract(c.state, '$.rating.scale') = ?10
              AND json_extract(c.state, '$.rating.value') BETWEEN ?11 AND ?12)
          AND (?9 IS NULL OR EXISTS (
              SELECT 1 FROM json_each(c.state, '$.tags') AS tag
              WHERE json_extract(tag.value, '$.id') IN (SELECT value FROM json_each(?9)))) "
    };
}

/// The conversations that match, the latest first.
pub(super) fn search(
    connection: &Connection,
    it: &Query,
    load: impl Fn(i64) -> Result<Option<Loaded>, Trouble>,
) -> Result<Vec<Match>, Trouble> {
    let found = if it.words.is_empty() {
        without_words(connection, it)?
    } else {
        with_words(connection, it)?
    };
    let mut matches = Vec::with_capacity(found.len());
    for (conversation, excerpts) in found {
        let Some(kept) = load(conversation)? else {
            continue;
        };
        matches.push(Match {
            place: number(conversation),
            kept,
            excerpts,
        });
    }
    Ok(matches)
}

type Places = Vec<(i64, Vec<Excerpt>)>;

fn without_words(connection: &Connection, it: &Query) -> Result<Places, Trouble> {
    let filters = Filters::new(it)?;
    let found = connection
        .prepare_cached(concat!(
            "SELECT c.number FROM conversations c WHERE c.number < ?1",
            filters!(),
            "ORDER BY c.number DESC LIMIT ?7"
        ))?
        .query_map(
            params![
                it.from.map_or(i64::MAX, int),
                filters.channels,
                filters.owner,
                filters.since,
                filters.before,
                filters.status,
                int(it.limit as u64),
                "",
                filters.tags,
                filters.scale,
                filters.least,
                filters.most
            ],
            |row| Ok((row.get(0)?, Vec::new())),
        )?
        .collect::<Result<_, _>>()?;
    Ok(found)
}

fn with_words(connection: &Connection, it: &Query) -> Result<Places, Trouble> {
    let filters = Filters::new(it)?;
    let mut query = connection.prepare_cached(concat!(
        "SELECT words.rowid, snippet(words, 0, char(2), char(3), '…', 24)
         FROM words JOIN conversations c ON c.number = words.rowid >> 24
         WHERE words MATCH ?8 AND words.rowid < ?1",
        filters!(),
        "ORDER BY words.rowid DESC LIMIT ?7"
    ))?;
    let question = question(&it.words);
    let mut below = it.from.map_or(i64::MAX, |from| int(from) * SPAN);
    let mut found: Places = Vec::new();
    loop {
        let mut rows = query.query(params![
            below,
            filters.channels,
            filters.owner,
            filters.since,
            filters.before,
            filters.status,
            ROWS,
            question,
            filters.tags,
            filters.scale,
            filters.least,
            filters.most
        ])?;
        let mut count = 0;
        while let Some(row) = rows.next()? {
            count += 1;
            let place: i64 = row.get(0)?;
            let conversation = place / SPAN;
            if found.last().is_none_or(|(last, _)| *last != conversation) {
                if found.len() == it.limit {
                    return Ok(found);
                }
                found.push((conversation, Vec::new()));
            }
            below = place;
            let Some((_, excerpts)) = found.last_mut() else {
                continue;
            };
            excerpts.push(excerpt(connection, place, &row.get::<_, String>(1)?)?);
            if excerpts.len() == MAX_EXCERPTS {
                // The rest of this conversation is passed over.
                below = conversation * SPAN;
                count = ROWS;
                break;
            }
        }
        if count < ROWS {
            return Ok(found);
        }
    }
}

/// The words of a question as the index wants them: each begins a word of what is found.
fn question(words: &[String]) -> String {
    let words = words.iter().map(|word| format!("\"{word}\"*"));
    words.collect::<Vec<_>>().join(" ")
}

/// A question's filters as values.
struct Filters {
    channels: String,
    owner: Option<String>,
    since: Option<i64>,
    before: Option<i64>,
    status: Option<&'static str>,
    tags: Option<String>,
    scale: Option<&'static str>,
    least: Option<u32>,
    most: Option<u32>,
}

impl Filters {
    fn new(it: &Query) -> Result<Self, Trouble> {
        Ok(Self {
            channels: row::json(&it.channels)?,
            owner: it.owner.as_ref().map(|it| it.as_str().to_owned()),
            since: it.since.map(|at| int(at.0)),
            before: it.before.map(|at| int(at.0)),
            status: it.status.map(row::status),
            tags: match it.tags.is_empty() {
                true => None,
                false => Some(row::json(&it.tags)?),
            },
            scale: it.rated.map(|it| row::scale(it.scale)),
            least: it.rated.map(|it| it.least),
            most: it.rated.map(|it| it.most),
        })
    }
}

fn excerpt(connection: &Connection, place: i64, text: &str) -> Result<Excerpt, Trouble> {
    let seq = place % SPAN;
    let change: Option<Result<Change, Trouble>> = connection
        .prepare_cached("SELECT change FROM entries WHERE conversation = ?1 AND agent_seq = ?2")?
        .query_row([place / SPAN, seq], |row| Ok(row::parsed(row, 0)))
        .optional()?;
    let (by, private) = match change.transpose()? {
        Some(Change::Noted(_)) => (Side::Agent, true),
        Some(Change::Posted(it)) => match it.author {
            Author::Visitor => (Side::Visitor, false),
            Author::Agent(_) => (Side::Agent, false),
            Author::System => (Side::System, false),
        },
        _ => (Side::Visitor, false),
    };
    Ok(Excerpt {
        seq: number(seq),
        by,
        private,
        pieces: text.split([FOUND.0, FOUND.1]).map(str::to_owned).collect(),
    })
}
