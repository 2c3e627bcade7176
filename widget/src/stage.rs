//! Which of its few faces the panel shows.

use client::thread::Thread;
use shared::{conversation::Status as Standing, visitor::Visitor};

use crate::{panel::Panel, status::Status};

/// Which of its few faces the panel shows.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Stage {
    /// It is not known yet whether there is a conversation.
    Loading,
    /// There is none: the visitor may begin one.
    Beginning,
    /// In place of one there is a message, and maybe a form for a request.
    Offline,
    /// It waits in the queue.
    Waiting,
    /// An agent has it.
    Chatting,
    /// It is over.
    Ended,
}

impl Stage {
    pub(crate) fn of(
        thread: &Thread<Visitor>,
        panel: &Panel,
        status: &Status,
        is_asking: bool,
    ) -> Self {
        let begins = if is_asking || status.takes_no_chat() {
            Self::Offline
        } else {
            Self::Beginning
        };
        let is_writing = thread.last_own().is_some_and(|(row, _)| row.seq.is_none());
        match thread.stand().status {
            _ if panel.is_beginning && !status.is_blocked => begins,
            Standing::Ended if is_writing => Self::Waiting,
            Standing::Ended => Self::Ended,
            Standing::Active => Self::Chatting,
            _ if is_asking => Self::Offline,
            _ if !thread.is_empty() => Self::Waiting,
            _ if status.has_conversation => Self::Loading,
            _ if status.channel.is_some() || status.is_slow => begins,
            _ => Self::Loading,
        }
    }

    /// Whether what was said is shown.
    pub(crate) fn is_shown(self) -> bool {
        matches!(self, Self::Waiting | Self::Chatting | Self::Ended)
    }

    /// Whether it matters to the visitor on the site's next page.
    pub(crate) fn is_live(self) -> bool {
        matches!(self, Self::Waiting | Self::Chatting)
    }
}
