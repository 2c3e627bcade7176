//! Files dragged over a conversation and dropped there.

use leptos::{ev::DragEvent, prelude::*};

use super::opened::Opened;
use crate::dom::files;

/// Whether files hang over a conversation.
#[derive(Clone, Copy)]
pub(super) struct Drop {
    opened: Opened,
    is_over: RwSignal<bool>,
}

impl Drop {
    pub(super) fn new(opened: Opened) -> Self {
        Self {
            opened,
            is_over: RwSignal::new(false),
        }
    }

    /// Whether something would come of it.
    fn is_meant(self, event: &DragEvent) -> bool {
        let takes_files = self
            .opened
            .session
            .connection()
            .read_untracked()
            .files()
            .is_some();
        takes_files && self.opened.seat.read_untracked().can_write() && files::are_dragged(event)
    }

    pub(super) fn hover(self, event: &DragEvent) {
        if self.is_meant(event) {
            event.prevent_default();
            self.is_over.set(true);
        }
    }

    pub(super) fn leave(self, event: &DragEvent) {
        if files::go_outside(event, ".talk") {
            self.is_over.set(false);
        }
    }

    pub(super) fn take(self, event: &DragEvent) {
        self.is_over.set(false);
        if self.is_meant(event) {
            event.prevent_default();
            let dropped = files::dropped(event);
            self.opened
                .with_id(|it| self.opened.session.attach(it, dropped));
        }
    }
}

/// Says what letting go does.
#[component]
pub(super) fn DropHint(drop: Drop) -> impl IntoView {
    let session = drop.opened.session;
    view! {
        <Show when=move || drop.is_over.get()>
            <p class="drop-hint" aria-hidden="true">{session.say(|w| w.files_drop)}</p>
        </Show>
    }
}
