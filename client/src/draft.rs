//! What is being written and not sent, per conversation.

use std::collections::BTreeMap;

/// Drafts by key: a conversation's id, or whatever the app calls its composers.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Drafts(BTreeMap<String, String>);

impl Drafts {
    /// The prefix under which drafts are remembered.
    pub const PREFIX: &str = "draft:";

    /// Sets a draft; blank text removes it. Tells whether it changed.
    pub fn set(&mut self, key: &str, text: &str) -> bool {
        if text.trim().is_empty() {
            return self.0.remove(key).is_some();
        }
        let is_same = self.0.get(key).is_some_and(|it| it == text);
        if !is_same {
            self.0.insert(key.to_owned(), text.to_owned());
        }
        !is_same
    }

    /// The draft of a key; empty when there is none.
    pub fn text(&self, key: &str) -> &str {
        self.0.get(key).map_or("", String::as_str)
    }

    /// Takes what was remembered, here or in another tab; tells whether a draft changed.
    pub fn recall(&mut self, remembered: &[(String, String)]) -> bool {
        let mut has_changed = false;
        for (name, text) in remembered {
            if let Some(key) = name.strip_prefix(Self::PREFIX) {
                has_changed |= self.set(key, text);
            }
        }
        has_changed
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn drafts_are_kept_apart_and_blank_ones_vanish() {
        let mut drafts = Drafts::default();
        assert!(drafts.set("a", "Hello"));
        assert!(!drafts.set("a", "Hello"));
        assert_eq!((drafts.text("a"), drafts.text("b")), ("Hello", ""));
        assert!(drafts.set("a", " \n"));
        assert!(!drafts.set("a", ""));
        assert_eq!(drafts, Drafts::default());
    }

    #[test]
    fn only_remembered_drafts_are_recalled() {
        let mut drafts = Drafts::default();
        let remembered = [("draft:c", "Hi"), ("sound", "off")];
        let remembered = remembered.map(|(name, text)| (name.to_owned(), text.to_owned()));
        assert!(drafts.recall(&remembered));
        assert!(!drafts.recall(&remembered));
        assert_eq!(drafts.text("c"), "Hi");
    }
}
