//! How the connection and the queue stand.

use client::{Delivery, link};
use shared::{
    channel::Channel,
    error::Code,
    form::Form,
    message::Author,
    offline::Offline,
    visitor::{Change, Hint, Place, Visitor},
};

use crate::words::{self, Word};

/// How the connection and the queue stand.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Status {
    link: link::Status,
    /// Whether it was ever anything but idle.
    has_begun: bool,
    /// How often it was live.
    lives: u32,
    /// Not live for so long that the visitor should know.
    pub(crate) is_slow: bool,
    is_kept: bool,
    /// The server did not believe who the page says the visitor is: it is nobody in particular.
    pub(crate) is_guest: bool,
    /// The channel, once the server told.
    pub(crate) channel: Option<Channel>,
    /// Whether nothing the visitor says is taken any more.
    pub(crate) is_blocked: bool,
    /// Whether the server told of a conversation.
    pub(crate) has_conversation: bool,
    /// The place in the queue, while in it.
    pub(crate) place: Option<Place>,
    /// The agent who is writing.
    pub(crate) writing: Option<String>,
    /// Counts the hints of `writing`, so that an old one's end is known.
    pub(crate) hints: u32,
}

impl Status {
    pub(crate) fn new() -> Self {
        Self {
            is_kept: true,
            ..Self::default()
        }
    }

    /// Takes what happened; tells whether anything here changed.
    pub(crate) fn receive(&mut self, delivery: &Delivery<Visitor>) -> bool {
        match delivery {
            Delivery::Status(link) => {
                self.link = *link;
                self.has_begun |= *link != link::Status::Idle;
                self.lives += u32::from(link.is_live());
                self.is_slow &= !link.is_live();
            }
            Delivery::Durable(is_kept) => self.is_kept = *is_kept,
            Delivery::Welcome(welcome, _) => {
                self.channel = Some(welcome.me.channel.clone());
                self.has_conversation = welcome.me.conversation.is_some();
                self.is_blocked = welcome.me.is_blocked;
            }
            Delivery::Hint(hint) => self.heed(hint),
            Delivery::Event(event) => self.apply(&event.change),
            Delivery::Reset(_) => self.place = None,
            _ => return false,
        }
        true
    }

    fn heed(&mut self, hint: &Hint) {
        match hint {
            Hint::Block(standing) => self.is_blocked = standing.is_blocked,
            Hint::Place(place) => self.place = Some(*place),
            Hint::Open(open) => {
                if let Some(channel) = &mut self.channel {
                    channel.is_open = open.is_open;
                    channel.back_at = open.back_at;
                    channel.is_full = open.is_full;
                }
            }
            Hint::Typing(typing) => {
                self.writing = Some(typing.agent.name.clone());
                self.hints += 1;
            }
        }
    }

    fn apply(&mut self, change: &Change) {
        self.has_conversation = true;
        match change {
            Change::Posted(message) => {
                if matches!(message.author, Author::Agent(_)) {
                    self.writing = None;
                }
            }
            Change::Taken(_) => self.place = None,
            Change::Ended(_) | Change::Queued(_) => {
                self.place = None;
                self.writing = None;
            }
            _ => {}
        }
    }

    pub(crate) fn is_live(&self) -> bool {
        self.link.is_live()
    }

    /// Which break of the connection this is, if it is one.
    pub(crate) fn break_number(&self) -> Option<u32> {
        (!self.link.is_live()).then_some(self.lives)
    }

    /// A break has lasted; tells whether it still does.
    pub(crate) fn grow_slow(&mut self, number: u32) -> bool {
        let is_news = !self.is_slow && self.break_number() == Some(number);
        self.is_slow |= is_news;
        is_news
    }

    /// A hint of writing has grown old; tells whether it was the last one.
    pub(crate) fn stop_writing(&mut self, hints: u32) -> bool {
        self.hints == hints && self.writing.take().is_some()
    }

    /// What the visitor is asked for before a chat: nothing before the server told.
    pub(crate) fn form(&self) -> Form {
        let form = self.channel.as_ref().map(|it| it.form.clone());
        form.unwrap_or_default()
    }

    /// Whether a chat may be begun that is not kept.
    pub(crate) fn offers_unkept(&self) -> bool {
        self.channel.as_ref().is_some_and(|it| it.offers_unkept)
    }

    /// Whether something else stands in place of a chat.
    pub(crate) fn takes_no_chat(&self) -> bool {
        let channel = self.channel.as_ref();
        channel.is_some_and(|it| it.offline.is_some() && (!it.is_open || it.is_full))
    }

    /// What that is.
    pub(crate) fn offline(&self) -> Option<&Offline> {
        self.channel.as_ref()?.offline.as_deref()
    }

    /// Whether as many wait as may.
    pub(crate) fn is_full(&self) -> bool {
        self.channel.as_ref().is_some_and(|it| it.is_full)
    }

    /// Whether somebody is there for another chat; nothing before the server told.
    pub(crate) fn is_available(&self) -> Option<bool> {
        let channel = self.channel.as_ref();
        channel.map(|it| it.is_open && !it.is_full)
    }

    /// Whether nobody of the channel is there.
    pub(crate) fn is_away(&self) -> bool {
        self.channel.as_ref().is_some_and(|it| !it.is_open)
    }

    /// What the page is to be told of a connection that has ended for good, if it has.
    pub(crate) fn end(&self) -> Option<&'static str> {
        Some(match self.link {
            // The server knows no such channel, or not for this page or visitor.
            link::Status::Barred(Code::UnknownChannel | Code::IdentityRequired) => "gone",
            link::Status::Barred(Code::IdentityRefused) => "refused",
            // Another tab, or the server, has ended it.
            link::Status::Barred(Code::SignInRequired) => "out",
            link::Status::Idle if self.has_begun => "again",
            _ => return None,
        })
    }

    /// What to say above the conversation; nothing while all is well.
    pub(crate) fn notice(&self) -> Option<Word> {
        Some(match self.link {
            link::Status::Barred(Code::UnsupportedVersion) => words::OUTDATED,
            link::Status::Barred(Code::TooManySockets) => words::TOO_MANY,
            link::Status::Barred(_) => words::REFUSED,
            link::Status::CatchingUp if self.is_slow => words::CATCHING_UP,
            _ if self.is_slow && self.lives > 0 => words::RECONNECTING,
            _ if self.is_slow => words::CONNECTING,
            _ if self.is_guest => words::GUEST,
            _ if !self.is_kept => words::NOT_KEPT,
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(statuses: &[link::Status], is_slow: bool) -> Option<&'static str> {
        let mut status = Status::new();
        for link in statuses {
            status.is_slow = is_slow;
            status.receive(&Delivery::Status(*link));
        }
        status.notice().map(Word::key)
    }

    #[test]
    fn nothing_is_said_while_all_is_well_or_trouble_is_young() {
        use link::Status::{CatchingUp, Connecting, Live, Waiting};
        assert_eq!(after(&[Connecting, CatchingUp, Live], true), None);
        assert_eq!(after(&[Live, Waiting(7)], false), None);
        assert_eq!(after(&[Connecting], true), Some("connecting"));
        assert_eq!(after(&[Live, Waiting(7)], true), Some("reconnecting"));
        assert_eq!(after(&[Live, CatchingUp], true), Some("catching_up"));
    }

    #[test]
    fn a_refusal_is_told_at_once() {
        use link::Status::Barred;
        assert_eq!(
            after(&[Barred(Code::TooManySockets)], false),
            Some("too_many")
        );
        assert_eq!(
            after(&[Barred(Code::UnsupportedVersion)], false),
            Some("outdated")
        );
        assert_eq!(
            after(&[Barred(Code::SignInRequired)], false),
            Some("refused")
        );
    }

    #[test]
    fn whoever_is_not_believed_is_told_before_that_nothing_is_kept() {
        let mut status = Status::new();
        status.is_guest = true;
        status.receive(&Delivery::Durable(false));
        assert_eq!(status.notice().map(Word::key), Some("guest"));
    }

    #[test]
    fn an_end_for_good_is_told_apart_from_a_break() {
        use link::Status::{Barred, Connecting, Idle, Live, Waiting};
        let end = |statuses: &[link::Status]| {
            let mut status = Status::new();
            for link in statuses {
                status.receive(&Delivery::Status(*link));
            }
            status.end()
        };
        assert_eq!(end(&[Idle]), None);
        assert_eq!(end(&[Connecting, Live, Waiting(7)]), None);
        assert_eq!(end(&[Live, Idle]), Some("again"));
        assert_eq!(end(&[Barred(Code::IdentityRefused)]), Some("refused"));
        assert_eq!(end(&[Barred(Code::IdentityRequired)]), Some("gone"));
        assert_eq!(end(&[Live, Barred(Code::SignInRequired)]), Some("out"));
    }

    #[test]
    fn denied_storage_is_told_when_nothing_is_worse() {
        let mut status = Status::new();
        status.receive(&Delivery::Durable(false));
        assert_eq!(status.notice().map(Word::key), Some("not_kept"));
    }
}
