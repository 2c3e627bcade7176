//! Who waits: the longest first. Any of them can be answered, also out of turn.

use std::sync::Arc;

use leptos::prelude::*;
use shared::agent::Summary;

use super::table::{Row, Table, channel_name, keys};
use crate::{
    age,
    session::Session,
    slice::Wish,
    ui::{blank::Blank, icon::Icon, roving::Roving},
    words::fill,
};

#[component]
pub(super) fn Incoming() -> impl IntoView {
    let session = Session::here();
    let rows = Memo::new(move |_| {
        let filter = session.gaze().read().filter();
        session.inbox().read().in_queue(&filter)
    });
    let is_empty = Memo::new(move |_| rows.read().is_empty());
    let roving = Roving::new(keys(rows));
    let columns = move || {
        vec![
            session.say(|w| w.waiting),
            session.say(|w| w.visitor),
            session.say(|w| w.question),
            session.say(|w| w.channel),
            session.say(|w| w.action),
        ]
    };
    view! {
        <section class="panel" aria-labelledby="incoming-title">
            <h2 id="incoming-title">{session.say(|w| w.incoming)}</h2>
            <Show
                when=move || !is_empty.get()
                fallback=move || view! {
                    <Blank
                        icon=Icon::Tray
                        title=session.say(|w| w.incoming_none)
                        text=session.say(|w| w.incoming_none_text)
                    />
                }
            >
                <Table name="incoming" label=session.say(|w| w.incoming) columns=columns()>
                    <For each=move || rows.get() key=|it| it.id.clone() let(summary)>
                        <Waiting summary roving />
                    </For>
                </Table>
            </Show>
        </section>
    }
}

/// One who waits. What is shown of the first message and the visitor does not change while waiting.
#[component]
fn Waiting(summary: Arc<Summary>, roving: Roving) -> impl IntoView {
    let session = Session::here();
    let summary = StoredValue::new(summary);
    let id = summary.with_value(|it| it.id.clone());
    let wish = StoredValue::new(Wish::Take(id.clone()));
    let is_taking = Memo::new(move |_| wish.with_value(|it| session.wishes().read().has(it)));
    let can_answer = Memo::new(move |_| {
        let desk = session.desk().read();
        summary.with_value(|it| {
            desk.channel(&it.channel)
                .is_some_and(|it| it.rights.respond)
        })
    });
    let name = Signal::derive(move || summary.with_value(|it| session.name(&it.visitor)));
    let waited = move || {
        let since = summary.with_value(|it| it.queued_at.unwrap_or(it.started_at));
        session.server_time().since(since)
    };
    let late = Memo::new(move |_| {
        let desk = session.desk().read();
        let desk = summary.with_value(|it| desk.channel(&it.channel).cloned())?;
        let is_over = |limit: Option<u32>| limit.is_some_and(|it| waited() >= u64::from(it) * 1000);
        if is_over(desk.patience.waiting_managers_s) {
            return Some("managers");
        }
        is_over(desk.patience.waiting_s).then_some("agents")
    });
    let wait = move || age::span(waited());
    let key = id.to_string();
    let take = Callback::new(move |()| {
        if can_answer.get_untracked() {
            session.take(&id);
        }
    });
    view! {
        <Row key roving on_use=Some(take)>
            <span role="gridcell" class="numeral wait" data-late=late>{wait}</span>
            <span role="gridcell" class="who"><bdi>{name}</bdi></span>
            <span role="gridcell" class="said" dir="auto">
                {summary.with_value(|it| it.first.text.clone())}
            </span>
            <span role="gridcell" class="where">
                {move || summary.with_value(|it| channel_name(session, it))}
            </span>
            <span role="gridcell" class="act">
                <Show when=move || can_answer.get()>
                    <button
                        type="button"
                        class="button"
                        data-kind="primary"
                        tabindex="-1"
                        aria-label=move || fill(session.words().answer_whom, "name", &name.get())
                        aria-disabled=move || is_taking.get().then_some("true")
                        on:click=move |_| take.run(())
                    >
                        {session.say(|w| w.answer)}
                    </button>
                </Show>
            </span>
        </Row>
    }
}
