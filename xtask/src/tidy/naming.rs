//! Rules about words: names of types and files, marks of unfinished work, waiting in tests.

use super::tree::Tree;

/// Endings that say nothing: if the noun is hard to find, the thing is probably two things.
const EMPTY_ENDINGS: &[&str] = &[
    "Manager",
    "Handler",
    "Service",
    "Provider",
    "Context",
    "Controller",
    "Helper",
    "Util",
    "Utils",
    "Impl",
    "Data",
    "Info",
    "Wrapper",
];

const EMPTY_FILE_NAMES: &[&str] = &[
    "utils", "util", "common", "helpers", "types", "models", "misc",
];

/// Types and files are named after what they are.
pub(super) fn names_are_nouns(tree: &Tree) -> Vec<String> {
    let mut findings = Vec::new();
    for file in tree.rust() {
        let stem = file.name().trim_end_matches(".rs");
        if EMPTY_FILE_NAMES.contains(&stem) {
            findings.push(format!("{}: the name says nothing", file.path));
        }
        for (index, line) in file.text.lines().enumerate() {
            if let Some(name) = declared_type(line)
                && EMPTY_ENDINGS.iter().any(|ending| name.ends_with(ending))
            {
                findings.push(format!(
                    "{}:{}: `{name}` ends in an empty word",
                    file.path,
                    index + 1
                ));
            }
        }
    }
    findings
}

/// The type that a line declares.
fn declared_type(line: &str) -> Option<&str> {
    let mut words = line
        .split_whitespace()
        .skip_while(|it| it.starts_with("pub"));
    ["struct", "enum", "trait", "type"]
        .contains(&words.next()?)
        .then_some(())?;
    words.next()?.split(|it: char| !it.is_alphanumeric()).next()
}

/// What is in the tree works and is tested.
pub(super) fn nothing_is_unfinished(tree: &Tree) -> Vec<String> {
    let marks = [
        "todo!",
        "unimplemented!",
        "dbg!",
        "FIXME",
        "XXX",
        "#[ignore",
        "#[should_panic",
    ];
    let code = tree.files.iter().filter(|it| !it.is_rule());
    let code = code.filter(|it| ["rs", "js", "css", "html"].contains(&it.ending()));
    code.flat_map(|file| {
        marks
            .iter()
            .flat_map(|it| file.lines_with(it, "is unfinished work"))
    })
    .collect()
}

/// A test that sleeps is slow on a good day and fails on a bad one. What tests build on may be
/// told to come back later, and does.
pub(super) fn tests_wait_for_events(tree: &Tree) -> Vec<String> {
    let tests = tree
        .rust()
        .filter(|it| it.is_test() && !it.path.starts_with("tests/src/"));
    tests
        .flat_map(|it| it.lines_with("sleep(", "waits for time, not for an event"))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn declared_types_are_found() {
        assert_eq!(declared_type("pub(crate) struct Row<T> {"), Some("Row"));
        assert_eq!(declared_type("enum Input {"), Some("Input"));
        assert_eq!(declared_type("    type Error = Infallible;"), Some("Error"));
        assert_eq!(declared_type("let data = 1;"), None);
    }
}
