//! A colleague wrote before one's own message was there. What they wrote is shown, and it is asked whether to
//! send all the same; the answer that does nothing is the one the keyboard stands on.

use client::thread::{Body, row::Said};
use leptos::prelude::*;
use shared::message::Author;

use super::{opened::Opened, pen::FIELD};
use crate::{dom::focus, ui::dialog::Dialog, words::fill};

#[component]
pub(super) fn Changed(opened: Opened) -> impl IntoView {
    let session = opened.session;
    let held = Memo::new(move |_| opened.with_id(|it| session.writing().read().held_back(it)));
    let is_open = Memo::new(move |_| !held.read().is_empty());
    let keep = move || {
        opened
            .conversation
            .try_with_value(|it| session.take_back(it));
        focus::focus(FIELD);
    };
    let news = move || {
        last_of_others(opened).map(|(name, text)| {
            view! {
                <p>{fill(session.words().changed_by, "agent", &name)}</p>
                <blockquote dir="auto">{text}</blockquote>
            }
        })
    };
    let own = move || {
        let all = held.get().into_iter();
        all.map(|(_, content)| view! { <blockquote dir="auto">{content.text}</blockquote> })
            .collect_view()
    };
    view! {
        <Dialog
            name="changed"
            title=session.say(|w| w.changed_title)
            is_open=is_open.into()
            on_close=Callback::new(move |()| keep())
        >
            {move || news()}
            <p>{session.say(|w| w.changed_own)}</p>
            {move || own()}
            <div class="answers">
                <button class="button" data-kind="primary" autofocus on:click=move |_| keep()>
                    {session.say(|w| w.changed_keep)}
                </button>
                <button class="button" on:click=move |_| {
                    opened.with_id(|it| session.send_anyway(it));
                    focus::focus(FIELD);
                }>{session.say(|w| w.changed_send)}</button>
            </div>
        </Dialog>
    }
}

/// The last message of a colleague, and who wrote it.
fn last_of_others(opened: Opened) -> Option<(String, String)> {
    let talk = opened.talk.read();
    let thread = talk.thread();
    let mut rows = (0..thread.len()).rev().filter_map(|at| thread.row(at));
    rows.find_map(|row| match &row.body {
        Body::Said(Said {
            author: Some(Author::Agent(card)),
            is_own: false,
            content,
            ..
        }) => Some((card.name.clone(), content.text.clone())),
        _ => None,
    })
}
