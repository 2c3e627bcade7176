//! Present or away, and how many conversations one holds.

use leptos::prelude::*;
use shared::presence::Presence;

use crate::{
    session::Session,
    ui::choices::{Choice, Choices},
};

const PRESENT: &str = "present";
const AWAY: &str = "away";

#[component]
pub(super) fn PresenceSwitch() -> impl IntoView {
    let session = Session::here();
    let chosen = Signal::derive(move || match session.desk().read().presence() {
        Presence::Present => PRESENT,
        Presence::Away => AWAY,
        Presence::Offline => "",
    });
    let held = Memo::new(move |_| session.inbox().read().mine(&session.my_id()).len() as u64);
    let number = move || session.written(|it| it.number(held.get()));
    let options = vec![
        Choice {
            value: PRESENT,
            label: session.say(|w| w.present),
            hint: Some(session.say(|w| w.present_hint)),
        },
        Choice {
            value: AWAY,
            label: session.say(|w| w.away),
            hint: Some(session.say(|w| w.away_hint)),
        },
    ];
    let choose = move |value| {
        session.set_presence(if value == PRESENT {
            Presence::Present
        } else {
            Presence::Away
        });
    };
    let own = Memo::new(move |_| session.desk().read().own().cloned());
    let reason = Memo::new(move |_| {
        let own = own.get()?;
        let reason = own.reason.filter(|_| own.presence == Presence::Away)?;
        Some(session.reason_name(&reason))
    });
    let is_busy = move || own.read().as_ref().is_some_and(|it| it.is_busy);
    view! {
        <div class="presence" data-presence=chosen>
            <Choices
                name="presence"
                label=session.say(|w| w.presence)
                options
                chosen
                on_choose=Callback::new(choose)
            />
            <span class="held" title=move || session.words().held.of(held.get(), &number())>
                <span aria-hidden="true">{number}</span>
                <span class="spoken">{move || session.words().held.of(held.get(), &number())}</span>
            </span>
            <Show when=move || reason.read().is_some()>
                <span class="because">{reason}</span>
            </Show>
            <Show when=is_busy><span class="because">{session.say(|w| w.busy)}</span></Show>
        </div>
    }
}
