//! Options that an agent puts together, as they are being written.

use shared::{choice::Options, limits::MAX_OPTIONS, text::Invalid};

/// Options that are being written.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(crate) struct Menu {
    texts: Vec<String>,
    pub(crate) multiple: bool,
}

/// So many rows there are at least.
const FEWEST: usize = 2;

impl Menu {
    /// What was offered, to be written anew.
    pub(crate) fn of(options: &Options) -> Self {
        Self {
            texts: options.texts.clone(),
            multiple: options.multiple,
        }
    }

    /// As a text to be remembered: a line that says how many may be chosen, and one for each option.
    pub(crate) fn encode(&self) -> String {
        if *self == Self::default() {
            return String::new();
        }
        let mode = if self.multiple { "several" } else { "one" };
        [&[mode.to_owned()], &self.texts[..]].concat().join("\n")
    }

    pub(crate) fn decode(text: &str) -> Self {
        let Some((mode, texts)) = text.split_once('\n') else {
            return Self {
                multiple: text == "several",
                ..Self::default()
            };
        };
        Self {
            texts: texts.split('\n').map(str::to_owned).collect(),
            multiple: mode == "several",
        }
    }

    /// The rows to write in.
    pub(crate) fn rows(&self) -> usize {
        self.texts.len().max(FEWEST)
    }

    pub(crate) fn text(&self, row: usize) -> &str {
        self.texts.get(row).map_or("", String::as_str)
    }

    pub(crate) fn write(&mut self, row: usize, text: &str) {
        if self.texts.len() <= row {
            self.texts.resize(row + 1, String::new());
        }
        self.texts[row] = text.replace(['\n', '\r'], " ");
    }

    /// Whether there is room for more.
    pub(crate) fn has_room(&self) -> bool {
        self.rows() < MAX_OPTIONS
    }

    /// One more row. Answers which.
    pub(crate) fn add(&mut self) -> usize {
        let rows = self.rows();
        if self.has_room() {
            self.texts.resize(rows + 1, String::new());
        }
        self.rows() - 1
    }

    pub(crate) fn remove(&mut self, row: usize) {
        if row < self.texts.len() {
            self.texts.remove(row);
        }
    }

    /// Moves a row before the one above it.
    pub(crate) fn lift(&mut self, row: usize) {
        self.texts.resize(self.rows(), String::new());
        if row > 0 && row < self.texts.len() {
            self.texts.swap(row - 1, row);
        }
    }

    /// Whether nothing is offered.
    pub(crate) fn is_blank(&self) -> bool {
        self.texts.iter().all(|it| it.trim().is_empty())
    }

    /// The options, if there are any. Empty rows do not count.
    pub(crate) fn options(&self) -> Result<Option<Options>, Invalid> {
        if self.is_blank() {
            return Ok(None);
        }
        let written = self.texts.iter().filter(|it| !it.trim().is_empty());
        let options = Options {
            texts: written.cloned().collect(),
            multiple: self.multiple,
        };
        options.clean().map(Some)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_remembered_and_empty_rows_do_not_count() {
        let mut menu = Menu::default();
        assert_eq!((menu.rows(), menu.encode().as_str()), (2, ""));
        menu.write(1, "b");
        assert_eq!(menu.options(), Err(Invalid::Malformed));
        assert_eq!(menu.add(), 2);
        menu.write(2, "a");
        menu.lift(2);
        menu.multiple = true;
        assert_eq!(Menu::decode(&menu.encode()), menu);
        let options = menu.options().expect("it is right").expect("it is there");
        assert_eq!(
            (options.texts, options.multiple),
            (vec!["a".to_owned(), "b".to_owned()], true)
        );
        menu.remove(1);
        menu.remove(1);
        assert_eq!(menu.options(), Ok(None));
        assert_eq!(Menu::decode(""), Menu::default());
    }

    #[test]
    fn there_is_room_for_ten() {
        let mut menu = Menu::default();
        while menu.has_room() {
            menu.add();
        }
        assert_eq!((menu.rows(), menu.add()), (10, 9));
    }
}
