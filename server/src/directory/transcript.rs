//! How a channel mails to visitors what was said.

use serde::{Deserialize, Serialize};

/// The most characters of a text before or after what was said.
pub const MAX_WRITTEN: usize = 2_000;

/// How a channel mails to visitors what was said. What is empty stands in the server's own words.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(default)]
pub struct Transcript {
    /// Whether visitors may ask for it.
    pub is_offered: bool,
    /// The name of the sender.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub sender: String,
    /// What the mail is about.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub subject: String,
    /// The text before what was said.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub before: String,
    /// The text after it.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub after: String,
    /// The colour of the lines beside what was said, as `#` and six hexadecimal digits.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub colour: String,
    /// The address of a picture above all of it: https.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub logo: String,
}

impl Transcript {
    /// Whether this may be a colour.
    pub fn is_colour(text: &str) -> bool {
        let digits = text.strip_prefix('#');
        digits.is_some_and(|it| it.len() == 6 && it.bytes().all(|it| it.is_ascii_hexdigit()))
    }

    /// Whether this may be the address of a logo.
    pub fn is_logo(text: &str) -> bool {
        let is_odd = |it: char| it.is_whitespace() || it.is_control() || "\"'<>\\`".contains(it);
        text.starts_with("https://") && text.len() <= 500 && !text.contains(is_odd)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_and_addresses_hold_nothing_else() {
        assert!(Transcript::is_colour("#1f6F8b"));
        for odd in ["", "#", "#12345", "1f6f8b", "#1f6f8b;", "#1f6f8é"] {
            assert!(!Transcript::is_colour(odd), "{odd}");
        }
        assert!(Transcript::is_logo("https://example.com/logo.png?v=1&w=2"));
        for odd in [
            "",
            "http://example.com/a.png",
            "javascript:alert(1)",
            "https://example.com/\" onerror=\"x",
            "https://example.com/\nx",
        ] {
            assert!(!Transcript::is_logo(odd), "{odd}");
        }
    }
}
