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
    Warned,
    Sheet,
    Palette,
    Insert,
    Transfer,
    Invite,
    TakeOver,
    Leave,
    CloseWindow,
    Duty,
    Alerts,
    Menu,
    SignOut,
}

/// A line of the map.
pub(crate) struct Shortcut {
    /// What to press, as the sheet shows it.
    pub(crate) keys: &'static [&'static str],
    /// What it does.
    pub(crate) name: fn(&Words) -> &'static str,
    /// Which act; nothing for what is done by itself.
    pub(crate) act: Option<Act>,
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

/// What has no key of its own, and is found in the palette.
const fn plain(act: Act, name: fn(&Words) -> &'static str) -> Shortcut {
    Shortcut {
        keys: &[],
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
    single(&["w"], Act::Warned, |w| w.key_warned),
    single(&["?"], Act::Sheet, |w| w.key_sheet),
    single(&["Ctrl", "K"], Act::Palette, |w| w.palette),
    plain(Act::Insert, |w| w.ready_title),
    plain(Act::Transfer, |w| w.transfer),
    plain(Act::Invite, |w| w.invite),
    plain(Act::TakeOver, |w| w.take_over),
    plain(Act::Leave, |w| w.leave_chat),
    plain(Act::CloseWindow, |w| w.close_window),
    plain(Act::Duty, |w| w.duty),
    plain(Act::Alerts, |w| w.alerts),
    plain(Act::Menu, |w| w.own_menu),
    plain(Act::SignOut, |w| w.sign_out),
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
    /// Whether Ctrl or Meta is held, and nothing else.
    pub(crate) is_command: bool,
    /// Whether the key goes into a field, or composes a character.
    pub(crate) is_typed: bool,
    /// Whether a dialog is open, or somebody else took the key.
    pub(crate) is_taken: bool,
}

impl Press<'_> {
    /// What the key does; nothing but the palette while somebody types.
    pub(crate) fn act(self) -> Option<Act> {
        if self.is_command && self.key.eq_ignore_ascii_case("k") && !self.is_taken {
            return Some(Act::Palette);
        }
        if self.is_modified || self.is_typed || self.is_taken {
            return None;
        }
        ALL.iter()
            .find(|it| it.act.is_some() && *it.keys == [self.key])?
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
                    !both_act || shortcut.keys.is_empty() || shortcut.keys != other.keys,
                    "{:?}",
                    shortcut.keys
                );
            }
        }
    }

    #[test]
    fn every_single_key_acts_and_never_while_typing() {
        for shortcut in ALL
            .iter()
            .filter(|it| it.act.is_some() && it.keys.len() == 1)
        {
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

    #[test]
    fn the_palette_opens_while_typing_and_not_above_another_window() {
        let typed = Press {
            is_modified: true,
            is_command: true,
            is_typed: true,
            ..press("k")
        };
        assert_eq!(typed.act(), Some(Act::Palette));
        let taken = Press {
            is_taken: true,
            ..typed
        };
        assert_eq!(taken.act(), None);
        assert_eq!(press("K").act(), None);
    }

    #[test]
    fn every_act_has_a_line() {
        let acts: Vec<Act> = ALL.iter().filter_map(|it| it.act).collect();
        for (index, act) in acts.iter().enumerate() {
            assert!(!acts[index + 1..].contains(act), "{act:?} has two");
        }
        assert_eq!(acts.len(), Act::SignOut as usize + 1);
    }
}
