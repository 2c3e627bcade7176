//! Emoji: fetching them, and remembering which were used last.

use client::driver::web::file;
use leptos::{prelude::*, task::spawn_local};

use super::{Session, perform};

/// Where they lie.
const FILE: &str = "/emoji.txt";
/// What of this is kept on this device.
const RECENT: &str = "emoji";

impl Session {
    /// Emoji are about to be looked at.
    pub(crate) fn want_emoji(self) {
        let recent = perform::recall_of(&untrack(move || self.my_id()), RECENT);
        let is_due = self.emoji.try_update(|it| {
            it.recall(recent.as_deref());
            it.want()
        });
        if is_due == Some(true) {
            spawn_local(async move {
                let text = file::text(FILE).await;
                self.emoji.try_update(|it| it.read(text.as_deref()));
            });
        }
    }

    /// One was inserted.
    pub(crate) fn touch_emoji(self, sign: &str) {
        self.emoji.update(|it| it.touch(sign));
        let recent = self.emoji.read_untracked().encode();
        perform::keep_of(&untrack(move || self.my_id()), RECENT, Some(&recent));
    }
}
