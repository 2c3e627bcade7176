//! The draft in the composer: for whom it is, how long it may be, when it leaves.

use client::typing::Throttle;
use leptos::{
    ev::{Event, KeyboardEvent},
    prelude::*,
};
use shared::text;

use super::{attach::standing, opened::Opened, seat::Seat};
use crate::{
    dom::{
        files::{self, Picked},
        focus, keys,
    },
    shortcut::Act,
    slice::Menu,
};

/// The field's id.
pub(super) const FIELD: &str = "composer";

/// What is being written in a conversation, and for whom.
#[derive(Clone, Copy)]
pub(in crate::screen) struct Pen {
    pub(super) opened: Opened,
    throttle: StoredValue<Throttle>,
    pub(super) draft: Memo<String>,
    pub(super) is_private: Memo<bool>,
    /// The options that go with it.
    pub(super) menu: Memo<Menu>,
    /// Whether only private messages can be written.
    pub(super) is_ended: Memo<bool>,
    /// How many characters are too many; negative: how many are left.
    pub(super) surplus: Memo<i64>,
    /// Whether files are still on their way, and whether some are there.
    pub(super) files: Memo<(bool, bool)>,
}

impl Pen {
    pub(super) fn new(opened: Opened) -> Self {
        let Opened {
            session,
            conversation,
            seat,
            ..
        } = opened;
        let draft = Memo::new(move |_| {
            conversation.with_value(|it| session.writing().read().draft(it).to_owned())
        });
        let is_ended = Memo::new(move |_| matches!(*seat.read(), Seat::Ended | Seat::Listening(_)));
        let is_private = Memo::new(move |_| {
            is_ended.get() || conversation.with_value(|it| session.writing().read().is_private(it))
        });
        let surplus = Memo::new(move |_| {
            let most = session.connection().read().max_text();
            draft.read().trim().chars().count() as i64 - most as i64
        });
        let menu =
            Memo::new(move |_| conversation.with_value(|it| session.writing().read().menu(it)));
        let files = Memo::new(move |_| {
            conversation.with_value(|it| standing(session.attached().read().tray(it)))
        });
        let throttle = StoredValue::new(Throttle::default());
        Self {
            opened,
            throttle,
            draft,
            is_private,
            menu,
            is_ended,
            surplus,
            files,
        }
    }

    pub(super) fn can_send(self) -> bool {
        let (is_busy, has_files) = self.files.get();
        let has_text = text::body(&self.draft.read()).is_ok();
        let is_right = self.surplus.get() <= 0 && !is_busy;
        // Options and links go with something that was said; files say enough for themselves.
        let menu = self.menu.read();
        let is_whole = match (menu.options(), menu.link()) {
            _ if self.is_private.get() => has_text || has_files,
            (Ok(None), Ok(None)) => has_text || has_files,
            (Ok(_), Ok(_)) => has_text,
            _ => false,
        };
        is_right && is_whole
    }

    /// Attaches files to what is written.
    pub(super) fn attach(self, picked: Vec<Picked>) {
        self.opened
            .with_id(|it| self.opened.session.attach(it, picked));
    }

    /// Files that are pasted are attached; a text is the field's own business.
    pub(super) fn paste(self, event: &Event) {
        let pasted = files::pasted(event);
        if !pasted.is_empty() {
            event.prevent_default();
            self.attach(pasted);
        }
    }

    pub(super) fn set_private(self, is_private: bool) {
        if !self.is_ended.get_untracked() {
            self.opened
                .with_id(|it| self.opened.session.set_private(it, is_private));
        }
    }

    pub(super) fn send(self) {
        if untrack(move || self.can_send()) {
            let is_private = self.is_private.get_untracked();
            self.opened
                .with_id(|it| self.opened.session.post(it, is_private));
            self.throttle.update_value(Throttle::rest);
        }
    }

    pub(super) fn write(self, text: &str) {
        self.opened
            .with_id(|it| self.opened.session.write(it, text));
        let now = self.opened.session.now().get_untracked();
        let wants_telling = !text.trim().is_empty();
        if wants_telling && self.throttle.try_update_value(|it| it.is_due(now)) == Some(true) {
            let is_private = self.is_private.get_untracked();
            self.opened
                .with_id(|it| self.opened.session.type_in(it, is_private));
        }
    }

    /// Browsers also tell that a field lost the focus when it is removed; then nothing of this is left.
    pub(super) fn keep(self) {
        let Opened {
            session,
            conversation,
            ..
        } = self.opened;
        conversation.try_with_value(|it| session.keep_draft(it));
    }

    pub(super) fn act(self, act: Act) -> Option<keys::Deed> {
        match act {
            Act::Compose => Some(focus::to(FIELD)),
            Act::Private if !self.is_ended.get_untracked() => Some(Box::new(move || {
                self.set_private(!self.is_private.get_untracked());
                focus::focus(FIELD);
            })),
            _ => None,
        }
    }

    pub(super) fn press(self, event: &KeyboardEvent) {
        if keys::is_sending(event) {
            event.prevent_default();
            self.send();
        } else if event.key() == "Escape" {
            focus::blur();
        }
    }
}
