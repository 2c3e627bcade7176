//! Answering those who wait, presence, and asking the server.

use leptos::prelude::*;
use shared::{
    agent::{Command, SetPresence, Take, TakeNext},
    id::{self, Id},
    presence::Presence,
};

use super::{Session, perform};
use crate::slice::{Remark, Wish};

impl Session {
    /// Answers a waiting conversation and opens it.
    pub(crate) fn take(self, conversation: &Id<id::Conversation>) {
        let take = Command::Take(Take {
            conversation: conversation.clone(),
        });
        self.send(take, Wish::Take(conversation.clone()));
    }

    /// Answers the conversation that waits longest and opens it.
    pub(crate) fn take_next(self) {
        self.send(Command::TakeNext(TakeNext::default()), Wish::TakeNext);
    }

    /// Is present or away from now on.
    pub(crate) fn set_presence(self, presence: Presence) {
        let wish = Wish::Presence;
        if let Some(id) = self.ask(Command::Presence(SetPresence {
            presence,
            reason: None,
        })) {
            self.wishes.update(|it| it.make(id, wish));
        }
    }

    /// Is present instead of away, or the other way round.
    pub(crate) fn toggle_presence(self) {
        let is_present = self.desk.read_untracked().presence() == Presence::Present;
        self.set_presence(if is_present {
            Presence::Away
        } else {
            Presence::Present
        });
    }

    /// Has a command carried out exactly once. The same wish twice is one.
    pub(super) fn send(self, command: Command, wish: Wish) {
        if self.wishes.read_untracked().has(&wish) {
            return;
        }
        if let Some((_, client)) = self.client.get_value() {
            let id = client.send(command);
            self.wishes.update(|it| it.make(id, wish));
        }
    }

    /// Asks now or never.
    pub(super) fn ask(self, command: Command) -> Option<Id<id::Client>> {
        let (_, client) = self.client.get_value()?;
        Some(client.ask(command))
    }

    /// Says something for a while.
    pub(crate) fn remark(self, remark: Remark) {
        let number = self.remarks.try_update(|it| it.say(remark));
        if let Some(number) = number {
            perform::soon(12_000, move || self.dismiss(number));
        }
    }

    /// Removes a remark.
    pub(crate) fn dismiss(self, number: u64) {
        self.remarks.maybe_update(|it| it.dismiss(number));
    }

    /// Those who wait are on the screen, or not any more.
    pub(crate) fn show_queue(self, has_queue: bool) {
        self.gaze.update(|it| it.has_queue = has_queue);
    }

    /// Shows one channel on the dashboard, or all.
    pub(crate) fn choose_channel(self, channel: Option<Id<id::Channel>>) {
        self.gaze.update(|it| it.channel = channel);
    }
}
