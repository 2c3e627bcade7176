//! The archive: every conversation that one may read, however long ago.

mod filter;
mod finding;
mod period;
mod rating;

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use shared::id::{self, Id};

use super::chats::TalkView;
use crate::{
    session::Session,
    ui::{blank::Blank, icon::Icon, skeleton::Skeleton},
};
use filter::Filter;
use finding::Findings;

/// What was found on the left, the one conversation in the address beside it.
#[component]
pub(crate) fn Archive() -> impl IntoView {
    let session = Session::here();
    let params = use_params_map();
    let open = Memo::new(move |_| {
        let params = params.read();
        params.get("conversation").map(Id::<id::Conversation>::new)
    });
    let is_ready = Memo::new(move |_| session.connection().read().is_ready());
    Effect::new(move || {
        if is_ready.get() && !session.connection().read().has_desk() {
            session.go("/");
        }
    });
    let middle = move || match open.get() {
        Some(conversation) => view! { <TalkView conversation home="/archive" /> }.into_any(),
        None => view! {
            <div class="talk-none">
                <Blank
                    icon=Icon::Archive
                    title=session.say(|w| w.archive_open)
                    text=session.say(|w| w.archive_open_text)
                />
            </div>
        }
        .into_any(),
    };
    view! {
        <div class="chats" data-open=move || open.read().is_some()>
            <Show
                when=move || is_ready.get()
                fallback=move || view! { <Skeleton rows=8 label=session.say(|w| w.loading) /> }
            >
                <section class="sessions archive" aria-label=session.say(|w| w.archive)>
                    <Filter />
                    <Findings open />
                </section>
                {middle}
            </Show>
        </div>
    }
}
