//! Working together: questions to colleagues and their answers, leaving, taking over, presence with a
//! reason, and the channels one serves.

use std::{collections::BTreeSet, sync::Arc};

use leptos::prelude::*;
use shared::{
    agent::{Command, Serve, SetPresence, Summary, TakeOver},
    ask::{Answer, Invite, Invitee, Kind, Leave, Question, Transfer, Withdraw},
    id::{self, Id},
    presence::{Presence, Reason},
};

use super::{Session, perform};
use crate::slice::{Remark, Wish};

/// Why an agent counts as away who left several offers without an answer.
pub(crate) const NO_ANSWER: &str = "no_answer";

/// Why an agent counts as away since midnight.
pub(crate) const DAY_OVER: &str = "day_over";

impl Session {
    /// The conversations about which the person is asked something, the oldest question first.
    pub(crate) fn asked(self) -> Vec<Arc<Summary>> {
        let (desk, together) = (self.desk.read(), self.together.read());
        let serves = desk.own().map(|it| it.channels.as_slice());
        let inbox = self.inbox.read();
        let mut asked = inbox.asked(&self.my_id(), serves.unwrap_or_default());
        asked.retain(|it| !together.has_declined(it));
        asked
    }

    /// The question about a conversation that waits for the person.
    pub(crate) fn asked_in(self, conversation: &Id<id::Conversation>) -> Option<Question> {
        let asked = self.asked().into_iter().find(|it| it.id == *conversation)?;
        asked.question.clone()
    }

    /// What the list of one's conversations holds: what colleagues ask about, one's own, and those in which
    /// one writes or listens beside the owner.
    pub(crate) fn at_hand(self) -> Vec<Arc<Summary>> {
        let me = self.my_id();
        let mut seen = BTreeSet::new();
        let mut all = self.asked();
        all.retain(|it| it.question.as_ref().is_some_and(|it| it.by.is_some()));
        let inbox = self.inbox.read();
        all.extend(inbox.mine(&me));
        all.extend(inbox.seated(&me));
        all.retain(|it| seen.insert(it.id.clone()));
        all
    }

    /// What to call a reason to be away.
    pub(crate) fn reason_name(self, reason: &Reason) -> String {
        match reason.id.as_str() {
            NO_ANSWER => self.words().no_answer.to_owned(),
            DAY_OVER => self.words().day_over.to_owned(),
            _ => reason.name.clone(),
        }
    }

    /// Does what is asked; the conversation opens then.
    pub(crate) fn accept(self, conversation: &Id<id::Conversation>, kind: Kind) {
        self.answer(conversation, kind, true);
    }

    /// Says no to what is asked.
    pub(crate) fn decline(self, conversation: &Id<id::Conversation>, kind: Kind) {
        let summary = self
            .inbox
            .read_untracked()
            .conversation(conversation)
            .cloned();
        if let Some(summary) = summary {
            self.answer(conversation, kind, false);
            self.together.update(|it| it.decline(&summary));
        }
    }

    fn answer(self, conversation: &Id<id::Conversation>, kind: Kind, accept: bool) {
        let id = conversation.clone();
        let wish = if accept {
            Wish::Accept(id)
        } else {
            Wish::Decline(id)
        };
        let conversation = conversation.clone();
        let answer = Answer {
            conversation,
            kind,
            accept,
        };
        self.send(Command::Answer(answer), wish);
    }

    /// The note that goes with the next question is this now.
    pub(crate) fn write_handing_note(self, conversation: &Id<id::Conversation>, text: &str) {
        self.together.update(|it| it.write_note(conversation, text));
    }

    /// Asks a colleague to own a conversation.
    pub(crate) fn transfer(self, conversation: &Id<id::Conversation>, to: &Id<id::Agent>) {
        let transfer = Transfer {
            conversation: conversation.clone(),
            to: to.clone(),
            note: self.together.read_untracked().note(conversation).to_owned(),
        };
        self.send(Command::Transfer(transfer), Wish::Ask(conversation.clone()));
    }

    /// Asks somebody to write in a conversation too.
    pub(crate) fn invite(self, conversation: &Id<id::Conversation>, whom: Invitee) {
        let invite = Invite {
            conversation: conversation.clone(),
            whom,
            note: self.together.read_untracked().note(conversation).to_owned(),
        };
        self.send(Command::Invite(invite), Wish::Ask(conversation.clone()));
    }

    /// Takes a question to colleagues back.
    pub(crate) fn withdraw(self, conversation: &Id<id::Conversation>) {
        let withdraw = Command::Withdraw(Withdraw {
            conversation: conversation.clone(),
        });
        self.send(withdraw, Wish::Withdraw(conversation.clone()));
    }

    /// Takes part in a conversation no longer, and looks at it no longer.
    pub(crate) fn step_out(self, conversation: &Id<id::Conversation>) {
        let leave = Command::Leave(Leave {
            conversation: conversation.clone(),
        });
        self.send(leave, Wish::Leave(conversation.clone()));
    }

    /// Owns a colleague's conversation from now on.
    pub(crate) fn take_over(self, conversation: &Id<id::Conversation>) {
        let take_over = Command::TakeOver(TakeOver {
            conversation: conversation.clone(),
        });
        self.send(take_over, Wish::TakeOver(conversation.clone()));
    }

    /// Is away from now on, and says why.
    pub(crate) fn be_away(self, reason: &Id<id::Reason>) {
        let away = Command::Presence(SetPresence {
            presence: Presence::Away,
            reason: Some(reason.clone()),
        });
        if let Some(id) = self.ask(away) {
            self.wishes.update(|it| it.make(id, Wish::Presence));
        }
    }

    /// Is asked on these channels from now on; on none means on all.
    pub(crate) fn serve(self, channels: Vec<Id<id::Channel>>) {
        self.ask_to_serve(Serve {
            channels,
            profile: None,
        });
    }

    /// Is asked on the channels of a profile from now on.
    pub(crate) fn serve_profile(self, profile: &Id<id::Profile>) {
        self.ask_to_serve(Serve {
            channels: Vec::new(),
            profile: Some(profile.clone()),
        });
    }

    fn ask_to_serve(self, serve: Serve) {
        if let Some(id) = self.ask(Command::Serve(serve)) {
            self.wishes.update(|it| it.make(id, Wish::Serve));
        }
    }

    /// What was asked for is done: what it leaves behind.
    pub(super) fn carry_on(self, wish: &Wish) {
        match wish {
            Wish::End(conversation) => self.remark(Remark::Ended(conversation.clone())),
            Wish::Reopen(conversation) => {
                self.will_write();
                perform::go(self, &format!("/chats/{conversation}"));
            }
            Wish::Ask(conversation) => self.write_handing_note(conversation, ""),
            Wish::Leave(conversation) | Wish::Close(conversation) => {
                let is_open =
                    self.gaze.read_untracked().conversation.as_ref() == Some(conversation);
                self.gaze
                    .update(|it| it.last = it.last.take().filter(|last| last != conversation));
                if is_open {
                    perform::go(self, "/chats");
                }
            }
            _ => {}
        }
    }

    /// Nobody heard of what was asked for.
    pub(super) fn regret(self, wish: &Wish) {
        if let Wish::Decline(conversation) = wish {
            self.together.update(|it| it.undo_decline(conversation));
        }
    }
}
