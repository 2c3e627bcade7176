//! The list on the left: who waits, one's own conversations, and those that ended lately.

use std::sync::Arc;

use leptos::prelude::*;
use shared::{
    agent::Summary,
    id::{self, Id},
    time::Timestamp,
};

use super::{queue::Queue, row::SessionRow};
use crate::{
    dom::focus,
    session::Session,
    ui::{blank::Blank, icon::Icon, roving::Roving},
};

/// Recent conversations leave the list with the minute, not with the second.
const MINUTE_MS: u64 = 60_000;

#[component]
pub(super) fn Sessions(open: Memo<Option<Id<id::Conversation>>>) -> impl IntoView {
    let session = Session::here();
    let minute = Memo::new(move |_| session.server_time().0 / MINUTE_MS);
    let mine = Memo::new(move |_| session.at_hand());
    let recent = Memo::new(move |_| {
        let now = Timestamp(minute.get() * MINUTE_MS);
        session.inbox().read().recent(&session.my_id(), now)
    });
    let keys = move || {
        let (mine, recent) = (mine.read(), recent.read());
        mine.iter()
            .chain(recent.iter())
            .map(|it| it.id.to_string())
            .collect::<Vec<_>>()
    };
    let roving = Roving::new(Signal::derive(keys));
    let row = move |summary: Arc<Summary>| {
        view! { <SessionRow id=summary.id.clone() open roving /> }
    };
    let has_mine = Memo::new(move |_| !mine.read().is_empty());
    let has_recent = Memo::new(move |_| !recent.read().is_empty());
    view! {
        <nav
            class="sessions"
            aria-label=session.say(|w| w.chats)
            on:keydown=|event| {
                focus::rove(&event, "a.session");
            }
        >
            <Queue />
            <h2>{session.say(|w| w.mine)}</h2>
            <Show
                when=move || has_mine.get()
                fallback=move || view! {
                    <Blank
                        icon=Icon::Chats
                        title=session.say(|w| w.mine_none)
                        text=session.say(|w| w.mine_none_text)
                    />
                }
            >
                <ul>
                    <For each=move || mine.get() key=|it| it.id.clone() children=row />
                </ul>
            </Show>
            <h2>{session.say(|w| w.recent)}</h2>
            <Show
                when=move || has_recent.get()
                fallback=move || view! { <p class="faint">{session.say(|w| w.recent_none_text)}</p> }
            >
                <ul>
                    <For each=move || recent.get() key=|it| it.id.clone() children=row />
                </ul>
            </Show>
        </nav>
    }
}

/// What the list shows, from top to bottom.
pub(super) fn listed(session: Session) -> Vec<Id<id::Conversation>> {
    let (inbox, me) = (session.inbox().read(), session.my_id());
    let recent = inbox.recent(&me, session.server_time());
    let all = session.at_hand().into_iter().chain(recent);
    all.map(|it| it.id.clone()).collect()
}
