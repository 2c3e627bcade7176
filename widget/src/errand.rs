//! A command that is no message, and what became of it.

use client::outbox::{News, State};
use shared::{
    error::Code,
    id::{self, Id},
};

/// A command that is no message, and what became of it.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Errand {
    sent: Option<Id<id::Client>>,
    pub(crate) fate: Fate,
}

/// What became of it.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) enum Fate {
    #[default]
    None,
    Sending,
    Done,
    Refused(Code),
}

impl Errand {
    /// It is on its way.
    pub(crate) fn sends(&mut self, id: Id<id::Client>) {
        self.sent = Some(id);
        self.fate = Fate::Sending;
    }

    /// Something else is wanted: what became of the last is told no more. Tells whether it was.
    pub(crate) fn rest(&mut self) -> bool {
        let is_told = !matches!(self.fate, Fate::None | Fate::Sending);
        if is_told {
            self.fate = Fate::None;
        }
        is_told
    }

    /// Takes what happened in the outbox; tells whether anything here changed.
    pub(crate) fn hear(&mut self, news: &News) -> bool {
        let (id, fate) = match news {
            News::Changed(id, State::Refused(code)) => (id, Fate::Refused(*code)),
            News::Done(id, _) => (id, Fate::Done),
            _ => return false,
        };
        let is_it = self.sent.as_ref() == Some(id);
        if is_it {
            self.sent = None;
            self.fate = fate;
        }
        is_it
    }
}
