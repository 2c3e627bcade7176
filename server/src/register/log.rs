//! What was said, as text, for a request.

use jiff::{Timestamp as Instant, tz::TimeZone};
use shared::{
    agent::Change,
    id::{self, Id},
    message::Author,
    register::Extent,
    time::Timestamp,
};

use crate::{
    public::Audience,
    record::Conversation,
    store::{Reader, Span, Trouble},
};

/// The longest log in bytes: what is too much is left out at its beginning.
pub const MAX_BYTES: usize = 24 * 1024;
/// Entries read at once, the latest first.
const AT_ONCE: u16 = 200;

/// The log of a conversation, its latest lines.
///
/// # Errors
/// When the storage fails.
pub fn of(
    reader: &dyn Reader,
    conversation: &Conversation,
    extent: Extent,
    zone: &TimeZone,
) -> Result<String, Trouble> {
    let (audience, mut to) = match extent {
        Extent::All => (Audience::Agents, conversation.agent_head),
        Extent::Public => (Audience::Visitor, conversation.public_head),
    };
    let visitor = conversation.name.as_deref().unwrap_or("Visitor");
    let mut lines = Vec::new();
    let mut bytes = 0;
    while to > 0 {
        let entries = reader.entries(&Span {
            conversation: Id::<id::Conversation>::new(conversation.id.as_str()),
            audience,
            after: 0,
            to,
            limit: AT_ONCE,
            from_end: true,
        })?;
        for entry in entries.iter().rev() {
            let Some(line) = line(&entry.change, visitor, zone) else {
                continue;
            };
            bytes += line.len() + 1;
            if bytes > MAX_BYTES {
                lines.push("…".to_owned());
                return Ok(joined(lines));
            }
            lines.push(line);
        }
        to = to.saturating_sub(entries.len().max(1) as u64);
    }
    Ok(joined(lines))
}

fn joined(mut lines: Vec<String>) -> String {
    lines.reverse();
    lines.join("\n")
}

/// One message; other changes are none.
fn line(change: &Change, visitor: &str, zone: &TimeZone) -> Option<String> {
    let (at, who, mark, text) = match change {
        Change::Posted(it) => {
            let who = match &it.author {
                Author::Visitor => visitor,
                Author::Agent(card) => &card.name,
                Author::System => "Samtale",
            };
            (it.at, who, "", &it.content.text)
        }
        Change::Noted(it) => (it.at, &*it.author.name, " (private)", &it.content.text),
        _ => return None,
    };
    Some(format!("{} {who}{mark}: {text}", moment(at, zone)))
}

fn moment(at: Timestamp, zone: &TimeZone) -> String {
    let ms = i64::try_from(at.0).unwrap_or(i64::MAX);
    let instant = Instant::from_millisecond(ms).unwrap_or(Instant::UNIX_EPOCH);
    let moment = instant.to_zoned(zone.clone());
    moment.strftime("%Y-%m-%d %H:%M").to_string()
}
