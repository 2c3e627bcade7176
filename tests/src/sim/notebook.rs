//! What one person has typed, and what became of it as far as the person was told.

use std::collections::{BTreeMap, BTreeSet};

use client::outbox::{News, State};
use shared::{
    id::{self, Id},
    message::Receipt,
};

/// What one person has typed.
#[derive(Debug, Default)]
pub(super) struct Notebook {
    /// Every text, in the order it was typed.
    pub(super) typed: Vec<String>,
    /// The texts the server refused.
    pub(super) refused: BTreeSet<String>,
    /// The acknowledgements, with their texts.
    pub(super) acknowledged: Vec<(String, Receipt)>,
    /// Texts under way, by command.
    under_way: BTreeMap<Id<id::Client>, String>,
}

impl Notebook {
    /// The next line somebody types: no two are alike.
    pub(super) fn line(&mut self, name: &str, private: bool) -> String {
        let canary = if private { super::check::CANARY } else { "" };
        let line = format!("{canary}{name} {}", self.typed.len());
        self.typed.push(line.clone());
        line
    }

    /// A line goes on its way.
    pub(super) fn sends(&mut self, id: Id<id::Client>, line: String) {
        self.under_way.insert(id, line);
    }

    /// Takes note; answers a command that is to be discarded, because it was refused.
    pub(super) fn take_note(&mut self, news: &News) -> Option<Id<id::Client>> {
        match news {
            News::Done(id, receipt) => {
                if let (Some(text), Some(receipt)) = (self.under_way.remove(id), receipt) {
                    self.acknowledged.push((text, receipt.clone()));
                }
                None
            }
            News::Replaced(old, new) => {
                if let Some(text) = self.under_way.remove(old) {
                    self.under_way.insert(new.id.clone(), text);
                }
                None
            }
            News::Changed(id, State::Refused(_)) => {
                self.refused.extend(self.under_way.remove(id));
                Some(id.clone())
            }
            News::Changed(..) | News::Kept(_) | News::Gone(_) => None,
        }
    }

    /// Whether every line has been answered.
    pub(super) fn is_settled(&self) -> bool {
        self.under_way.is_empty()
    }
}
