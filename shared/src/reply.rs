//! Ready answers, for agents who are asked the same things every day.

use serde::{Deserialize, Serialize};

use crate::{
    id::{self, Id},
    limits,
    text::{self, Invalid},
};

/// Where a ready answer comes from.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// An article that everybody may read without signing in. Its content is an https link, and nothing else.
    Faq,
    /// A text for all agents, set by administrators.
    Template,
    /// A text of one agent, whom nobody else ever learns it from.
    Quick,
    /// A kind of a later version. Offer it as text; offer no change of it.
    #[serde(other)]
    Unknown,
}

/// A ready answer.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Entry {
    /// Which.
    pub id: Id<id::Reply>,
    /// Where it comes from.
    pub kind: Kind,
    /// Where it lies: names of folders with `/` between them, such as `Orders/Returns`; empty: in none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub folder: String,
    /// What agents call it. Visitors never see it.
    pub title: String,
    /// What is inserted: plain text, for [`Kind::Faq`] a link.
    pub content: String,
}

impl Entry {
    /// Its place in the order of all.
    pub fn position(&self) -> Position {
        Position {
            folder: self.folder.clone(),
            title: self.title.clone(),
            id: self.id.clone(),
        }
    }
}

/// A place in the order of ready answers: by folder, then by title, then by id, each compared byte by byte.
#[derive(Clone, Debug, Deserialize, Eq, Ord, PartialEq, PartialOrd, Serialize)]
pub struct Position {
    /// The folder.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub folder: String,
    /// The title.
    pub title: String,
    /// Which one with this title.
    pub id: Id<id::Reply>,
}

/// Asks for the ready answers: everybody's and the agent's own. Answered by `replies`.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
pub struct Replies {
    /// The last one known already; absent: from the beginning.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<Position>,
}

/// Some of the ready answers, in order.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
pub struct Shelf {
    /// As many as fit into one frame.
    pub entries: Vec<Entry>,
    /// Whether there are more after the last of them.
    #[serde(default, skip_serializing_if = "crate::is_false")]
    pub more: bool,
}

/// Keeps a quick reply of the agent's own: a new one, or in place of the one with this id.
///
/// Refused with `too_many` (the agent has [`limits::MAX_REPLIES`]), `empty`, `too_long`.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct SaveReply {
    /// What to keep.
    pub reply: Quick,
}

/// A quick reply as its agent writes it.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Quick {
    /// Made by the client, of 128 random bits.
    pub id: Id<id::Reply>,
    /// Where it lies; empty: in no folder.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub folder: String,
    /// What the agent calls it.
    pub title: String,
    /// What is inserted.
    pub content: String,
}

/// Forgets a quick reply of the agent's own. Nothing happens when there is none.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct RemoveReply {
    /// Which.
    pub id: Id<id::Reply>,
}

/// Ready answers changed, the agent's own or everybody's.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
pub struct RepliesChanged {}

/// Checks a title: one line, trimmed, at most [`limits::MAX_TITLE`] characters.
///
/// # Errors
/// When nothing is left, or too much.
pub fn title(raw: &str) -> Result<String, Invalid> {
    text::line(raw, limits::MAX_TITLE)
}

/// Checks a folder's path: each name trimmed, those without a letter left out; at most
/// [`limits::MAX_TITLE`] characters.
///
/// # Errors
/// When it is too long.
pub fn folder(raw: &str) -> Result<String, Invalid> {
    let names = raw.split('/').map(|it| text::line(it, limits::MAX_TITLE));
    let mut path = Vec::new();
    for name in names {
        match name {
            Ok(name) => path.push(name),
            Err(Invalid::Empty) => {}
            Err(invalid) => return Err(invalid),
        }
    }
    let path = path.join("/");
    if path.chars().nth(limits::MAX_TITLE).is_some() {
        return Err(Invalid::TooLong);
    }
    Ok(path)
}

/// Checks the link of an article: https, a host, and nothing that is no link.
///
/// # Errors
/// When it is none, or too long.
pub fn link(raw: &str) -> Result<String, Invalid> {
    let link = text::line(raw, limits::MAX_LINK)?;
    let odd = |c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"' | '\\' | '`');
    let rest = link.strip_prefix("https://").ok_or(Invalid::Malformed)?;
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let name = host.split(':').next().unwrap_or_default();
    if name.is_empty() || host.contains('@') || link.contains(odd) {
        return Err(Invalid::Malformed);
    }
    Ok(link)
}

impl Quick {
    /// The reply as it is kept: every text made clean.
    ///
    /// # Errors
    /// When title or content are empty, or something is too long.
    pub fn clean(&self) -> Result<Entry, Invalid> {
        Ok(Entry {
            id: self.id.clone(),
            kind: Kind::Quick,
            folder: folder(&self.folder)?,
            title: title(&self.title)?,
            content: text::body(&self.content)?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_a_path_of_names() {
        assert_eq!(
            folder(" Orders / Returns/ "),
            Ok("Orders/Returns".to_owned())
        );
        assert_eq!(folder("//"), Ok(String::new()));
        assert_eq!(folder(&"a/".repeat(200)), Err(Invalid::TooLong));
    }

    #[test]
    fn a_title_is_one_line() {
        assert_eq!(title(" Late\n parcel "), Ok("Late parcel".to_owned()));
        assert!(title(&"å".repeat(255)).is_ok());
        assert_eq!(title(&"å".repeat(256)), Err(Invalid::TooLong));
        assert_eq!(title(" \n"), Err(Invalid::Empty));
    }

    #[test]
    fn a_link_leads_somewhere_with_https() {
        assert!(link("https://help.example.com/returns?lang=nb#how").is_ok());
        for odd in [
            "http://help.example.com",
            "javascript:alert(1)",
            "https://",
            "https:///returns",
            "https://me@example.com/",
            "https://example.com/a b",
            "help.example.com",
        ] {
            assert_eq!(link(odd), Err(Invalid::Malformed), "{odd}");
        }
    }
}
