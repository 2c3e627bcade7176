//! The files of the message being written.

use client::attach::{Chip, Stage};
use leptos::prelude::*;
use shared::error::Code;

use super::{files::size_text, pen::Pen};
use crate::{
    dom::focus,
    session::Session,
    ui::icon::{Icon, Picture},
    words::fill,
};

/// What is attached, each with how far it has come.
#[component]
pub(in crate::screen) fn Chips(pen: Pen) -> impl IntoView {
    let session = pen.opened.session;
    let chips = Memo::new(move |_| {
        pen.opened.conversation.with_value(|it| {
            let attached = session.attached().read();
            attached
                .tray(it)
                .map_or_else(Vec::new, |it| it.chips().to_vec())
        })
    });
    // A chip is made anew at each stage; within one only its progress moves.
    let staged = move || {
        let all = chips.read();
        let staged = all.iter().map(|it| (it.key, stage_name(&it.stage)));
        staged.collect::<Vec<_>>()
    };
    let chip = move |(key, _): (u32, &str)| {
        let found = chips
            .read_untracked()
            .iter()
            .find(|it| it.key == key)
            .cloned();
        let percent = move || {
            let all = chips.read();
            let chip = all.iter().find(|it| it.key == key);
            chip.map_or(0, Chip::percent).to_string()
        };
        found.map(|it| chip_view(pen, it, Signal::derive(percent)).into_any())
    };
    view! {
        <ul class="attached" aria-label=session.say(|w| w.files_attached)>
            <For each=staged key=|it| *it children=chip />
        </ul>
    }
}

/// One of them.
fn chip_view(pen: Pen, chip: Chip, percent: Signal<String>) -> impl IntoView {
    let session = pen.opened.session;
    let (key, name, size) = (chip.key, chip.file.name, chip.file.size);
    let stage = stage_name(&chip.stage);
    let is_moving = stage == "sending";
    // What went wrong is said at once.
    let role = if matches!(stage, "refused" | "cut") {
        "alert"
    } else {
        "status"
    };
    let remove = {
        let name = name.clone();
        Signal::derive(move || {
            let words = session.words();
            let remove = if is_moving {
                words.file_cancel
            } else {
                words.file_remove
            };
            fill(remove, "name", &name)
        })
    };
    let take_out = move |_| {
        pen.opened.with_id(|it| session.detach(it, key));
        focus::focus(super::pen::FIELD);
    };
    let again = move |_| pen.opened.with_id(|it| session.attach_again(it, key));
    let progress = is_moving.then(|| {
        view! { <progress max="100" prop:value=percent aria-label=name.clone()></progress> }
    });
    let again = (chip.stage == Stage::Cut).then(|| {
        view! { <button type="button" class="button" on:click=again>{session.say(|w| w.retry)}</button> }
    });
    view! {
        <li class="attachment" data-stage=stage>
            <Picture icon=Icon::File />
            <span class="what">
                <bdi>{name}</bdi>
                <span class="faint" dir="auto">{move || size_text(session, size)}</span>
                <span class="state" role=role>{move || state_text(session, &chip.stage)}</span>
            </span>
            {progress}
            {again}
            <button type="button" class="icon-button" title=remove aria-label=remove on:click=take_out>
                <Picture icon=Icon::X />
            </button>
        </li>
    }
}

const fn stage_name(stage: &Stage) -> &'static str {
    match stage {
        Stage::Announced(_) | Stage::Sending(_) => "sending",
        Stage::Ready => "ready",
        Stage::Cut => "cut",
        Stage::Refused(_) => "refused",
    }
}

fn state_text(session: Session, stage: &Stage) -> String {
    let words = session.words();
    match stage {
        Stage::Announced(_) | Stage::Sending(_) => String::new(),
        Stage::Ready => words.file_ready.to_owned(),
        Stage::Cut => words.file_cut.to_owned(),
        Stage::Refused(code) => refusal(session, *code),
    }
}

/// Why a file is not taken.
fn refusal(session: Session, code: Code) -> String {
    let words = session.words();
    let limits = session.connection().read().files().cloned();
    match (code, limits) {
        (Code::TooMany, Some(it)) => {
            let count = it.max_count as u64;
            let shown = session.written(|write| write.number(count));
            words.files_most.of(count, &shown)
        }
        (Code::TooLarge, Some(it)) => {
            let most = size_text(session, it.max_bytes);
            fill(words.file_too_large, "size", &most)
        }
        (Code::Empty, _) => words.file_empty.to_owned(),
        (Code::NotAllowed, _) => words.file_not_safe.to_owned(),
        (code, _) => words.refusal(code).to_owned(),
    }
}
