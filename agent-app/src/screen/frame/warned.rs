//! What has been unanswered for too long, above every screen, with the way there.

use std::sync::Arc;

use leptos::prelude::*;
use shared::{
    agent::Summary,
    conversation::Status,
    id::{self, Id},
    warning::{Level, Warning},
};

use crate::{
    dom::{focus, keys},
    session::Session,
    shortcut::Act,
    ui::icon::{Icon, Picture},
};

/// So many are shown at once.
const MOST: usize = 3;
/// The id of the first way there.
const FIRST: &str = "warned-first";

#[component]
pub(super) fn Warnings() -> impl IntoView {
    let session = Session::here();
    let standing = Memo::new(move |_| standing(session));
    let more = Memo::new(move |_| standing.read().len().saturating_sub(MOST) as u64);
    let shown = move || {
        let mut shown = standing.get();
        shown.truncate(MOST);
        shown.into_iter().enumerate().collect::<Vec<_>>()
    };
    let key = |(place, warning): &(usize, Warning)| {
        let is_for_managers = warning.level == Level::Managers;
        let since = warning.since;
        (
            *place == 0,
            warning.conversation.clone(),
            since,
            is_for_managers,
        )
    };
    keys::on_act(move |act| {
        let is_meant = act == Act::Warned && !standing.read_untracked().is_empty();
        is_meant.then(|| focus::to(FIRST))
    });
    // The last one that came is said, once, with the time at which it came.
    let spoken = Memo::new(move |_| {
        let warning = standing.read().last().cloned()?;
        untrack(|| {
            let summary = summary(session, &warning.conversation)?;
            Some(session.warning_sentence(&warning, &summary))
        })
    });
    view! {
        <p class="spoken" role="alert">{spoken}</p>
        <Show when=move || !standing.read().is_empty()>
            <section class="warned" aria-label=session.say(|w| w.warned)>
                <ul>
                    <For each=shown key=key let((place, warning))>
                        <Line warning is_first=place == 0 />
                    </For>
                </ul>
                <Show when=move || { more.get() > 0 }>
                    <button type="button" class="button" on:click=move |_| session.go("/")>
                        {move || {
                            let shown = session.written(|it| it.number(more.get()));
                            session.words().warned_more.of(more.get(), &shown)
                        }}
                    </button>
                </Show>
            </section>
        </Show>
    }
}

#[component]
fn Line(warning: Warning, is_first: bool) -> impl IntoView {
    let session = Session::here();
    let level = warning.level;
    let id = warning.conversation.clone();
    let warning = StoredValue::new(warning);
    let about = Memo::new(move |_| summary(session, &id));
    let sentence = move || {
        let about = about.get()?;
        Some(warning.with_value(|it| session.warning_sentence(it, &about)))
    };
    let can_take = Memo::new(move |_| {
        let rights = rights_in(session, &about.get());
        let is_waiting = about
            .read()
            .as_ref()
            .is_some_and(|it| it.status == Status::Queued);
        is_waiting && rights.is_some_and(|it| it.respond)
    });
    let can_open = Memo::new(move |_| {
        let rights = rights_in(session, &about.get());
        let owner = about.get().and_then(|it| it.owner.clone());
        let is_own = owner.is_some_and(|it| it.id == session.my_id());
        is_own || rights.is_some_and(|it| it.listen || it.manage)
    });
    let go = move |_| {
        let id = warning.with_value(|it| it.conversation.clone());
        if can_take.get_untracked() {
            session.take(&id);
        } else {
            session.go(&format!("/chats/{id}"));
        }
    };
    let channel = move || {
        let about = about.get()?;
        let desk = session.desk().read();
        Some(desk.channel(&about.channel)?.channel.name.clone())
    };
    view! {
        <li data-level=if level == Level::Managers { "managers" } else { "agents" }>
            <Picture icon=Icon::Warning />
            <span class="numeral"><bdi>{sentence}</bdi></span>
            <span class="faint"><bdi>{channel}</bdi></span>
            <Show when=move || can_take.get() || can_open.get()>
                <button
                    type="button"
                    class="button"
                    id=is_first.then_some(FIRST)
                    on:click=go
                >
                    {move || {
                        let words = session.words();
                        if can_take.get() { words.answer } else { words.open }
                    }}
                </button>
            </Show>
            <button
                type="button"
                class="icon-button"
                aria-label=session.say(|w| w.close)
                on:click=move |_| warning.with_value(|it| session.silence(it))
            >
                <Picture icon=Icon::X />
            </button>
        </li>
    }
}

/// Those that were not put away, and are not on the screen anyway.
fn standing(session: Session) -> Vec<Warning> {
    let (desk, silenced) = (session.desk().read(), session.silenced().read());
    let looked_at = session.gaze().read().conversation.clone();
    let is_shown = |it: &&Warning| {
        !silenced.has(it)
            && looked_at.as_ref() != Some(&it.conversation)
            && summary(session, &it.conversation).is_some()
    };
    desk.warnings().iter().filter(is_shown).cloned().collect()
}

fn summary(session: Session, id: &Id<id::Conversation>) -> Option<Arc<Summary>> {
    session.inbox().read().conversation(id).cloned()
}

fn rights_in(session: Session, about: &Option<Arc<Summary>>) -> Option<shared::channel::Rights> {
    let desk = session.desk().read();
    Some(desk.channel(&about.as_ref()?.channel)?.rights)
}
