//! What was found.

use std::sync::Arc;

use leptos::prelude::*;
use leptos_router::components::A;
use shared::{
    archive::{Excerpt, Hit},
    conversation::{Side, Status},
    id::{self, Id},
};

use crate::{
    dom::focus,
    session::Session,
    slice::Course,
    ui::{
        blank::Blank,
        icon::{Icon, Picture},
        roving::Roving,
        skeleton::Skeleton,
    },
};

#[component]
pub(super) fn Findings(open: Memo<Option<Id<id::Conversation>>>) -> impl IntoView {
    let session = Session::here();
    let hits = Memo::new(move |_| session.archive().read().hits().to_vec());
    let course = Memo::new(move |_| session.archive().read().course());
    let has_more = Memo::new(move |_| session.archive().read().has_more());
    let is_empty = Memo::new(move |_| hits.read().is_empty());
    let keys = move || {
        hits.read()
            .iter()
            .map(|it| it.summary.id.to_string())
            .collect()
    };
    let roving = Roving::new(Signal::derive(keys));
    let told = move || match (course.get(), hits.read().len()) {
        (Course::Answered, count) => {
            let number = session.written(|it| it.number(count as u64));
            session.words().found.of(count as u64, &number)
        }
        _ => String::new(),
    };
    let below = move || match (course.get(), is_empty.get()) {
        (Course::Fresh | Course::Asked, _) => {
            view! { <Skeleton rows=4 label=session.say(|w| w.loading) /> }.into_any()
        }
        (Course::Failed, _) => view! {
            <Blank
                icon=Icon::Plugs
                title=session.say(|w| w.search_failed)
                text=session.say(|w| w.search_failed_text)
            >
                <button class="button" type="button" on:click=move |_| session.look_again()>
                    {session.say(|w| w.retry)}
                </button>
            </Blank>
        }
        .into_any(),
        (Course::Answered, true) => view! {
            <Blank
                icon=Icon::Archive
                title=session.say(|w| w.found_none)
                text=session.say(|w| w.found_none_text)
            />
        }
        .into_any(),
        (Course::Answered, false) => view! {
            <Show when=move || has_more.get()>
                <p class="more">
                    <button class="button" type="button" on:click=move |_| session.look_further()>
                        {session.say(|w| w.more)}
                    </button>
                </p>
            </Show>
        }
        .into_any(),
    };
    view! {
        <p class="spoken" role="status">{told}</p>
        <ul
            class="findings"
            on:keydown=|event| {
                focus::rove(&event, "a.session");
            }
        >
            <For each=move || hits.get() key=|it| it.summary.id.clone() let(hit)>
                <Finding hit open roving />
            </For>
        </ul>
        {below}
    }
}

#[component]
fn Finding(
    hit: Arc<Hit>,
    open: Memo<Option<Id<id::Conversation>>>,
    roving: Roving,
) -> impl IntoView {
    let session = Session::here();
    let summary = hit.summary.clone();
    let key = summary.id.to_string();
    let path = format!("/archive/{key}");
    let tab = roving.tab(&key);
    let id = summary.id.clone();
    let is_open = Memo::new(move |_| open.read().as_ref() == Some(&id));
    let (visitor, started) = (summary.visitor.clone(), summary.started_at);
    let beside = {
        let summary = summary.clone();
        move || {
            let words = session.words();
            let owner = summary.owner.as_ref().map(|it| it.name.clone());
            let status = match summary.status {
                Status::Queued => words.status_queued,
                Status::Active => words.status_active,
                Status::Ended | Status::Unknown => match &summary.ended {
                    Some(it) if it.request.is_some() => words.status_request,
                    Some(it) if it.waited && it.by == Side::Visitor => words.status_left_queue,
                    _ => words.status_ended,
                },
            };
            let desk = session.desk().read();
            let channel = desk.channel(&summary.channel);
            let channel = channel.map(|it| it.channel.name.clone());
            let rating = summary.rating.as_ref().map(|it| session.rating(it));
            let parts = channel.into_iter().chain(owner).chain([status.to_owned()]);
            let unkept = summary.unkept.then(|| words.mark_unkept.to_owned());
            let parts = parts.chain(rating).chain(unkept);
            parts.collect::<Vec<_>>().join(" · ")
        }
    };
    let first = hit.excerpts.is_empty().then(|| summary.first.text.clone());
    let excerpts = hit.excerpts.iter();
    let excerpts = excerpts.map(|it| excerpt(session, it)).collect_view();
    view! {
        <li>
            <A
                href=path
                attr:class="session"
                attr:tabindex=tab
                attr:aria-current=move || is_open.get().then_some("page")
                on:focus=move |_| roving.enter(&key)
            >
                <span class="who"><bdi>{move || session.name(&visitor)}</bdi></span>
                <time>{move || session.written(|it| it.moment(started))}</time>
                <span class="beside">{beside}</span>
                {first.map(|text| view! { <span class="said" dir="auto">{text}</span> })}
                {excerpts}
            </A>
        </li>
    }
}

/// A part of a message, with what was found in it marked.
fn excerpt(session: Session, it: &Excerpt) -> impl IntoView + use<> {
    let pieces = it.pieces.iter().cloned().enumerate().map(|(at, piece)| {
        if at % 2 == 1 {
            view! { <mark>{piece}</mark> }.into_any()
        } else {
            piece.into_any()
        }
    });
    let pieces = pieces.collect_view();
    let eye = it.private.then(|| {
        view! {
            <Picture icon=Icon::Eye />
            <span class="spoken">{session.say(|w| w.private_mark)}</span>
        }
    });
    view! {
        <span class="excerpt" dir="auto" data-private=it.private>
            {eye}
            {pieces}
        </span>
    }
}
