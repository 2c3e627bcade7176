//! What one must know of the connection; nothing while it is fine.

use leptos::prelude::*;
use shared::error::Code;

use crate::{dom, session::Session, slice::Trouble};

#[component]
pub(super) fn ConnectionBar() -> impl IntoView {
    let session = Session::here();
    let trouble = Memo::new(move |_| session.connection().read().trouble(session.now().get()));
    let is_durable = Memo::new(move |_| session.connection().read().is_durable());
    let sentence = move || {
        let words = session.words();
        Some(match trouble.get() {
            None if is_durable.get() => return None,
            None => words.loose,
            Some(Trouble::Reconnecting) if is_durable.get() => words.reconnecting,
            Some(Trouble::Reconnecting) => words.reconnecting_loose,
            Some(Trouble::CatchingUp) => words.catching_up,
            Some(Trouble::Barred(Code::UnsupportedVersion)) => words.outdated,
            Some(Trouble::Barred(code)) => words.refusal(code),
        })
    };
    let remedy = move || {
        match trouble.get() {
        Some(Trouble::Barred(Code::UnsupportedVersion)) => Some(view! {
            <button class="button" on:click=move |_| dom::reload()>{session.say(|w| w.reload)}</button>
        }.into_any()),
        Some(Trouble::Barred(_)) => Some(view! {
            <button class="button" on:click=move |_| session.reconnect()>
                {session.say(|w| w.retry)}
            </button>
        }.into_any()),
        _ => None,
    }
    };
    view! {
        <div class="connection" role="status">
            <p class="notice" data-kind="warning" hidden=move || sentence().is_none()>
                {sentence} {remedy}
            </p>
        </div>
    }
}
