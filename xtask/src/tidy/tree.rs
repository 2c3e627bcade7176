//! The checkout's text files, as the rules see them.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

/// A text file.
pub(super) struct File {
    /// Relative to the checkout, with slashes.
    pub(super) path: String,
    pub(super) text: String,
}

/// All text files of the checkout.
pub(super) struct Tree {
    pub(super) files: Vec<File>,
}

/// Folders whose content is made, fetched or private.
const SKIPPED: &[&str] = &["target", "node_modules", "data", "dist", ".git"];

const ENDINGS: &[&str] = &[
    "rs", "toml", "md", "css", "js", "html", "json", "sh", "yml", "yaml", "sql", "txt",
];

impl Tree {
    pub(super) fn load(root: &Path) -> Result<Self> {
        let mut tree = Self { files: Vec::new() };
        tree.read_folder(root, "")?;
        tree.files.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(tree)
    }

    /// The files with one of these endings, `rs` for example.
    pub(super) fn with_ending<'a>(&'a self, ending: &'a str) -> impl Iterator<Item = &'a File> {
        self.files.iter().filter(move |it| it.ending() == ending)
    }

    /// All Rust files.
    pub(super) fn rust(&self) -> impl Iterator<Item = &File> {
        self.with_ending("rs")
    }

    fn read_folder(&mut self, folder: &Path, prefix: &str) -> Result<()> {
        let entries =
            fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))?;
        for entry in entries {
            let entry = entry?;
            let name = entry.file_name().to_string_lossy().into_owned();
            let path = format!("{prefix}{name}");
            let kind = entry.file_type()?;
            if kind.is_dir() && !SKIPPED.contains(&name.as_str()) {
                self.read_folder(&entry.path(), &format!("{path}/"))?;
            } else if kind.is_file() && is_text(&path) {
                let bytes = fs::read(entry.path())?;
                self.files.push(File {
                    path,
                    text: String::from_utf8_lossy(&bytes).into_owned(),
                });
            }
        }
        Ok(())
    }
}

impl File {
    pub(super) fn ending(&self) -> &str {
        Path::new(&self.path)
            .extension()
            .and_then(|it| it.to_str())
            .unwrap_or_default()
    }

    pub(super) fn name(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or_default()
    }

    /// Whether the file holds tests and nothing else.
    pub(super) fn is_test(&self) -> bool {
        self.path.starts_with("tests/")
            || self.path.contains("/tests/")
            || self.name() == "tests.rs"
    }

    /// The rules themselves must spell out what they forbid.
    pub(super) fn is_rule(&self) -> bool {
        self.path.starts_with("xtask/src/tidy")
    }

    /// The lines that contain `word` as a whole word, as findings.
    pub(super) fn lines_with(&self, word: &str, why: &str) -> Vec<String> {
        let numbered = self.text.lines().enumerate();
        let offending = numbered.filter(|(_, line)| has_word(line, word));
        offending
            .map(|(index, _)| format!("{}:{}: `{word}` {why}", self.path, index + 1))
            .collect()
    }
}

/// Whether `word` stands in `line` without letters, digits or underscores around it.
pub(super) fn has_word(line: &str, word: &str) -> bool {
    let is_inner = |it: char| it.is_alphanumeric() || it == '_';
    let begins_inner = word.starts_with(is_inner);
    let ends_inner = word.ends_with(is_inner);
    line.match_indices(word).any(|(at, _)| {
        let before = line[..at].chars().next_back().is_some_and(is_inner);
        let after = line[at + word.len()..].chars().next().is_some_and(is_inner);
        !(begins_inner && before || ends_inner && after)
    })
}

fn is_text(path: &str) -> bool {
    path.starts_with(".ci/")
        || path
            .rsplit_once('.')
            .is_some_and(|(_, ending)| ENDINGS.contains(&ending))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_whole() {
        assert!(has_word("use web_sys::Window;", "web_sys"));
        assert!(!has_word("let my_web_sys = 1;", "web_sys"));
        assert!(has_word("el.inner_html(x)", "inner_html("));
    }
}
