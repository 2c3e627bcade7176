//! How many wait, and the button that answers the one who waits longest.

use leptos::prelude::*;

use crate::{session::Session, slice::Wish, words::fill};

#[component]
pub(super) fn Queue() -> impl IntoView {
    let session = Session::here();
    let waiting = Memo::new(move |_| {
        let (inbox, desk) = (session.inbox().read(), session.desk().read());
        let may_answer = desk.channels().iter().filter(|it| it.rights.respond);
        let channels: Vec<_> = may_answer.map(|it| it.channel.id.clone()).collect();
        if channels.is_empty() {
            0
        } else {
            inbox.waiting(&client::inbox::Filter(channels))
        }
    });
    let is_asking = Memo::new(move |_| session.wishes().read().has(&Wish::TakeNext));
    let is_useless = move || waiting.get() == 0 || is_asking.get();
    let sentence = move || {
        let number = session.written(|it| it.number(waiting.get() as u64));
        fill(session.words().in_queue, "n", &number)
    };
    view! {
        <div class="queue">
            <p class="numeral" data-waiting=move || waiting.get() != 0>{sentence}</p>
            <button
                type="button"
                class="button"
                data-kind="primary"
                aria-disabled=move || is_useless().then_some("true")
                on:click=move |_| {
                    if !untrack(is_useless) {
                        session.take_next();
                    }
                }
            >
                {session.say(|w| w.next)}
            </button>
        </div>
    }
}
