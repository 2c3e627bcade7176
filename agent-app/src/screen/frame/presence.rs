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
    let count = move || session.written(|it| it.number(held.get()));
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
    let status = move || {
        let words = session.words();
        match session.desk().read().presence() {
            Presence::Present if is_busy() => words.busy.to_owned(),
            Presence::Present => words.ready.to_owned(),
            Presence::Away => reason.get().unwrap_or_else(|| words.away.to_owned()),
            Presence::Offline => String::new(),
        }
    };
    let explained = move || session.words().held.of(held.get(), &count());
    view! {
        <div class="presence" data-presence=chosen>
            <Choices
                name="presence"
                label=session.say(|w| w.presence)
                options
                chosen
                on_choose=Callback::new(choose)
            />
            <span class="held" title=explained>
                <span class="status">{status}</span>
                <span aria-hidden="true">" ("{count}")"</span>
                <span class="spoken">", "{explained}</span>
            </span>
        </div>
    }
}
