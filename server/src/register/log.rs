//! What was said, as text, for a request.

use jiff::{Timestamp as Instant, tz::TimeZone};
use shared::{
    agent::Change,
    id::{self, Id},
    message::{Author, Content},
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
            (it.at, who, "", said(&it.content))
        }
        Change::Noted(it) => (it.at, &*it.author.name, " (private)", said(&it.content)),
        _ => return None,
    };
    Some(format!("{} {who}{mark}: {text}", moment(at, zone)))
}

/// What a message says, and the names of its files.
fn said(content: &Content) -> String {
    match content.file_names(", ") {
        names if names.is_empty() || content.text.is_empty() => content.gist(),
        names => format!("{} [{names}]", content.gist()),
    }
}

fn moment(at: Timestamp, zone: &TimeZone) -> String {
    let ms = i64::try_from(at.0).unwrap_or(i64::MAX);
    let instant = Instant::from_millisecond(ms).unwrap_or(Instant::UNIX_EPOCH);
    let moment = instant.to_zoned(zone.clone());
    moment.strftime("%Y-%m-%d %H:%M").to_string()
}

#[cfg(test)]
mod tests {
    use shared::file::File;

    use super::*;

    #[test]
    fn a_line_names_the_files_that_went_with_a_message() {
        let file = |name: &str| File {
            name: name.to_owned(),
            ..File::default()
        };
        let mut content = Content::text("Look");
        assert_eq!(said(&content), "Look");
        content.files = vec![file("a.png"), file("b.pdf")];
        assert_eq!(said(&content), "Look [a.png, b.pdf]");
        content.text.clear();
        assert_eq!(said(&content), "a.png, b.pdf");
    }
}
