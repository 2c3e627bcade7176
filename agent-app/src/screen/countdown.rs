//! How long a question still waits for its answer.

use leptos::prelude::*;
use shared::ask::Question;

use crate::{session::Session, ui::ring::Ring};

/// Counts down to the moment at which a question lapses.
#[component]
pub(super) fn Countdown(question: Signal<Option<Question>>) -> impl IntoView {
    let session = Session::here();
    let left_ms = Memo::new(move |_| {
        let until = question.read().as_ref().map(|it| it.until);
        until.map_or(0, |it| it.since(session.server_time()))
    });
    let share = Signal::derive(move || {
        let all = question.read().as_ref().map(|it| it.until.since(it.at));
        left_ms.get() as f64 / all.unwrap_or(1).max(1) as f64
    });
    let seconds = Signal::derive(move || left_ms.get().div_ceil(1_000));
    let name = Signal::derive(move || {
        let seconds = seconds.get();
        let shown = session.written(|it| it.number(seconds));
        session.words().seconds_left.of(seconds, &shown)
    });
    view! { <Ring seconds share name /> }
}
