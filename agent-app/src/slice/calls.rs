//! What the tabs of one person say to each other before one of them rings: somebody may be looking at it
//! already, in another window.

use shared::id::{self, Id};

use client::notice::Notice;

/// Something a tab says to all others.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) enum Word {
    /// The tab that leads is about to ring: does anybody look?
    Asks(u64, Notice, Id<id::Conversation>),
    /// Somebody looks at that very thing.
    Sees(u64),
    /// Somebody looks at the app, but not at that.
    Looks(u64),
}

impl Word {
    /// As it is said.
    pub(crate) fn encode(&self) -> String {
        match self {
            Self::Asks(number, notice, conversation) => {
                format!("asks {number} {} {conversation}", name(*notice))
            }
            Self::Sees(number) => format!("sees {number}"),
            Self::Looks(number) => format!("looks {number}"),
        }
    }

    /// As it is heard; nothing where a later version says something else.
    pub(crate) fn decode(text: &str) -> Option<Self> {
        let mut parts = text.split(' ');
        let (verb, number) = (parts.next()?, parts.next()?.parse().ok()?);
        match verb {
            "asks" => {
                let word = parts.next()?;
                let notice = ALL.into_iter().find(|it| name(*it) == word)?;
                Some(Self::Asks(number, notice, Id::new(parts.next()?)))
            }
            "sees" => Some(Self::Sees(number)),
            "looks" => Some(Self::Looks(number)),
            _ => None,
        }
    }
}

const ALL: [Notice; 4] = [
    Notice::Message,
    Notice::Waiting,
    Notice::Asked,
    Notice::Warned,
];

const fn name(notice: Notice) -> &'static str {
    match notice {
        Notice::Message => "message",
        Notice::Waiting => "waiting",
        Notice::Asked => "asked",
        Notice::Warned => "warned",
    }
}

/// What may ring soon, in the tab that leads.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Calls {
    open: Vec<Call>,
    count: u64,
    rang_at: Option<u64>,
}

/// One that may ring.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Call {
    number: u64,
    pub(crate) notice: Notice,
    pub(crate) conversation: Id<id::Conversation>,
    is_seen: bool,
    /// Whether somebody looks at the app.
    pub(crate) is_looked_at: bool,
}

impl Calls {
    /// Milliseconds in which many things at once make one sound.
    const ONE_SOUND_MS: u64 = 1_000;

    /// Something may have to ring. Its number.
    pub(crate) fn begin(&mut self, notice: Notice, conversation: Id<id::Conversation>) -> u64 {
        self.count += 1;
        self.open.push(Call {
            number: self.count,
            notice,
            conversation,
            is_seen: false,
            is_looked_at: false,
        });
        self.count
    }

    /// Another tab has said something.
    pub(crate) fn hear(&mut self, word: &Word) {
        for call in &mut self.open {
            call.is_seen |= *word == Word::Sees(call.number);
            call.is_looked_at |=
                matches!(word, Word::Sees(it) | Word::Looks(it) if *it == call.number);
        }
    }

    /// The time to look is over: what is left to ring.
    pub(crate) fn end(&mut self, number: u64) -> Option<Call> {
        let place = self.open.iter().position(|it| it.number == number)?;
        let call = self.open.remove(place);
        (!call.is_seen).then_some(call)
    }

    /// Whether a sound may be made now; many at once make one.
    pub(crate) fn may_sound(&mut self, now: u64) -> bool {
        let is_soon = |at: u64| now.saturating_sub(at) < Self::ONE_SOUND_MS;
        let may = !self.rang_at.is_some_and(is_soon);
        if may {
            self.rang_at = Some(now);
        }
        may
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_said_is_heard() {
        for word in [
            Word::Asks(3, Notice::Warned, Id::new("c")),
            Word::Sees(3),
            Word::Looks(4),
        ] {
            assert_eq!(Word::decode(&word.encode()), Some(word));
        }
        for odd in ["", "asks", "asks 1", "asks 1 sung c", "sees x", "sings 1"] {
            assert_eq!(Word::decode(odd), None, "{odd}");
        }
    }

    #[test]
    fn what_another_tab_looks_at_does_not_ring() {
        let mut calls = Calls::default();
        let seen = calls.begin(Notice::Message, Id::new("a"));
        let other = calls.begin(Notice::Message, Id::new("b"));
        calls.hear(&Word::Sees(seen));
        calls.hear(&Word::Looks(other));
        assert_eq!(calls.end(seen), None);
        let rings = calls.end(other).unwrap();
        assert!(rings.is_looked_at);
        assert_eq!(calls.end(other), None);
    }

    #[test]
    fn many_at_once_make_one_sound() {
        let mut calls = Calls::default();
        assert!(calls.may_sound(5_000));
        assert!(!calls.may_sound(5_900));
        assert!(calls.may_sound(6_000));
    }
}
