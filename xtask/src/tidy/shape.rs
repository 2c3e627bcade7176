//! Rules about files as such: length, place, first line.

use super::tree::{File, Tree};

const MOST_LINES: usize = 500;
const MOST_LINES_MAIN: usize = 20;
const MOST_LINES_LIB: usize = 80;

/// Long files are several things in one. Tests and sentences may be long.
pub(super) fn files_are_short(tree: &Tree) -> Vec<String> {
    let code = tree
        .files
        .iter()
        .filter(|it| ["rs", "css", "js"].contains(&it.ending()));
    let checked = code.filter(|it| !it.is_test() && it.name() != "words.rs");
    let long = checked.filter_map(|file| {
        let (lines, most) = (file.text.lines().count(), most_lines(file));
        (lines > most).then(|| format!("{}: {lines} lines, at most {most}", file.path))
    });
    long.collect()
}

fn most_lines(file: &File) -> usize {
    match file.name() {
        "main.rs" => MOST_LINES_MAIN,
        "lib.rs" => MOST_LINES_LIB,
        _ => MOST_LINES,
    }
}

/// `thread.rs` beside `thread/`, never `thread/mod.rs`.
pub(super) fn modules_are_files(tree: &Tree) -> Vec<String> {
    let found = tree.rust().filter(|it| it.name() == "mod.rs");
    found
        .map(|it| format!("{}: name the file after the module", it.path))
        .collect()
}

/// Every Rust file begins with its purpose; `tests.rs` has it in its name.
pub(super) fn files_say_what_they_are_for(tree: &Tree) -> Vec<String> {
    let silent = tree
        .rust()
        .filter(|it| it.name() != "tests.rs" && !it.text.starts_with("//! "));
    silent
        .map(|it| format!("{}: does not begin with `//! `", it.path))
        .collect()
}
