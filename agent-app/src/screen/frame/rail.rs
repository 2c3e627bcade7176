//! The way from screen to screen.

use leptos::prelude::*;
use leptos_router::components::A;

use crate::{
    session::Session,
    ui::{
        badge::Badge,
        icon::{Icon, Picture},
    },
};

/// Dashboard and Chats, each with its number, and the archive.
#[component]
pub(super) fn Rail() -> impl IntoView {
    let session = Session::here();
    let waiting = Memo::new(move |_| session.inbox().read().waiting(&Default::default()));
    let mine = Memo::new(move |_| session.inbox().read().mine(&session.my_id()).len());
    let has_desk = Memo::new(move |_| session.connection().read().has_desk());
    let name = move |count: Memo<usize>, forms: fn(&crate::words::Words) -> crate::words::Forms| {
        Signal::derive(move || {
            let count = count.get() as u64;
            forms(session.words()).of(count, &session.written(|it| it.number(count)))
        })
    };
    view! {
        <nav class="rail" aria-label=session.say(|w| w.navigation)>
            <A href="/" exact=true>
                <Picture icon=Icon::Gauge />
                <span>{session.say(|w| w.dashboard)}</span>
                <Badge count=waiting.into() name=name(waiting, |w| w.badge_waiting) />
            </A>
            <A href=move || session.chats_path()>
                <Picture icon=Icon::Chats />
                <span>{session.say(|w| w.chats)}</span>
                <Badge count=mine.into() name=name(mine, |w| w.badge_mine) />
            </A>
            <Show when=move || has_desk.get()>
                <A href="/archive">
                    <Picture icon=Icon::Archive />
                    <span>{session.say(|w| w.archive)}</span>
                </A>
            </Show>
        </nav>
    }
}
