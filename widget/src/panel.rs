//! What the visitor has open, and looks at.

use client::{Delivery, outbox::News};
use shared::visitor::{Change, Visitor};

/// What the visitor has open, and looks at.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Panel {
    /// The page shows the panel, on a tab that shows.
    pub(crate) is_visible: bool,
    /// The newest message is in view.
    pub(crate) is_at_end: bool,
    /// A new chat is being begun after one that ended.
    pub(crate) is_beginning: bool,
    /// The visitor writes a request: that stays before them, whoever comes.
    pub(crate) is_asking: bool,
    /// The visitor asked to come back to a chat that ended.
    pub(crate) is_returning: bool,
    /// The visitor wanted to send what is written before it was known what a chat begins with.
    pub(crate) is_eager: bool,
    pub(crate) has_sound: bool,
}

impl Default for Panel {
    fn default() -> Self {
        Self {
            is_visible: false,
            is_at_end: true,
            is_beginning: false,
            is_asking: false,
            is_returning: false,
            is_eager: false,
            has_sound: true,
        }
    }
}

impl Panel {
    /// Under which key it is remembered that there shall be no sound.
    pub(crate) const QUIET: &str = "quiet";

    /// Takes what happened; tells whether anything here changed.
    pub(crate) fn receive(&mut self, delivery: &Delivery<Visitor>) -> bool {
        match delivery {
            Delivery::Remembered(remembered) => self.recall(remembered),
            // What was written begins the new chat.
            Delivery::Outbox(News::Kept(it)) if it.content.is_some() => {
                std::mem::take(&mut self.is_beginning)
            }
            Delivery::Event(it) => {
                let moves = matches!(
                    it.change,
                    Change::Started(_) | Change::Taken(_) | Change::Ended(_)
                );
                self.is_asking &= !moves;
                self.is_beginning &= !matches!(it.change, Change::Started(_));
                std::mem::take(&mut self.is_returning) | moves
            }
            _ => false,
        }
    }

    fn recall(&mut self, remembered: &[(String, String)]) -> bool {
        let Some((_, quiet)) = remembered.iter().find(|(key, _)| key == Self::QUIET) else {
            return false;
        };
        let had_sound = self.has_sound;
        self.has_sound = quiet.is_empty();
        self.has_sound != had_sound
    }

    /// The visitor scrolled; tells whether anything changed.
    pub(crate) fn scroll(&mut self, is_at_end: bool) -> bool {
        std::mem::replace(&mut self.is_at_end, is_at_end) != is_at_end
    }

    /// Whether the newest message is before the visitor's eyes.
    pub(crate) fn is_looking(&self) -> bool {
        self.is_visible && self.is_at_end && !self.is_beginning
    }
}
