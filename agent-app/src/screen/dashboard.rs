//! The dashboard: figures, who waits, and what goes on.

mod channels;
mod colleagues;
mod figures;
mod hours;
mod incoming;
mod ongoing;
mod table;

use leptos::prelude::*;

use super::later::{Later, Part};
use crate::{session::Session, ui::skeleton::Skeleton};
use channels::Channels;
use colleagues::Colleagues;
use figures::Tiles;
use incoming::Incoming;
use ongoing::Ongoing;

pub(super) use hours::Hours;

#[component]
pub(crate) fn Dashboard() -> impl IntoView {
    let session = Session::here();
    session.show_queue(true);
    on_cleanup(move || session.show_queue(false));
    let is_ready = Memo::new(move |_| session.connection().read().is_ready());
    view! {
        <div class="dashboard">
            <Show
                when=move || is_ready.get()
                fallback=move || view! { <Skeleton rows=8 label=session.say(|w| w.loading) /> }
            >
                <Channels />
                <Tiles />
                <div class="lists">
                    <Incoming />
                    <Ongoing />
                    <Later part=Part::Hours />
                    <Colleagues />
                </div>
            </Show>
        </div>
    }
}
