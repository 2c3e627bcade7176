//! The keyboard map as data.

use crate::words::Words;

/// What a single key does.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Act {
    Dashboard,
    Chats,
    Archive,
    Next,
    Down,
    Up,
    Compose,
    Private,
    Contact,
    Latest,
    End,
    Presence,
    Offer,
    Sheet,
}

/// A line of the map.
pub(crate) struct Shortcut {
    /// What to press, as the sheet shows it.
    pub(crate) keys: &'static [&'static str],
    /// What it does.
    pub(crate) name: fn(&Words) -> &'static str,
    /// For single keys: which act.
    act: Option<Act>,
}

const fn single(
    key: &'static [&'static str],
    act: Act,
    name: fn(&Words) -> &'static str,
) -> Shortcut {
    Shortcut {
        keys: key,
        name,
        act: Some(act),
    }
}

/// What the browser or one part of the page does by itself, for the sheet.
const fn other(keys: &'static [&'static str], name: fn(&Words) -> &'static str) -> Shortcut {
    Shortcut {
        keys,
        name,
        act: None,
    }
}

/// The whole map, in the order of the sheet.
pub(crate) const ALL: &[Shortcut] = &[
    single(&["1"], Act::Dashboard, |w| w.key_dashboard),
    single(&["2"], Act::Chats, |w| w.key_chats),
    single(&["3"], Act::Archive, |w| w.key_archive),
    single(&["n"], Act::Next, |w| w.key_next),
    single(&["j"], Act::Down, |w| w.key_down),
    single(&["k"], Act::Up, |w| w.key_up),
    single(&["c"], Act::Compose, |w| w.key_compose),
    single(&["p"], Act::Private, |w| w.key_private),
    single(&["i"], Act::Contact, |w| w.key_contact),
    single(&["l"], Act::Latest, |w| w.key_latest),
    single(&["e"], Act::End, |w| w.key_end),
    single(&["a"], Act::Presence, |w| w.key_presence),
    single(&["o"], Act::Offer, |w| w.key_offer),
    single(&["?"], Act::Sheet, |w| w.key_sheet),
    other(&["↑", "↓"], |w| w.key_row),
    other(&["Enter"], |w| w.key_enter),
    other(&["Enter"], |w| w.key_send),
    other(&["Shift", "Enter"], |w| w.key_line),
    other(&["/"], |w| w.key_insert),
    other(&["Esc"], |w| w.key_leave),
];

/// A key that was pressed, and where.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Press<'a> {
    /// The character, or the key's name.
    pub(crate) key: &'a str,
    /// Whether Ctrl, Alt or Meta is held.
    pub(crate) is_modified: bool,
    /// Whether the key goes into a field, or composes a character.
    pub(crate) is_typed: bool,
    /// Whether a dialog is open, or somebody else took the key.
    pub(crate) is_taken: bool,
}

impl Press<'_> {
    /// What the key does; nothing while somebody types.
    pub(crate) fn act(self) -> Option<Act> {
        if self.is_modified || self.is_typed || self.is_taken {
            return None;
        }
        ALL.iter()
            .find(|it| it.act.is_some() && it.keys[0] == self.key)?
            .act
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::Language;

    fn press(key: &str) -> Press<'_> {
        Press {
            key,
            ..Press::default()
        }
    }

    #[test]
    fn no_two_acts_share_a_key_or_a_name() {
        let words = Language::English.words();
        for (index, shortcut) in ALL.iter().enumerate() {
            for other in &ALL[index + 1..] {
                assert_ne!((shortcut.name)(words), (other.name)(words));
                let both_act = shortcut.act.is_some() && other.act.is_some();
                assert!(
                    !both_act || shortcut.keys != other.keys,
                    "{:?}",
                    shortcut.keys
                );
            }
        }
    }

    #[test]
    fn every_single_key_acts_and_never_while_typing() {
        for shortcut in ALL.iter().filter(|it| it.act.is_some()) {
            let key = shortcut.keys[0];
            assert_eq!(press(key).act(), shortcut.act);
            assert_eq!(
                Press {
                    is_typed: true,
                    ..press(key)
                }
                .act(),
                None
            );
            assert_eq!(
                Press {
                    is_modified: true,
                    ..press(key)
                }
                .act(),
                None
            );
            assert_eq!(
                Press {
                    is_taken: true,
                    ..press(key)
                }
                .act(),
                None
            );
        }
        assert_eq!(press("Enter").act(), None);
        assert_eq!(press("x").act(), None);
    }
}
