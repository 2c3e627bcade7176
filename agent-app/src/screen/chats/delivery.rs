//! What became of an own message, and what can be done when it was refused.

use client::thread::{Mark, row::Said};
use leptos::prelude::*;
use shared::error::Code;

use super::opened::Opened;
use crate::{
    dom::focus,
    session::Session,
    ui::icon::{Icon, Picture},
};

/// What became of it, for the style sheet.
pub(super) const fn delivery_name(mark: Mark) -> &'static str {
    match mark {
        Mark::Sending => "sending",
        Mark::Unknown => "unknown",
        Mark::Refused(_) => "refused",
        Mark::Sent => "sent",
        Mark::Seen => "seen",
    }
}

/// What became of an own message, and what can be done about it.
pub(super) fn delivery(opened: Opened, said: &Said, mark: Mark) -> impl IntoView + use<> {
    let session = opened.session;
    let (icon, label): (_, fn(Session) -> &'static str) = match mark {
        Mark::Sending | Mark::Unknown => (Icon::Clock, |session| {
            let words = session.words();
            if session.connection().read().is_live() {
                words.sending
            } else {
                words.held_back
            }
        }),
        Mark::Sent => (Icon::Check, |session| session.words().sent),
        Mark::Seen => (Icon::Checks, |session| session.words().seen),
        Mark::Refused(_) => (Icon::Warning, |session| session.words().not_sent),
    };
    let remedy = match mark {
        Mark::Refused(code) => Some(remedy(opened, said, code)),
        _ => None,
    };
    view! {
        <div class="delivery">
            <Picture icon />
            <span>{move || label(session)}</span>
            {remedy}
        </div>
    }
}

fn remedy(opened: Opened, said: &Said, code: Code) -> impl IntoView + use<> {
    let session = opened.session;
    let id = StoredValue::new(said.client_id.clone());
    let said = StoredValue::new(said.clone());
    let can_repeat = !matches!(
        code,
        Code::TooLong | Code::Empty | Code::Changed | Code::NoFile
    );
    let retry = move |_| {
        if let Some(id) = id.get_value() {
            session.retry(&id);
        }
    };
    let edit = move |_| {
        let Some(id) = id.get_value() else { return };
        opened.with_id(|conversation| {
            said.with_value(|it| {
                let mut content = it.content.clone();
                if code == Code::NoFile {
                    // They are gone; the text is not.
                    content.files.clear();
                }
                session.edit(conversation, &id, &content, it.is_private);
            });
        });
        focus::focus("composer");
    };
    let discard = move |_| {
        if let Some(id) = id.get_value() {
            session.discard(&id);
        }
    };
    view! {
        <span>{move || session.words().refusal(code)}</span>
        {can_repeat.then(|| view! {
            <button type="button" class="button" on:click=retry>
                <Picture icon=Icon::ArrowClockwise />{session.say(|w| w.retry)}
            </button>
        })}
        <button type="button" class="button" on:click=edit>
            <Picture icon=Icon::Pencil />{session.say(|w| w.edit)}
        </button>
        <button type="button" class="button" on:click=discard>{session.say(|w| w.discard)}</button>
    }
}
