//! Rules about style sheets: meaning instead of numbers, so that themes and directions of
//! writing need no further work.

use std::collections::BTreeSet;

use super::tree::{File, Tree};

const TOKEN: &str = "--samtale-";

/// Properties that know left from right.
const SIDED: &[&str] = &[
    "margin-left",
    "margin-right",
    "padding-left",
    "padding-right",
    "border-left",
    "border-right",
    "text-align: left",
    "text-align: right",
];

/// Components take colours and sizes from tokens, and sides from the direction of writing.
pub(super) fn styles_use_tokens(tree: &Tree) -> Vec<String> {
    let mut findings = Vec::new();
    for file in tree
        .with_ending("css")
        .filter(|it| it.path.starts_with("style/"))
    {
        for property in SIDED {
            findings.extend(file.lines_with(property, "has a side; use the logical property"));
        }
        if file.path.starts_with("style/ui/") {
            findings.extend(component_findings(file));
        }
    }
    findings
}

fn component_findings(file: &File) -> Vec<String> {
    let mut findings = file.lines_with("!important", "wins by force");
    for (index, line) in file.text.lines().enumerate() {
        let place = format!("{}:{}", file.path, index + 1);
        if has_hex_colour(line) {
            findings.push(format!("{place}: a colour that is no token"));
        }
        let value = line
            .trim()
            .strip_prefix("font-size:")
            .or_else(|| line.trim().strip_prefix("font:"));
        if value.is_some_and(has_pixels) {
            findings.push(format!(
                "{place}: a font size in pixels ignores the reader's setting"
            ));
        }
    }
    findings
}

/// `#` and 3 to 8 hexadecimal digits, behind the colon of a declaration.
fn has_hex_colour(line: &str) -> bool {
    let Some((_, value)) = line.split_once(':') else {
        return false;
    };
    value.split('#').skip(1).any(|rest| {
        let digits = rest.chars().take_while(char::is_ascii_hexdigit).count();
        let ends = rest
            .chars()
            .nth(digits)
            .is_none_or(|it| !it.is_alphanumeric() && it != '-');
        (3..=8).contains(&digits) && ends
    })
}

fn has_pixels(value: &str) -> bool {
    value
        .match_indices("px")
        .any(|(at, _)| value[..at].ends_with(|it: char| it.is_ascii_digit()))
}

/// A token that nobody defines and that has no fallback is a value that silently is not there.
pub(super) fn tokens_are_defined(tree: &Tree) -> Vec<String> {
    let defined: BTreeSet<&str> = tree
        .with_ending("css")
        .flat_map(|file| tokens(&file.text))
        .filter(|(_, rest)| rest.trim_start().starts_with(':'))
        .map(|(name, _)| name)
        .collect();
    let mut findings = Vec::new();
    let users = tree
        .files
        .iter()
        .filter(|it| ["css", "rs", "js"].contains(&it.ending()));
    for file in users.filter(|it| !it.is_rule()) {
        for (name, rest) in tokens(&file.text) {
            let has_fallback = rest.trim_start().starts_with(',');
            if name != TOKEN && !has_fallback && !defined.contains(name) {
                findings.push(format!("{}: {name} is defined nowhere", file.path));
            }
        }
    }
    findings.sort();
    findings.dedup();
    findings
}

/// Every token in a text, with what follows it.
fn tokens(text: &str) -> impl Iterator<Item = (&str, &str)> {
    text.match_indices(TOKEN).map(|(at, _)| {
        let from = &text[at..];
        let end = from.find(|it: char| !it.is_ascii_alphanumeric() && it != '-');
        from.split_at(end.unwrap_or(from.len()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hexadecimal_colours_are_seen_and_ids_are_not() {
        assert!(has_hex_colour("  color: #fff;") && has_hex_colour("color:#12345678"));
        assert!(!has_hex_colour("#add { color: red; }"));
        assert!(!has_hex_colour("  fill: url(#gradient);"));
    }

    #[test]
    fn tokens_are_read_to_their_end() {
        let text = "--samtale-gap: 1rem; a { gap: var(--samtale-gap); }";
        let names: Vec<&str> = tokens(text).map(|it| it.0).collect();
        assert_eq!(names, ["--samtale-gap", "--samtale-gap"]);
    }
}
