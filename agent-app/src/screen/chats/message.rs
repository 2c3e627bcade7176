//! A message in the transcript.

use client::{
    prose::{Piece, pieces},
    thread::{
        Mark,
        row::{Grouping, Said},
    },
};
use leptos::prelude::*;
use shared::{message::Author, time::Timestamp};

use super::{
    delivery::{delivery, delivery_name},
    opened::Opened,
};
use crate::ui::{
    icon::{Icon, Picture},
    prose::{Prose, Run},
};

/// A message with who wrote it, and what became of it.
pub(super) fn message(
    opened: Opened,
    at: Option<Timestamp>,
    said: Said,
    grouping: Grouping,
    mark: Option<Mark>,
) -> impl IntoView + use<> {
    let Opened { session, name, .. } = opened;
    let is_visitor = said.author == Some(Author::Visitor);
    let is_private = said.is_private;
    let author = said.author.clone();
    let is_own = said.is_own;
    let by = move || match &author {
        _ if is_own => session.words().you.to_owned(),
        Some(Author::Agent(card)) => card.name.clone(),
        Some(Author::Visitor) => name.get(),
        Some(Author::System) | None => "Samtale".to_owned(),
    };
    let time = move || at.map(|at| session.written(|it| it.time(at)));
    let moment = move || at.map(|at| session.written(|it| it.moment(at)));
    let head = grouping.begins_group.then(|| {
        view! {
            <p class="by">
                {is_private.then(|| view! {
                    <span class="private-mark"><Picture icon=Icon::Eye />{session.say(|w| w.private_mark)}</span>
                })}
                <bdi>{by}</bdi>
                <time>{time}</time>
            </p>
        }
    });
    let runs: Vec<Run> = pieces(&said.content.text).iter().map(run).collect();
    let is_empty = runs.is_empty();
    view! {
        <div
            class="line"
            data-side=if is_visitor { "other" } else { "own" }
            data-first=grouping.begins_group
            data-private=is_private
            data-delivery=mark.map(delivery_name)
        >
            {head}
            <div class="bubble" dir="auto" title=moment>
                <Prose runs />
                {is_empty.then(|| session.say(|w| w.newer_version))}
            </div>
            {mark.map(|mark| delivery(opened, &said, mark))}
        </div>
    }
}

fn run(piece: &Piece<'_>) -> Run {
    let (Piece::Plain(text) | Piece::Link(text)) = piece;
    Run {
        text: (*text).to_owned(),
        target: piece.target(),
    }
}
