//! What the person looks at.

use client::{inbox::Filter, notice::Attention};
use shared::id::{self, Id};

/// What the person looks at.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Gaze {
    /// The conversation on the screen.
    pub(crate) conversation: Option<Id<id::Conversation>>,
    /// Whether its last line is in view.
    pub(crate) is_at_end: bool,
    /// Whether the page is visible and has the keyboard.
    pub(crate) is_looking: bool,
    /// The conversation that is or was on the screen last.
    pub(crate) last: Option<Id<id::Conversation>>,
    /// Whether the person is about to write in the next conversation that opens.
    pub(crate) will_write: bool,
    /// The one channel the dashboard shows; all, when absent.
    pub(crate) channel: Option<Id<id::Channel>>,
    /// Whether those who wait are on the screen.
    pub(crate) has_queue: bool,
}

impl Gaze {
    /// Whether the last line of a conversation is being looked at.
    pub(crate) fn is_reading(&self, conversation: &Id<id::Conversation>) -> bool {
        self.is_looking && self.is_at_end_of(conversation)
    }

    /// Whether the last line of a conversation is in view.
    pub(crate) fn is_at_end_of(&self, conversation: &Id<id::Conversation>) -> bool {
        self.is_at_end && self.conversation.as_ref() == Some(conversation)
    }

    /// The conversations the dashboard shows.
    pub(crate) fn filter(&self) -> Filter {
        Filter(self.channel.iter().cloned().collect())
    }

    /// The same, for deciding what deserves a sound.
    pub(crate) fn attention(&self) -> Attention {
        let is_looking = self.is_looking;
        let conversation = self.conversation.clone().filter(|_| self.is_at_end);
        Attention {
            is_looking,
            conversation,
            has_queue: self.has_queue,
        }
    }
}
