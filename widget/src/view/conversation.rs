//! What was said, and below it what becomes of it.
//!
//! The scrolled box runs from its end (`column-reverse`): it stays at the newest message without
//! anybody's doing, and earlier ones come in above without moving what is read.

use client::thread::Mark;
use leptos::{
    html::{Dialog, Main},
    prelude::*,
};

use super::{
    card, intro, line,
    live::{flag, text},
};
use crate::{session::Session, stage::Stage, words};

/// So near to an end counts as being there, in CSS pixels.
const NEAR: i32 = 48;
/// So near to the top, what came earlier is fetched.
const FAR_BACK: i32 = 400;

pub(super) fn conversation(session: Session, question: NodeRef<Dialog>) -> impl IntoView {
    let words = session.words;
    let scroll = NodeRef::<Main>::new();
    let on_scroll = move |_| {
        if let Some(it) = scroll.get_untracked() {
            let below = -it.scroll_top();
            session.scroll(below < NEAR);
            if it.scroll_height() - it.client_height() - below < FAR_BACK {
                session.look_back();
            }
        }
    };
    let down = move |_| {
        if let Some(it) = scroll.get_untracked() {
            it.set_scroll_top(0);
        }
    };
    let writing = move || session.status(|it| it.writing.clone());
    let is_announced = move || session.status(|it| it.is_live()) && session.panel(|it| it.is_at_end);
    let has_missed = move || session.panel(|it| !it.is_at_end) && session.thread(|it| it.unread() > 0);
    view! {
        <main class="scroll" node_ref=scroll tabindex="0" aria-label=words.say(words::CONVERSATION) on:scroll=on_scroll>
            <div class="stack">
                {intro::intro(session)}
                <div class="skeleton" hidden=flag(move || !session.is_at(Stage::Loading))></div>
                <p class="muted" hidden=flag(move || session.thread(|it| !it.is_loading()))>
                    {words.say(words::EARLIER)}
                </p>
                <div
                    role="log"
                    aria-live=text(move || if is_announced() { "polite" } else { "off" }.to_owned())
                    hidden=flag(move || session.is_at(Stage::Beginning))
                >
                    <ol class="transcript">
                        <For
                            each=move || session.lines()
                            key=|it| it.key.clone()
                            children=move |it| line::line(session, it)
                        />
                    </ol>
                </div>
                <p class="delivery">{text(move || delivery(session))}</p>
                <p class="typing" hidden=flag(move || writing().is_none())>
                    <i></i>
                    {text(move || writing().map(|it| words.name(words::WRITING, &it)).unwrap_or_default())}
                </p>
                {card::waiting(session, question)}
                {card::ended(session)}
            </div>
        </main>
        <div class="below" role="status">
            <button type="button" class="button" data-kind="primary" hidden=flag(move || !has_missed()) on:click=down>
                {words.say(words::NEW_BELOW)}
            </button>
        </div>
    }
}

/// What became of the own message that was the last word.
fn delivery(session: Session) -> String {
    let mark = session.thread(|thread| {
        let (row, mark) = thread.last_own()?;
        let last = thread.row(thread.len() - 1)?;
        (last.key == row.key).then_some(mark)
    });
    let word = match mark {
        Some(Mark::Sending | Mark::Unknown) => words::SENDING,
        Some(Mark::Sent) => words::SENT,
        Some(Mark::Seen) => words::SEEN,
        Some(Mark::Refused(_)) | None => return String::new(),
    };
    session.words.say(word).to_owned()
}
