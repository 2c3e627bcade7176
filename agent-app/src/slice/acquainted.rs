//! Which contacts the person linked last and likes best, on this device.

use client::json;
use serde::{Deserialize, Serialize};
use shared::{
    id::{self, Id},
    register::Card,
};

/// So many are remembered.
const MOST: usize = 20;

/// The last linked, the last first, and the favourites.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
pub(crate) struct Acquainted {
    #[serde(default)]
    recent: Vec<Card>,
    #[serde(default)]
    favourites: Vec<Card>,
}

impl Acquainted {
    /// What was stored, or nothing yet.
    pub(crate) fn recall(stored: Option<&str>) -> Self {
        let stored = stored.and_then(|it| json::read(it).ok());
        stored.unwrap_or_default()
    }

    /// The text to store.
    pub(crate) fn encode(&self) -> String {
        json::write(self)
    }

    /// One was linked.
    pub(crate) fn touch(&mut self, card: &Card) {
        self.recent.retain(|it| it.id != card.id);
        self.recent.insert(0, card.clone());
        self.recent.truncate(MOST);
    }

    /// One is a favourite from now on, or no longer.
    pub(crate) fn toggle(&mut self, card: &Card) {
        if self.is_favourite(&card.id) {
            self.favourites.retain(|it| it.id != card.id);
        } else {
            self.favourites.push(card.clone());
        }
    }

    pub(crate) fn is_favourite(&self, id: &Id<id::Entry>) -> bool {
        self.favourites.iter().any(|it| it.id == *id)
    }

    pub(crate) fn recent(&self) -> &[Card] {
        &self.recent
    }

    pub(crate) fn favourites(&self) -> &[Card] {
        &self.favourites
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_linked_come_first_and_favourites_come_back() {
        let card = |id: &str| Card {
            id: Id::new(id),
            name: id.to_owned(),
            company: None,
        };
        let mut known = Acquainted::recall(Some("not ours"));
        for id in ["a", "b", "a"] {
            known.touch(&card(id));
        }
        known.toggle(&card("b"));
        let mut known = Acquainted::recall(Some(&known.encode()));
        assert_eq!(known.recent(), [card("a"), card("b")]);
        assert_eq!(known.favourites(), [card("b")]);
        known.toggle(&card("b"));
        assert!(!known.is_favourite(&Id::new("b")));
    }
}
