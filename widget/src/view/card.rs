//! What stands below the conversation while nobody has answered, and when it is over.

use leptos::{html::Dialog, prelude::*};

use super::live::{flag, text};
use crate::{session::Session, stage::Stage, words};

/// The place in the queue, and what to expect.
pub(super) fn waiting(session: Session, question: NodeRef<Dialog>) -> impl IntoView {
    let words = session.words;
    let place = move || session.status(|it| it.place);
    let told_place = move || match place().map(|it| it.place) {
        None => String::new(),
        Some(0 | 1) => words.say(words::NEXT).to_owned(),
        Some(place) => words.count(words::PLACE, place.into()),
    };
    let told_queue = move || {
        let own = session.status(|it| it.channel.as_ref().map(|it| it.queue_text.clone()));
        own.filter(|it| !it.is_empty())
            .unwrap_or_else(|| words.say(words::QUEUE).to_owned())
    };
    let told_wait = move || match place().and_then(|it| it.wait_ms) {
        _ if session.is_away() => words.say(words::AWAY).to_owned(),
        Some(ms) => words.wait(ms),
        None => String::new(),
    };
    view! {
        <section class="card" hidden=flag(move || !session.is_at(Stage::Waiting))>
            <div role="status">
                <p class="strong">{text(told_place)}</p>
                <p dir="auto">{text(told_queue)}</p>
                <p>{text(told_wait)}</p>
            </div>
            <button
                type="button"
                class="button"
                on:click=move |_| super::question::ask(question)
            >
                {words.say(words::LEAVE)}
            </button>
        </section>
    }
}

/// Two ways to go on after the end.
pub(super) fn ended(session: Session) -> impl IntoView {
    let words = session.words;
    view! {
        <section class="card" hidden=flag(move || !session.is_at(Stage::Ended))>
            <p class="strong">{words.say(words::OVER_NOW)}</p>
            <button type="button" class="button" data-kind="primary" on:click=move |_| session.reopen()>
                {words.say(words::COME_BACK)}
            </button>
            <button type="button" class="button" on:click=move |_| session.begin_anew(true)>
                {words.say(words::START_NEW)}
            </button>
        </section>
    }
}
