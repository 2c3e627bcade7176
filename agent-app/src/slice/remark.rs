//! Short remarks about what did not go as wished.

use shared::{
    error::Code,
    id::{self, Id},
};

/// What there is to say.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) enum Remark {
    /// The server refused something.
    Refused(Code),
    /// A colleague answered the conversation first.
    TakenBy(String),
    /// The person ended a conversation, and may have done so by accident.
    Ended(Id<id::Conversation>),
    /// An end cannot be taken back.
    NotReopened,
    /// The visitor has a later conversation.
    NotBlocked,
    /// The conversation does not wait any more.
    TakenGone,
    /// Nobody could be asked about a conversation.
    NotAsked,
    /// What the person answered is not asked any more.
    AskedBefore,
    /// Nothing was answered before the connection broke.
    Unanswered,
    /// Signing out did not reach the server.
    StillSignedIn,
    /// A part of the app could not be loaded.
    PartMissing,
}

/// The remarks on the screen, the last one last; each has a number of its own.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Remarks {
    shown: Vec<(u64, Remark)>,
    count: u64,
}

impl Remarks {
    /// So many are shown at once; older ones give way.
    const MOST: usize = 3;

    /// Adds a remark. The same one twice in a row is said anew instead of shown twice.
    pub(crate) fn say(&mut self, remark: Remark) -> u64 {
        self.count += 1;
        self.shown.retain(|(_, it)| *it != remark);
        self.shown.push((self.count, remark));
        let surplus = self.shown.len().saturating_sub(Self::MOST);
        self.shown.drain(..surplus);
        self.count
    }

    /// Removes a remark; tells whether it was there.
    pub(crate) fn dismiss(&mut self, number: u64) -> bool {
        let before = self.shown.len();
        self.shown.retain(|(it, _)| *it != number);
        self.shown.len() != before
    }

    /// What is shown, with its numbers.
    pub(crate) fn shown(&self) -> &[(u64, Remark)] {
        &self.shown
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_repeated_remark_is_shown_once_and_old_ones_give_way() {
        let mut remarks = Remarks::default();
        let first = remarks.say(Remark::TakenGone);
        let again = remarks.say(Remark::TakenGone);
        assert_ne!(first, again);
        assert_eq!(remarks.shown(), [(again, Remark::TakenGone)]);
        for code in [Code::Ended, Code::NotFound, Code::Conflict] {
            remarks.say(Remark::Refused(code));
        }
        assert_eq!(remarks.shown().len(), 3);
        assert!(!remarks.dismiss(again));
    }
}
