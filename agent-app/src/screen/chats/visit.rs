//! The visitor's visit: on which page they are and were, where they came from, with what and at what time of theirs.
//! The page says so; nothing of it is verified.

use leptos::prelude::*;
use shared::trail::{Stop, Trail};

use super::{message::runs, opened::Opened};
use crate::{
    ui::{
        Sentence,
        prose::{Prose, Run},
    },
    words::fill,
};

#[component]
pub(in crate::screen) fn Visit(opened: Opened) -> impl IntoView {
    let session = opened.session;
    let page = Memo::new(move |_| {
        let summary = opened.summary.read();
        summary.as_ref().and_then(|it| it.visitor.page.clone())
    });
    let is_ready = Memo::new(move |_| session.connection().read().is_ready());
    Effect::new(move || {
        if is_ready.get() && page.read().is_some() {
            opened.with_id(|it| session.look_at_trail(it));
        }
    });
    let trail = Memo::new(move |_| {
        let trail = session.trail().read();
        opened
            .with_id(|it| trail.of(it).cloned())
            .unwrap_or_default()
    });
    view! {
        <Show when=move || page.read().is_some()>
            <section class="visit" aria-labelledby="visit-title">
                <h3 id="visit-title">{session.say(|w| w.visit)}</h3>
                <Show when=move || page.read().is_some()>
                    <p class="faint">{session.say(|w| w.visit_now)}</p>
                    {move || page.get().map(|it| view! { <Page stop=it /> })}
                </Show>
                <Earlier opened trail />
                <About opened trail />
            </section>
        </Show>
    }
}

/// A page by its title and its address, which is a link where it is whole.
#[component]
fn Page(stop: Stop) -> impl IntoView {
    let title = (!stop.title.is_empty()).then(|| view! { <bdi>{stop.title.clone()}</bdi> });
    let runs = if stop.address.contains('…') {
        vec![Run {
            text: stop.address,
            target: None,
        }]
    } else {
        runs(&stop.address)
    };
    view! {
        <p class="page">{title} <small dir="ltr"><Prose runs /></small></p>
    }
}

/// The pages before, the latest first.
#[component]
fn Earlier(opened: Opened, trail: Memo<Trail>) -> impl IntoView {
    let session = opened.session;
    let earlier = Memo::new(move |_| {
        let stops = trail.read().stops.clone();
        stops.into_iter().rev().skip(1).collect::<Vec<_>>()
    });
    let row = move |stop: Stop| {
        let at = stop.at;
        view! {
            <li>
                <time class="faint">{move || session.written(|it| it.time(at))}</time>
                <Page stop />
            </li>
        }
    };
    let rows = move || earlier.get().into_iter().map(row).collect_view();
    view! {
        <Show when=move || !earlier.read().is_empty()>
            <details>
                <summary>
                    {move || fill(session.words().visit_before, "n", &earlier.read().len().to_string())}
                </summary>
                <ol>{rows}</ol>
            </details>
        </Show>
    }
}

/// Where the visitor came from, and with what; what is not known is left out.
#[component]
fn About(opened: Opened, trail: Memo<Trail>) -> impl IntoView {
    let session = opened.session;
    let minute = Memo::new(move |_| session.server_time().0 / 60_000);
    let clock = move || {
        let at = shared::time::Timestamp(minute.get() * 60_000);
        let trail = trail.read();
        let zone = trail.zone.as_deref()?;
        let time = session.written(|it| it.time_in(zone, at).unwrap_or_default());
        (!time.is_empty()).then(|| format!("{time} ({zone})"))
    };
    let fact = move |label: Sentence, value: Option<String>| {
        value.map(|value| view! { <div><dt>{label}</dt><dd><bdi>{value}</bdi></dd></div> })
    };
    view! {
        <dl>
            {move || fact(session.say(|w| w.visit_from), trail.read().referrer.clone())}
            {move || fact(session.say(|w| w.visit_browser), trail.read().browser.clone())}
            {move || fact(session.say(|w| w.visit_clock), clock())}
        </dl>
    }
}
