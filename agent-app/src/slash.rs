//! The word that calls for ready answers: a slash at the beginning of a word, and what follows it up to the
//! cursor.

/// Such a word. Places are counted as browsers count them, in UTF-16 units.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Slash {
    /// Where the slash stands.
    pub(crate) start: u32,
    /// Where the cursor stands.
    pub(crate) end: u32,
    /// What is looked for.
    pub(crate) words: String,
}

impl Slash {
    /// The one the cursor stands in or behind.
    pub(crate) fn at(text: &str, cursor: u32) -> Option<Self> {
        let units: Vec<u16> = text.encode_utf16().take(cursor as usize).collect();
        let before = String::from_utf16_lossy(&units);
        let word = before.rsplit(char::is_whitespace).next()?;
        let words = word.strip_prefix('/').filter(|it| !it.starts_with('/'))?;
        let length = word.encode_utf16().count() as u32;
        Some(Self {
            start: cursor - length,
            end: cursor,
            words: words.to_owned(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Option<(u32, String)> {
        let cursor = text.encode_utf16().count() as u32;
        Slash::at(text, cursor).map(|it| (it.start, it.words))
    }

    #[test]
    fn a_slash_begins_a_word() {
        assert_eq!(at("/ret"), Some((0, "ret".to_owned())));
        assert_eq!(at("Hello /"), Some((6, String::new())));
        assert_eq!(at("one\n/orders/la"), Some((4, "orders/la".to_owned())));
        assert_eq!(at("\u{1f4e6} /å"), Some((3, "å".to_owned())));
    }

    #[test]
    fn other_slashes_are_just_slashes() {
        for text in ["", "and/or", "24/7", "//", "https://x", "/ret urn", "/ret "] {
            assert_eq!(at(text), None, "{text}");
        }
    }

    #[test]
    fn only_what_stands_before_the_cursor_counts() {
        let found = Slash::at("/return it", 3).map(|it| (it.end, it.words));
        assert_eq!(found, Some((3, "re".to_owned())));
        assert_eq!(Slash::at("/return", 0), None);
    }
}
