//! The way to attach files to what is written, and what they mean for sending it.

use client::attach::Tray;
use leptos::{html, prelude::*};

use super::pen::Pen;
use crate::{
    dom::{files, focus},
    ui::icon::{Icon, Picture},
};

/// The paperclip.
#[component]
pub(super) fn AttachButton(pen: Pen) -> impl IntoView {
    let session = pen.opened.session;
    let field = NodeRef::<html::Input>::new();
    let types = Memo::new(move |_| {
        session
            .connection()
            .read()
            .files()
            .map(|it| it.types.join(","))
    });
    let choose = move |_| {
        if let Some(field) = field.get_untracked() {
            files::choose(&field);
        }
    };
    let chosen = move |_| {
        if let Some(field) = field.get_untracked() {
            pen.attach(files::chosen(&field));
        }
        focus::focus(super::pen::FIELD);
    };
    view! {
        <Show when=move || types.read().is_some()>
            <input
                type="file"
                multiple
                hidden
                tabindex="-1"
                aria-hidden="true"
                accept=move || types.get()
                node_ref=field
                on:change=chosen
            />
            <button
                type="button"
                class="icon-button"
                aria-label=session.say(|w| w.attach)
                title=session.say(|w| w.attach)
                on:click=choose
            >
                <Picture icon=Icon::Paperclip />
            </button>
        </Show>
    }
}

/// Whether something waits for files that are on their way, or can be sent with those that are there.
pub(super) fn standing(tray: Option<&Tray>) -> (bool, bool) {
    tray.map_or((false, false), |it| (it.is_busy(), !it.ready().is_empty()))
}
