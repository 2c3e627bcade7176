//! What goes on, whoever answers it. Own conversations open; those of colleagues can be listened to by
//! whoever has the right to.

use std::sync::Arc;

use leptos::prelude::*;
use shared::{
    agent::Summary,
    id::{self, Id},
};

use super::table::{Row, Table, keys};
use crate::{
    age,
    session::Session,
    ui::{blank::Blank, icon::Icon, roving::Roving},
    words::fill,
};

#[component]
pub(super) fn Ongoing() -> impl IntoView {
    let session = Session::here();
    let rows = Memo::new(move |_| {
        let filter = session.gaze().read().filter();
        session.inbox().read().ongoing(&filter)
    });
    let is_empty = Memo::new(move |_| rows.read().is_empty());
    let roving = Roving::new(keys(rows));
    let columns = move || {
        vec![
            session.say(|w| w.duration),
            session.say(|w| w.agent),
            session.say(|w| w.visitor),
            session.say(|w| w.last_message),
            session.say(|w| w.action),
        ]
    };
    view! {
        <section class="panel" aria-labelledby="ongoing-title">
            <h2 id="ongoing-title">{session.say(|w| w.ongoing)}</h2>
            <Show
                when=move || !is_empty.get()
                fallback=move || view! {
                    <Blank
                        icon=Icon::Chats
                        title=session.say(|w| w.ongoing_none)
                        text=session.say(|w| w.ongoing_none_text)
                    />
                }
            >
                <Table name="ongoing" label=session.say(|w| w.ongoing) columns=columns()>
                    <For each=move || rows.get() key=|it| it.id.clone() let(summary)>
                        <Going id=summary.id.clone() rows roving />
                    </For>
                </Table>
            </Show>
        </section>
    }
}

#[component]
fn Going(id: Id<id::Conversation>, rows: Memo<Vec<Arc<Summary>>>, roving: Roving) -> impl IntoView {
    let session = Session::here();
    let key = id.to_string();
    let path = format!("/chats/{id}");
    let summary = Memo::new(move |last: Option<&Option<Arc<Summary>>>| {
        let found = rows.read().iter().find(|it| it.id == id).cloned();
        found.or_else(|| last.cloned().flatten())
    });
    let is_mine = Memo::new(move |_| {
        summary
            .read()
            .as_ref()
            .is_some_and(|it| it.owner.as_ref().is_some_and(|it| it.id == session.my_id()))
    });
    let can_open = Memo::new(move |_| {
        let desk = session.desk().read();
        let channel = summary.read().as_ref().map(|it| it.channel.clone());
        let rights = channel.and_then(|it| desk.channel(&it).map(|it| it.rights));
        let summary = summary.read();
        let mut seats = summary
            .iter()
            .flat_map(|it| it.participants.iter().chain(&it.listeners));
        let is_seated = seats.any(|card| card.id == session.my_id());
        is_mine.get() || is_seated || rights.is_some_and(|it| it.listen || it.manage)
    });
    let name = Signal::derive(move || {
        summary
            .read()
            .as_ref()
            .map(|it| session.name(&it.visitor))
            .unwrap_or_default()
    });
    let returns = move || {
        let at = summary.read().as_ref()?.returns_at?;
        let left = age::span(at.since(session.server_time()));
        Some(fill(session.words().disconnected, "time", &left))
    };
    let agent = move || {
        let summary = summary.read();
        let owner = summary.as_ref().and_then(|it| it.owner.clone());
        if is_mine.get() {
            Some(session.words().you.to_owned())
        } else {
            owner.map(|it| it.name)
        }
    };
    let duration = move || {
        let since = summary
            .read()
            .as_ref()
            .map(|it| it.answered_at.unwrap_or(it.started_at));
        since.map(|it| age::span(session.server_time().since(it)))
    };
    let last = move || summary.read().as_ref().map(|it| session.preview(&it.last));
    let open = Callback::new(move |()| {
        if can_open.get_untracked() {
            session.go(&path);
        }
    });
    let act = move || {
        let words = session.words();
        let (shown, spoken) = if is_mine.get() {
            (words.open, words.open_whom)
        } else {
            (words.listen, words.listen_whom)
        };
        (shown, fill(spoken, "name", &name.get()))
    };
    view! {
        <Row key roving on_use=Some(open)>
            <span role="gridcell" class="numeral wait">{duration}</span>
            <span role="gridcell" class="by">
                <bdi>{agent}</bdi>
                <Show when=move || returns().is_some()>
                    <span class="returns numeral">{returns}</span>
                </Show>
            </span>
            <span role="gridcell" class="who"><bdi>{name}</bdi></span>
            <span role="gridcell" class="said" dir="auto">{last}</span>
            <span role="gridcell" class="act">
                <Show when=move || can_open.get()>
                    <button
                        type="button"
                        class="button"
                        tabindex="-1"
                        aria-label=move || act().1
                        on:click=move |_| open.run(())
                    >
                        {move || act().0}
                    </button>
                </Show>
            </span>
        </Row>
    }
}
