//! Options and a link that an agent puts together, as they are being written.

use shared::{
    choice::Options, limits::MAX_OPTIONS, link::PageLink, message::Content, text::Invalid,
};

/// Options and a link that are being written.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(crate) struct Menu {
    texts: Vec<String>,
    pub(crate) multiple: bool,
    pub(crate) required: bool,
    pub(crate) address: String,
    pub(crate) title: String,
}

/// So many rows there are at least.
const FEWEST: usize = 2;

impl Menu {
    /// What went with a message, to be written anew.
    pub(crate) fn of(content: &Content) -> Self {
        let options = content.options.clone().unwrap_or_default();
        let link = content.link.as_deref().cloned().unwrap_or_default();
        Self {
            texts: options.texts,
            multiple: options.multiple,
            required: options.required,
            address: link.address,
            title: link.title,
        }
    }

    /// As a text to be remembered: a line that says how may be chosen and holds the link, and one for each option.
    pub(crate) fn encode(&self) -> String {
        if *self == Self::default() {
            return String::new();
        }
        let mode = if self.multiple { "several" } else { "one" };
        let required = if self.required { "required" } else { "" };
        let [address, title] = [&self.address, &self.title].map(|it| it.replace(['\t', '\n'], " "));
        let head = [mode, required, &address, &title].join("\t");
        let head = head.trim_end_matches('\t').to_owned();
        [&[head], &self.texts[..]].concat().join("\n")
    }

    pub(crate) fn decode(text: &str) -> Self {
        let (head, texts) = match text.split_once('\n') {
            Some((head, texts)) => (head, texts.split('\n').map(str::to_owned).collect()),
            None => (text, Vec::new()),
        };
        let mut parts = head.split('\t');
        let mut part = || parts.next().unwrap_or_default();
        Self {
            multiple: part() == "several",
            required: part() == "required",
            address: part().to_owned(),
            title: part().to_owned(),
            texts,
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
        let mut written = self.texts.iter().chain([&self.address, &self.title]);
        written.all(|it| it.trim().is_empty())
    }

    /// The options, if there are any. Empty rows do not count.
    pub(crate) fn options(&self) -> Result<Option<Options>, Invalid> {
        let written = self.texts.iter().filter(|it| !it.trim().is_empty());
        let options = Options {
            texts: written.cloned().collect(),
            multiple: self.multiple,
            required: self.required,
        };
        if options.texts.is_empty() {
            return Ok(None);
        }
        options.clean().map(Some)
    }

    /// The link, if there is one. What people write in an address is written as addresses are.
    pub(crate) fn link(&self) -> Result<Option<PageLink>, Invalid> {
        let (address, title) = (self.address.trim(), self.title.trim());
        if address.is_empty() && title.is_empty() {
            return Ok(None);
        }
        let link = PageLink {
            address: whole(address),
            title: title.to_owned(),
            own_site: false,
        };
        link.clean(&[]).map(Some)
    }

    /// Whether it holds just what went with this message.
    pub(crate) fn is_of(&self, content: &Content) -> bool {
        let link = content.link.as_deref().cloned();
        self.options().as_ref() == Ok(&content.options) && self.link() == Ok(link)
    }
}

/// An address with its scheme, in plain ASCII behind the host.
fn whole(address: &str) -> String {
    let mut whole = String::new();
    if !address.contains("://") {
        whole.push_str("https://");
    }
    let host = address.find("://").map_or(0, |it| it + 3);
    let path = address[host..]
        .find('/')
        .map_or(address.len(), |it| host + it);
    whole.push_str(&address[..path]);
    for byte in address[path..].bytes() {
        match byte {
            b'!'..=b'~' => whole.push(char::from(byte)),
            _ => whole.push_str(&format!("%{byte:02X}")),
        }
    }
    whole
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
        menu.required = true;
        assert_eq!(Menu::decode(&menu.encode()), menu);
        let options = menu.options().expect("it is right").expect("it is there");
        assert_eq!(
            (options.texts, options.multiple && options.required),
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

    #[test]
    fn a_link_is_written_as_people_write_them() {
        let to = |address: &str, title: &str| {
            let menu = Menu {
                address: address.to_owned(),
                title: title.to_owned(),
                ..Menu::default()
            };
            assert_eq!(Menu::decode(&menu.encode()), menu);
            let link = menu.link().map(|it| it.map(|it| it.address));
            link.map(Option::unwrap_or_default)
        };
        for (address, expected) in [
            ("shop.example", "https://shop.example"),
            ("http://shop.example/a b", "http://shop.example/a%20b"),
            (
                "shop.example/l\u{e5}s?q=\u{f8}#x",
                "https://shop.example/l%C3%A5s?q=%C3%B8#x",
            ),
            (" https://shop.example/%20 ", "https://shop.example/%20"),
            ("  ", ""),
        ] {
            assert_eq!(to(address, "").as_deref(), Ok(expected));
        }
        for (address, title) in [("javascript:alert(1)", ""), ("", "Lamps"), ("a b", "")] {
            assert_eq!(to(address, title), Err(Invalid::Malformed), "{address}");
        }
    }
}
