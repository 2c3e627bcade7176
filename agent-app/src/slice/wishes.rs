//! What the person asked for and the server has not answered yet.

use shared::id::{self, Id};

/// Something asked for.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) enum Wish {
    /// To own a waiting conversation.
    Take(Id<id::Conversation>),
    /// To own the one that waits longest.
    TakeNext,
    /// To end a conversation.
    End(Id<id::Conversation>),
    /// To have an end taken back.
    Reopen(Id<id::Conversation>),
    /// To block a visitor, or to let them write again.
    Block,
    /// To be done with a conversation that has ended.
    Close(Id<id::Conversation>),
    /// To set or remove a topic of a conversation.
    Tag(Id<id::Conversation>, Id<id::Tag>),
    /// To be present or away.
    Presence,
    /// To have somebody asked about a conversation.
    Ask(Id<id::Conversation>),
    /// To do what one is asked.
    Accept(Id<id::Conversation>),
    /// Not to.
    Decline(Id<id::Conversation>),
    /// To take a question back.
    Withdraw(Id<id::Conversation>),
    /// To take part no longer.
    Leave(Id<id::Conversation>),
    /// To own a colleague's conversation.
    TakeOver(Id<id::Conversation>),
    /// To choose one's channels.
    Serve,
    /// To say whom or what a conversation is about.
    Link(Id<id::Conversation>),
    /// To have a new contact made and linked.
    AddContact(Id<id::Conversation>),
    /// To have a request made of a conversation.
    Request(Id<id::Conversation>),
}

impl Wish {
    /// Whether it ends with a conversation on the screen.
    pub(crate) fn opens(&self) -> bool {
        let is_taking = matches!(self, Self::Take(_) | Self::TakeNext | Self::TakeOver(_));
        is_taking || matches!(self, Self::Accept(_))
    }

    /// Whether somebody is to be asked.
    pub(crate) fn is_question(&self) -> bool {
        matches!(self, Self::Ask(_))
    }

    /// Whether a question is answered.
    pub(crate) fn is_answer(&self) -> bool {
        matches!(self, Self::Accept(_) | Self::Decline(_))
    }
}

/// All that is asked for.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Wishes(Vec<(Id<id::Client>, Wish)>);

impl Wishes {
    /// Remembers what was asked with a command.
    pub(crate) fn make(&mut self, id: Id<id::Client>, wish: Wish) {
        self.0.push((id, wish));
    }

    /// Forgets what was asked with a command, and tells what it was.
    pub(crate) fn settle(&mut self, id: &Id<id::Client>) -> Option<Wish> {
        let place = self.0.iter().position(|(it, _)| it == id)?;
        Some(self.0.remove(place).1)
    }

    /// Whether the same is asked for already.
    pub(crate) fn has(&self, wish: &Wish) -> bool {
        self.0.iter().any(|(_, it)| it == wish)
    }
}
