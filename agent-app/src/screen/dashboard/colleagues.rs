//! Who works: present, busy, away and why, and how many conversations each holds.

use leptos::prelude::*;
use shared::presence::{Colleague, Presence};

use crate::session::Session;

#[component]
pub(super) fn Colleagues() -> impl IntoView {
    let session = Session::here();
    let colleagues = Memo::new(move |_| {
        let desk = session.desk().read();
        let me = session.my_id();
        let mut others: Vec<_> = desk.colleagues().to_vec();
        others.retain(|it| it.card.id != me);
        others.sort_by_key(|it| order(it.presence));
        others
    });
    let is_empty = Memo::new(move |_| colleagues.read().is_empty());
    // A row is drawn anew when anything it shows is another.
    let key = |it: &Colleague| {
        let reason = it.reason.as_ref().map(|it| it.id.clone());
        (it.card.id.clone(), it.presence, it.is_busy, it.load, reason)
    };
    view! {
        <Show when=move || !is_empty.get()>
            <section class="panel" aria-labelledby="colleagues-title">
                <h2 id="colleagues-title">{session.say(|w| w.colleagues)}</h2>
                <ul class="colleagues">
                    <For each=move || colleagues.get() key=key let(colleague)>
                        <Row colleague />
                    </For>
                </ul>
            </section>
        </Show>
    }
}

#[component]
fn Row(colleague: Colleague) -> impl IntoView {
    let session = Session::here();
    let load = u64::from(colleague.load);
    let (presence, is_busy, name) = (
        colleague.presence,
        colleague.is_busy,
        colleague.card.name.clone(),
    );
    let state = move || {
        let words = session.words();
        match (presence, &colleague.reason) {
            (Presence::Present, _) if is_busy => words.busy.to_owned(),
            (Presence::Present, _) => words.present.to_owned(),
            (Presence::Away, Some(reason)) => {
                format!("{} · {}", words.away, session.reason_name(reason))
            }
            (Presence::Away, None) => words.away.to_owned(),
            (Presence::Offline, _) => words.colleague_offline.to_owned(),
        }
    };
    let load = move || {
        let shown = session.written(|it| it.number(load));
        session.words().load.of(load, &shown)
    };
    view! {
        <li data-presence=presence_name(presence) data-busy=is_busy>
            <bdi>{name}</bdi>
            <span class="state">{state}</span>
            <span class="faint numeral">{load}</span>
        </li>
    }
}

const fn order(presence: Presence) -> u8 {
    match presence {
        Presence::Present => 0,
        Presence::Away => 1,
        Presence::Offline => 2,
    }
}

/// For the style sheet.
const fn presence_name(presence: Presence) -> &'static str {
    match presence {
        Presence::Present => "present",
        Presence::Away => "away",
        Presence::Offline => "offline",
    }
}
