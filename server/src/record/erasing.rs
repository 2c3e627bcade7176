//! What goes when a conversation ends whose visitor wanted nothing of it kept, and what stays: when it was, whose it
//! was, what it was about and what was thought of it.

use shared::{
    agent::Change,
    conversation::{Erased, Status},
    trail::Trail,
};

use super::{Conversation, Voices};

impl Conversation {
    /// Whether it has ended and nothing of what was said is kept.
    pub fn is_erased(&self) -> bool {
        self.unkept && self.status == Status::Ended
    }

    /// Loses what was said, and who the visitor is beside their own token.
    pub fn erase(&mut self) {
        self.name = None;
        self.email = None;
        self.company = None;
        self.phone = None;
        self.country = None;
        self.language = None;
        self.identity = None;
        self.told.clear();
        self.trail = Trail::default();
        self.first.text.clear();
        self.last.text.clear();
        self.unread = 0;
        self.seen_by_visitor = None;
        self.seen_by_agent = None;
        self.voices = Voices::default();
        self.menus.clear();
    }
}

/// What stays of an entry: nothing where something was said, or where it is about what was. It keeps its number.
pub fn remains(change: &Change) -> Option<Change> {
    matches!(
        change,
        Change::Posted(_)
            | Change::Noted(_)
            | Change::Read(_)
            | Change::Reacted(_)
            | Change::Mailed(_)
    )
    .then(|| Change::Erased(Erased {}))
}
