//! A draft at the moment its page goes away, as one text.

use shared::id::{self, Id};

/// Stands between the lines of the options.
const BREAK: &str = "\u{1f}";

/// What was being written when the page went away.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(crate) struct Late {
    pub(super) text: String,
    pub(super) is_private: bool,
    /// The options that go with it, as they are remembered.
    pub(super) menu: String,
    /// The files that go with it, as they are remembered.
    pub(crate) files: String,
    /// With how many bytes the message begins that was on its way into the outbox, and its id.
    pub(super) leaving: Option<(usize, Id<id::Client>)>,
}

impl Late {
    /// As one line of what it is, one of its options, one of its files, and the text.
    pub(crate) fn encode(&self) -> String {
        let mode = if self.is_private { "private" } else { "public" };
        let leaving = self.leaving.as_ref();
        let leaving = leaving.map_or_else(String::new, |(length, id)| format!(" {length} {id}"));
        let menu = self.menu.replace('\n', BREAK);
        format!("{mode}{leaving}\n{menu}\n{}\n{}", self.files, self.text)
    }

    pub(crate) fn decode(text: &str) -> Option<Self> {
        let (head, text) = text.split_once('\n')?;
        let (menu, text) = text.split_once('\n')?;
        let (files, text) = text.split_once('\n')?;
        let mut words = head.split(' ');
        let is_private = words.next()? == "private";
        let leaving = words.next().zip(words.next());
        let leaving = leaving.and_then(|(length, id)| Some((length.parse().ok()?, Id::new(id))));
        Some(Self {
            text: text.to_owned(),
            is_private,
            menu: menu.replace(BREAK, "\n"),
            files: files.to_owned(),
            leaving,
        })
    }

    /// The message that was on its way.
    pub(super) fn message(&self) -> Option<(Id<id::Client>, String)> {
        let (length, id) = self.leaving.as_ref()?;
        Some((id.clone(), self.text.get(..*length)?.to_owned()))
    }

    /// The draft without that message.
    pub(super) fn rest(self) -> Self {
        let length = self.leaving.as_ref().map_or(0, |(length, _)| *length);
        Self {
            text: self.text.get(length..).unwrap_or_default().to_owned(),
            is_private: self.is_private,
            menu: String::new(),
            files: String::new(),
            leaving: None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_late_draft_is_told_as_it_was() {
        for (is_private, text) in [(true, "Between us"), (false, "two\nlines"), (false, "")] {
            let late = Late {
                text: text.to_owned(),
                is_private,
                menu: "one\nYes\nNo".to_owned(),
                files: "[{}]".to_owned(),
                leaving: Some((3, Id::new("1"))),
            };
            assert_eq!(Late::decode(&late.encode()), Some(late));
        }
    }

    #[test]
    fn what_is_no_late_draft_is_none() {
        assert_eq!(Late::decode(""), None);
        assert_eq!(Late::decode("private text"), None);
        assert_eq!(Late::decode("private\ntext"), None);
        assert_eq!(Late::decode("private\n\ntext"), None);
    }
}
