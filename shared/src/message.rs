//! A chat message and its parts.

use serde::{Deserialize, Serialize};

use crate::{
    choice::{Choice, Options},
    file::File,
    id::{self, Id},
    link::PageLink,
    presence::Card,
    time::Timestamp,
};

/// Who wrote a message, as both sides may know it.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Author {
    /// The visitor of the conversation.
    Visitor,
    /// An agent, with the name that visitors see.
    Agent(Card),
    /// The backend itself, such as a greeting; also any author of a later version.
    #[serde(other)]
    System,
}

/// What a message holds. Every part may be absent; a message none of whose parts a client knows is
/// shown as "needs a newer version". Plain text only: the reader makes the links.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
pub struct Content {
    /// Plain text of at most [`crate::limits::MAX_TEXT`] characters.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub text: String,
    /// Options to choose from, of an agent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub options: Option<Options>,
    /// What a visitor chose of an agent's options; the text says the same, and is empty for none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub choice: Option<Choice>,
    /// A link to be shown as a card, of an agent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub link: Option<Box<PageLink>>,
    /// Files that go with it, at most [`crate::limits::MAX_FILES`].
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<File>,
}

impl Content {
    /// A message of text alone.
    pub fn text(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            ..Self::default()
        }
    }

    /// The choice of a visitor.
    pub fn choice(choice: Choice) -> Self {
        Self {
            choice: Some(choice.clone()),
            ..Self::text(choice.text())
        }
    }

    /// All that is said, on one line: the text, the options and the link; without a text, the names of the files.
    pub fn gist(&self) -> String {
        let mut gist = match &self.options {
            Some(options) => format!("{} [{}]", self.text, options.texts.join(" / ")),
            None if self.text.is_empty() => self.file_names(", "),
            None => self.text.clone(),
        };
        if let Some(link) = &self.link {
            let PageLink { address, title, .. } = &**link;
            let space = if title.is_empty() { "" } else { " " };
            gist = format!("{gist} [{title}{space}{address}]");
        }
        gist
    }

    /// The names of its files.
    pub fn file_names(&self, between: &str) -> String {
        let names: Vec<&str> = self.files.iter().map(|it| it.name.as_str()).collect();
        names.join(between)
    }
}

/// A message that visitor and agents see.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Message {
    /// The message.
    pub id: Id<id::Message>,
    /// The id of the command that posted it, for the writer's own side only: it lets the sender's
    /// apps know their own message again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub client_id: Option<Id<id::Client>>,
    /// Who wrote it.
    pub author: Author,
    /// When the server accepted it.
    pub at: Timestamp,
    /// What it says.
    pub content: Content,
}

/// The acknowledgement of a posted message: it is on disk.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Receipt {
    /// The conversation it stands in.
    pub conversation: Id<id::Conversation>,
    /// The message.
    pub message: Id<id::Message>,
    /// Its number in the log as the sender sees it.
    pub seq: u64,
    /// When the server accepted it.
    pub at: Timestamp,
    /// Whether this repeats an earlier acknowledgement of the same command.
    #[serde(default, skip_serializing_if = "crate::is_false")]
    pub dup: bool,
}
/// A message that only agents see.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct PrivateMessage {
    /// The message.
    pub id: Id<id::Message>,
    /// The id of the command that posted it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub client_id: Option<Id<id::Client>>,
    /// Who wrote it.
    pub author: Card,
    /// When the server accepted it.
    pub at: Timestamp,
    /// What it says.
    pub content: Content,
}
