//! What both lists of the dashboard share: rows that are reached with arrow keys and answer to Enter and
//! to a double click.

use std::sync::Arc;

use leptos::{ev::KeyboardEvent, prelude::*};
use shared::agent::Summary;

use crate::{
    dom::focus,
    session::Session,
    ui::{Sentence, roving::Roving},
};

/// A list of conversations with named columns.
#[component]
pub(super) fn Table(
    /// Also the class of the list.
    name: &'static str,
    label: Sentence,
    columns: Vec<Sentence>,
    children: Children,
) -> impl IntoView {
    let columns = columns
        .into_iter()
        .map(|it| view! { <span role="columnheader">{it}</span> });
    view! {
        <div
            class=["table ", name].concat()
            role="grid"
            aria-label=label
            on:keydown=|event| {
                focus::rove(&event, "[role=row][tabindex]");
            }
        >
            <div role="row" class="columns">{columns.collect_view()}</div>
            {children()}
        </div>
    }
}

/// A row. `on_use` is what Enter and a double click do; without it they do nothing.
#[component]
pub(super) fn Row(
    key: String,
    roving: Roving,
    on_use: Option<Callback<()>>,
    children: Children,
) -> impl IntoView {
    let run = move || {
        if let Some(it) = on_use {
            it.run(());
        }
    };
    let press = move |event: KeyboardEvent| {
        if event.key() == "Enter" && focus::is_direct(&event) {
            event.prevent_default();
            run();
        }
    };
    let tab = roving.tab(&key);
    view! {
        <div
            role="row"
            class="row"
            tabindex=tab
            on:focusin=move |_| roving.enter(&key)
            on:keydown=press
            on:dblclick=move |_| run()
        >
            {children()}
        </div>
    }
}

/// The ids of conversations, for the roving focus.
pub(super) fn keys(rows: Memo<Vec<Arc<Summary>>>) -> Signal<Vec<String>> {
    Signal::derive(move || rows.read().iter().map(|it| it.id.to_string()).collect())
}

/// The name of a conversation's channel.
pub(super) fn channel_name(session: Session, summary: &Summary) -> String {
    let desk = session.desk().read();
    let channel = desk.channel(&summary.channel);
    channel.map_or_else(|| summary.channel.to_string(), |it| it.channel.name.clone())
}
