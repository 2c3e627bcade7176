//! One line of the conversation. It does not change: a line that does is another one.

use client::prose::{self, Piece};
use leptos::prelude::*;

use crate::{session::Session, transcript::Line, words};

pub(super) fn line(session: Session, line: Line) -> impl IntoView {
    let words = session.words;
    let is_refused = line.delivery == "refused";
    let is_own = line.side == "own";
    let command = line.command;
    // What is empty takes no room; the sheet sees to it.
    view! {
        <li
            class="line"
            data-side=line.side
            data-delivery=line.delivery
            aria-live=is_own.then_some("off")
        >
            <p class="day">{line.day}</p>
            <p class="by">{line.by}</p>
            <p class="bubble" dir="auto">{pieces(&line.text)}</p>
            <p class="delivery" hidden=!is_refused>
                {words.say(words::UNSENT)}
                <button
                    type="button"
                    class="button"
                    on:click=move |_| command.iter().for_each(|it| session.retry(it))
                >
                    {words.say(words::RETRY)}
                </button>
            </p>
        </li>
    }
}

/// Plain text and links by turns.
fn pieces(text: &str) -> impl IntoView + use<> {
    let pieces = prose::pieces(text).into_iter().map(|piece| match &piece {
        Piece::Plain(text) => ((*text).to_owned(), None),
        Piece::Link(text) => (String::new(), Some(link((*text).to_owned(), piece.target()))),
    });
    pieces.collect_view()
}

fn link(text: String, target: Option<String>) -> impl IntoView {
    view! {
        <a href=target target="_blank" rel="noopener noreferrer">
            {text}
        </a>
    }
}
