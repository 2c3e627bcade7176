//! Writing: drafts, messages, and messages that were refused.

use client::attach::Tray;
use leptos::prelude::*;
use shared::{
    agent::{Command, Note, Post, Typing},
    id::{self, Id},
    message::Content,
    text::{self, Invalid},
};

use super::{Session, perform};
use crate::slice::{Menu, Talk};

impl Session {
    /// The text of the composer is this now.
    pub(crate) fn write(self, conversation: &Id<id::Conversation>, text: &str) {
        let has_changed = self.writing.try_maybe_update(|it| {
            let has_changed = it.write(conversation, text);
            (has_changed, has_changed)
        });
        if has_changed == Some(true) {
            perform::keep_draft_soon(self, conversation);
        }
    }

    /// The person pressed a key in the composer of a conversation; `private`: writes to colleagues only.
    pub(crate) fn type_in(self, conversation: &Id<id::Conversation>, private: bool) {
        let conversation = conversation.clone();
        self.ask(Command::Typing(Typing {
            conversation,
            private,
        }));
    }

    /// Writes to colleagues only, or to the visitor.
    pub(crate) fn set_private(self, conversation: &Id<id::Conversation>, is_private: bool) {
        self.writing
            .maybe_update(|it| it.set_private(conversation, is_private));
        self.keep_draft(conversation);
    }

    /// Changes the options that go with the draft.
    pub(crate) fn change_menu(
        self,
        conversation: &Id<id::Conversation>,
        change: impl FnOnce(&mut Menu),
    ) {
        self.writing.maybe_update(|it| {
            let mut menu = it.menu(conversation);
            change(&mut menu);
            it.set_menu(conversation, &menu)
        });
        perform::keep_draft_soon(self, conversation);
    }

    /// Sends the draft of a conversation; `is_private` to colleagues only. The composer is emptied once the
    /// message lies in the outbox.
    pub(crate) fn post(self, conversation: &Id<id::Conversation>, is_private: bool) {
        let writing = self.writing.read_untracked();
        let draft = writing.draft(conversation).to_owned();
        let menu = writing.menu(conversation);
        let is_leaving = writing.is_leaving(conversation);
        drop(writing);
        let Some((_, client)) = self.client.get_value() else {
            return;
        };
        let attached = self.attached.read_untracked();
        let tray = attached.tray(conversation);
        let is_busy = tray.is_some_and(Tray::is_busy);
        let files = tray.map(Tray::ready).unwrap_or_default();
        drop(attached);
        let text = match text::body(&draft) {
            Ok(body) => body,
            Err(Invalid::Empty) if !files.is_empty() => String::new(),
            Err(_) => return,
        };
        if is_leaving || is_busy {
            return;
        }
        let (id, mut content) = (
            conversation.clone(),
            Content {
                files,
                ..Content::text(text)
            },
        );
        if !is_private {
            let (Ok(options), Ok(link)) = (menu.options(), menu.link()) else {
                return;
            };
            if content.text.is_empty() && (options.is_some() || link.is_some()) {
                return;
            }
            (content.options, content.link) = (options, link.map(Box::new));
        }
        let command = if is_private {
            Command::Note(Note {
                conversation: id,
                content,
            })
        } else {
            Command::Post(Post {
                conversation: id,
                content,
                seen: self.seen(conversation),
            })
        };
        let message = client.send(command);
        self.attached
            .maybe_update(|it| it.tray_mut(conversation).forget_refused());
        self.writing
            .update(|it| it.leave(message, conversation.clone(), draft));
        if let Some(talk) = self.talks.with_value(|it| it.find(conversation)) {
            talk.maybe_update(Talk::settle);
        }
    }

    /// The last number of a conversation that the person has seen. Who writes with the end before their eyes
    /// has seen it.
    fn seen(self, conversation: &Id<id::Conversation>) -> Option<u64> {
        let talk = self.talks.with_value(|it| it.find(conversation))?;
        if self.gaze.read_untracked().is_at_end_of(conversation) {
            talk.update_untracked(Talk::see);
        }
        Some(talk.read_untracked().seen()).filter(|it| *it > 0)
    }

    /// Sends messages that were held back because a colleague had written meanwhile; that is seen now.
    pub(crate) fn send_anyway(self, conversation: &Id<id::Conversation>) {
        let held = self.writing.read_untracked().held_back(conversation);
        let talk = self.talks.with_value(|it| it.find(conversation));
        if let Some(talk) = talk {
            talk.update_untracked(Talk::see);
        }
        let Some((_, client)) = self.client.get_value() else {
            return;
        };
        for (id, content) in held {
            client.send(Command::Post(Post {
                conversation: conversation.clone(),
                content,
                seen: self.seen(conversation),
            }));
            client.discard(&id);
        }
    }

    /// Takes messages that were held back into the composer again, before what was written since.
    pub(crate) fn take_back(self, conversation: &Id<id::Conversation>) {
        let held = self.writing.read_untracked().held_back(conversation);
        for (id, content) in held.iter().rev() {
            self.edit(conversation, id, content, false);
        }
    }

    /// A message lies in the outbox.
    pub(super) fn empty_composer(self, id: &Id<id::Client>) {
        let conversation = self.writing.try_update(|it| it.arrive(id)).flatten();
        if let Some(conversation) = conversation {
            self.keep_draft(&conversation);
        }
    }

    /// Sends a refused message again.
    pub(crate) fn retry(self, id: &Id<id::Client>) {
        if let Some((_, client)) = self.client.get_value() {
            client.retry(id);
        }
    }

    /// Gives up a refused message.
    pub(crate) fn discard(self, id: &Id<id::Client>) {
        if let Some((_, client)) = self.client.get_value() {
            client.discard(id);
        }
    }

    /// Takes a refused message back into the composer.
    pub(crate) fn edit(
        self,
        conversation: &Id<id::Conversation>,
        id: &Id<id::Client>,
        content: &Content,
        is_private: bool,
    ) {
        self.change_tray(conversation, |it| {
            for file in &content.files {
                it.restore(file.clone());
            }
        });
        self.writing.update(|it| {
            it.write_again(conversation, &content.text);
            if content.options.is_some() || content.link.is_some() {
                it.set_menu(conversation, &Menu::of(content));
            }
            it.set_private(conversation, is_private);
        });
        self.keep_draft(conversation);
        self.discard(id);
    }

    /// Takes up what was written last before the page went away.
    pub(super) fn recall_late_draft(self, conversation: &Id<id::Conversation>) {
        if let Some(late) = perform::take_late_draft(conversation) {
            self.attached
                .maybe_update(|it| it.write_late(conversation, &late.files));
            self.writing.update(|it| {
                it.write_late(conversation, late);
            });
            self.keep_draft(conversation);
        }
    }

    /// Keeps the draft of a conversation beyond this page.
    pub(crate) fn keep_draft(self, conversation: &Id<id::Conversation>) {
        let memory = self.writing.read_untracked().memory(conversation);
        let attached = self.attached.read_untracked();
        let files = attached
            .has_recalled()
            .then(|| attached.memory(conversation));
        drop(attached);
        if let Some((_, client)) = self.client.get_value() {
            for (name, value) in memory.into_iter().chain(files) {
                client.remember(&name, &value);
            }
        }
    }
}
