//! A message in the transcript.

use client::{
    prose::{Piece, pieces},
    thread::{Mark, row::Said},
};
use leptos::prelude::*;
use shared::{message::Author, time::Timestamp};

use super::{
    delivery::{delivery, delivery_name},
    files::file_list,
    ground::Ground,
};
use crate::ui::{
    icon::{Icon, Picture},
    prose::{Prose, Run},
};

/// A message with who wrote it, and what became of it.
pub(super) fn message(
    ground: Ground,
    at: Option<Timestamp>,
    said: &Said,
    begins_group: bool,
    mark: Option<Mark>,
) -> impl IntoView + use<> {
    let opened = ground.opened;
    let session = opened.session;
    let is_visitor = said.author == Some(Author::Visitor);
    let is_private = said.is_private;
    let head = begins_group.then(|| {
        let mark = is_private.then(|| {
            view! {
                <span class="private-mark"><Picture icon=Icon::Eye />{session.words().private_mark}</span>
            }
        });
        view! {
            <p class="by">
                {mark}
                <bdi>{by(ground, said)}</bdi>
                <time>{at.map(|at| session.written(|it| it.time(at)))}</time>
            </p>
        }
    });
    let runs = runs(&said.content.text);
    let files = file_list(session, &said.content.files);
    let is_empty = runs.is_empty() && said.content.choice.is_none();
    let has_bubble = !is_empty || said.content.files.is_empty();
    let chose = said.content.choice.as_ref().map(|choice| {
        let words = session.words();
        let label = if choice.cancelled {
            words.chose_none
        } else {
            words.chose
        };
        view! { <span class="chose">{label}</span> }
    });
    let options = said.content.options.as_ref().map(|options| {
        let texts = options.texts.iter().cloned();
        let items = texts
            .map(|it| view! { <li dir="auto">{it}</li> })
            .collect_view();
        view! { <ul class="offered" aria-label=session.words().options>{items}</ul> }
    });
    let link = said.content.link.clone().map(|link| {
        let host = link.host().to_owned();
        let run = Run {
            text: link.name().to_owned(),
            target: (!host.is_empty()).then_some(link.address),
        };
        view! {
            <p class="pointed-out">
                <Prose runs=vec![run] />
                <span class="faint" dir="ltr">{host}</span>
            </p>
        }
    });
    view! {
        <div
            class="line"
            data-side=if is_visitor { "other" } else { "own" }
            data-first=begins_group
            data-private=is_private
            data-delivery=mark.map(delivery_name)
        >
            {head}
            {has_bubble.then(|| view! {
                <div class="bubble" dir="auto" title=at.map(|at| session.written(|it| it.moment(at)))>
                    {chose}
                    <Prose runs />
                    {is_empty.then(|| session.words().newer_version)}
                </div>
            })}
            {options}
            {link}
            {files}
            {mark.map(|mark| delivery(opened, said, mark))}
        </div>
    }
}

fn by(ground: Ground, said: &Said) -> String {
    match &said.author {
        _ if said.is_own => ground.opened.session.words().you.to_owned(),
        Some(Author::Agent(card)) => card.name.clone(),
        Some(Author::Visitor) => ground.name.get(),
        Some(Author::System) | None => "Samtale".to_owned(),
    }
}

/// A text with its links.
pub(super) fn runs(text: &str) -> Vec<Run> {
    pieces(text).iter().map(run).collect()
}

fn run(piece: &Piece<'_>) -> Run {
    let (Piece::Plain(text) | Piece::Link(text)) = piece;
    Run {
        text: (*text).to_owned(),
        target: piece.target(),
    }
}
