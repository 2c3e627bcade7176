//! The live figures.

use leptos::prelude::*;
use shared::figures::Tile as Figures;

use crate::{age, session::Session, ui::tile::Tile};

#[component]
pub(super) fn Tiles() -> impl IntoView {
    let session = Session::here();
    let figures = Memo::new(move |_| {
        let gaze = session.gaze().read();
        session.desk().read().tile(gaze.channel.as_ref())
    });
    let number = move |pick: fn(&Figures) -> u32| {
        Signal::derive(move || {
            let number = u64::from(pick(&figures.read()));
            session.written(|it| it.number(number))
        })
    };
    let span = move |pick: fn(&Figures) -> Option<u64>| {
        Signal::derive(move || pick(&figures.read()).map_or_else(|| "–".to_owned(), age::span))
    };
    let longest = Signal::derive(move || {
        let since = figures.read().waiting_since;
        since.map_or_else(
            || "–".to_owned(),
            |it| age::span(session.server_time().since(it)),
        )
    });
    let anybody_waits = Signal::derive(move || figures.read().waiting > 0);
    let average = Signal::derive(move || match session.average(&figures.read().ratings) {
        none if none.is_empty() => "–".to_owned(),
        average => average,
    });
    let is_asked = Memo::new(move |_| !session.scales().is_empty());
    view! {
        <section aria-label=session.say(|w| w.figures)>
            <dl class="tiles">
                <Tile
                    label=session.say(|w| w.waiting_now)
                    value=number(|it| it.waiting)
                    wants_care=anybody_waits
                />
                <Tile label=session.say(|w| w.longest_wait) value=longest wants_care=anybody_waits />
                <Tile label=session.say(|w| w.available) value=number(|it| it.available) />
                <Tile label=session.say(|w| w.active_now) value=number(|it| it.active) />
                <Tile label=session.say(|w| w.started_today) value=number(|it| it.started) />
                <Tile label=session.say(|w| w.answered_today) value=number(|it| it.answered) />
                <Tile label=session.say(|w| w.abandoned_today) value=number(|it| it.abandoned) />
                <Tile label=session.say(|w| w.median_wait) value=span(|it| it.median_wait_ms) />
                <Tile label=session.say(|w| w.median_duration) value=span(|it| it.median_duration_ms) />
                <Show when=move || is_asked.get()>
                    <Tile label=session.say(|w| w.average_rating) value=average />
                </Show>
            </dl>
        </section>
    }
}
