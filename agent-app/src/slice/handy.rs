//! Which ready answers the person used last and likes best, on this device.

use client::json;
use serde::{Deserialize, Serialize};
use shared::id::{self, Id};

type Reply = Id<id::Reply>;

/// So many are remembered.
const MOST: usize = 20;

/// The last used, the last first, and the favourites.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
pub(crate) struct Handy {
    #[serde(default)]
    recent: Vec<Reply>,
    #[serde(default)]
    favourites: Vec<Reply>,
}

impl Handy {
    /// What was stored, or nothing yet.
    pub(crate) fn recall(stored: Option<&str>) -> Self {
        let stored = stored.and_then(|it| json::read(it).ok());
        stored.unwrap_or_default()
    }

    /// The text to store.
    pub(crate) fn encode(&self) -> String {
        json::write(self)
    }

    /// One was used.
    pub(crate) fn touch(&mut self, id: &Reply) {
        self.recent.retain(|it| it != id);
        self.recent.insert(0, id.clone());
        self.recent.truncate(MOST);
    }

    /// One is a favourite from now on, or no longer.
    pub(crate) fn toggle(&mut self, id: &Reply) {
        if self.is_favourite(id) {
            self.favourites.retain(|it| it != id);
        } else {
            self.favourites.push(id.clone());
        }
    }

    pub(crate) fn is_favourite(&self, id: &Reply) -> bool {
        self.favourites.contains(id)
    }

    /// How long ago one was used: 0 for the last one.
    pub(crate) fn age(&self, id: &Reply) -> Option<usize> {
        self.recent.iter().position(|it| it == id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_used_come_first_and_come_back() {
        let mut handy = Handy::recall(Some("not ours"));
        for id in ["a", "b", "a"] {
            handy.touch(&Id::new(id));
        }
        handy.toggle(&Id::new("b"));
        let handy = Handy::recall(Some(&handy.encode()));
        assert_eq!(
            [handy.age(&Id::new("a")), handy.age(&Id::new("b"))],
            [Some(0), Some(1)]
        );
        assert!(handy.is_favourite(&Id::new("b")) && !handy.is_favourite(&Id::new("a")));
        let mut full = handy;
        for number in 0..30 {
            full.touch(&Id::new(number.to_string()));
        }
        assert_eq!(full.age(&Id::new("a")), None);
        full.toggle(&Id::new("b"));
        assert!(!full.is_favourite(&Id::new("b")));
    }
}
