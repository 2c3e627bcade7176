//! Text that people typed, checked once on the way in.

use crate::limits;

/// Why a text was not accepted.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Invalid {
    /// Nothing is left after trimming.
    Empty,
    /// Longer than the limit, counted in Unicode scalar values.
    TooLong,
    /// Not of the form that is asked for, such as an e-mail address without a domain.
    Malformed,
}

/// Checks the text of a message: trimmed, not empty, at most [`limits::MAX_TEXT`] characters,
/// control characters other than line feed and tab dropped.
pub fn body(raw: &str) -> Result<String, Invalid> {
    lines(raw, limits::MAX_TEXT)
}

/// Checks a text of several lines in the same way, with at most so many characters.
pub fn lines(raw: &str, max: usize) -> Result<String, Invalid> {
    let kept: String = raw
        .chars()
        .filter(|c| matches!(c, '\n' | '\t') || !c.is_control())
        .collect();
    bounded(kept.trim_end().trim_start_matches(['\n', '\t']), max)
}

/// Checks a person's name: one line, trimmed, at most [`limits::MAX_NAME`] characters, without
/// control or direction-changing characters.
pub fn name(raw: &str) -> Result<String, Invalid> {
    line(raw, limits::MAX_NAME)
}

/// Checks a text of one line: trimmed, at most so many characters, without control or direction-changing
/// characters.
pub fn line(raw: &str, max: usize) -> Result<String, Invalid> {
    let kept: String = raw
        .chars()
        .filter(|c| c.is_whitespace() || !c.is_control() && !is_direction_mark(*c))
        .collect();
    bounded(
        kept.split_whitespace()
            .collect::<Vec<_>>()
            .join(" ")
            .as_str(),
        max,
    )
}

/// Checks the form of an e-mail address; whether it exists is another question.
pub fn email(raw: &str) -> Result<String, Invalid> {
    let kept = bounded(raw, limits::MAX_EMAIL)?;
    let Some((local, domain)) = kept.rsplit_once('@') else {
        return Err(Invalid::Malformed);
    };
    let odd = |c: char| c.is_whitespace() || c.is_control() || matches!(c, '<' | '>' | '"' | ',');
    let labels_fit =
        domain.split('.').count() >= 2 && domain.split('.').all(|label| !label.is_empty());
    if local.is_empty() || !labels_fit || kept.contains(odd) || local.contains('@') {
        return Err(Invalid::Malformed);
    }
    Ok(kept)
}

/// Cuts text to its first `chars` characters, on one line, for lists.
pub fn preview(text: &str, chars: usize) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(chars) {
        Some((cut, _)) => format!("{}…", line[..cut].trim_end()),
        None => line,
    }
}

fn bounded(text: &str, max: usize) -> Result<String, Invalid> {
    let text = text.trim();
    if text.is_empty() {
        return Err(Invalid::Empty);
    }
    if text.chars().nth(max).is_some() {
        return Err(Invalid::TooLong);
    }
    Ok(text.to_owned())
}

fn is_direction_mark(c: char) -> bool {
    matches!(c, '\u{200e}' | '\u{200f}' | '\u{061c}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_body_is_trimmed_and_bounded() {
        assert_eq!(body(" hi\r\nthere \u{7} "), Ok("hi\nthere".to_owned()));
        assert_eq!(body(" \n\t"), Err(Invalid::Empty));
        assert!(body(&"å".repeat(10_000)).is_ok());
        assert_eq!(body(&"å".repeat(10_001)), Err(Invalid::TooLong));
    }

    #[test]
    fn a_name_is_one_plain_line() {
        assert_eq!(
            name(" Kari\u{202e}\n Nordmann "),
            Ok("Kari Nordmann".to_owned())
        );
        assert_eq!(name("\u{202e}"), Err(Invalid::Empty));
    }

    #[test]
    fn an_email_needs_two_parts() {
        assert!(email("kari@example.no").is_ok());
        for odd in [
            "kari",
            "@example.no",
            "kari@",
            "kari@example",
            "a b@c.no",
            "a@b@c.no",
            "a@b..no",
        ] {
            assert_eq!(email(odd), Err(Invalid::Malformed), "{odd}");
        }
    }

    #[test]
    fn a_preview_is_one_short_line() {
        assert_eq!(preview("one\n two  three", 7), "one two…");
        assert_eq!(preview("short", 7), "short");
    }
}
