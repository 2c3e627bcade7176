//! Who it is and how the conversation stands.

use leptos::prelude::*;
use leptos_router::components::A;
use shared::conversation::{Side, Status};

use super::{contact::SWITCH, ending::Ending, opened::Opened, seat::Seat, tasks::Tasks};
use crate::{
    age,
    ui::{
        dot::Dot,
        icon::{Icon, Picture},
    },
    words::fill,
};

#[component]
pub(super) fn Heading(
    opened: Opened,
    /// The address of the list it was opened from.
    home: &'static str,
    /// Whether the contact is shown.
    is_beside: Memo<bool>,
    on_contact: Callback<()>,
) -> impl IntoView {
    let Opened {
        session,
        summary,
        name,
        ..
    } = opened;
    let channel = move || {
        let summary = summary.read();
        let desk = session.desk().read();
        summary
            .as_ref()
            .and_then(|it| desk.channel(&it.channel).map(|it| it.channel.name.clone()))
    };
    let is_online = Memo::new(move |_| {
        summary
            .read()
            .as_ref()
            .is_some_and(|it| it.visitor.is_online)
    });
    let rank = Signal::derive(move || summary.read().as_ref().and_then(|it| it.rank));
    let is_filled = Signal::derive(move || {
        summary
            .read()
            .as_ref()
            .is_some_and(|it| it.last.by == Side::Visitor && it.status == Status::Active)
    });
    let status = move || status(opened);
    let also = move || also(opened);
    let looking = move || looking(opened);
    let presence = move || {
        let words = session.words();
        if is_online.get() {
            words.online
        } else {
            words.offline
        }
    };
    view! {
        <header class="heading">
            <A href=home attr:class="icon-button back" attr:aria-label=session.say(|w| w.back)>
                <Picture icon=Icon::ArrowLeft />
            </A>
            <Dot rank is_filled name=Signal::derive(String::new) />
            <div class="whom">
                <h2 id="talk-title"><bdi>{name}</bdi></h2>
                <p>
                    <span>{channel}</span>
                    <span class="numeral">{status}</span>
                    <span class="also">{also}</span>
                    <span class="also" data-looking>{move || looking()}</span>
                    <span class="online" data-online=move || is_online.get()>{presence}</span>
                </p>
            </div>
            <Ending opened is_online />
            <Tasks opened />
            <button
                type="button"
                id=SWITCH
                class="icon-button"
                aria-label=session.say(|w| w.toggle_contact)
                title=session.say(|w| w.toggle_contact)
                aria-expanded=move || is_beside.get().to_string()
                aria-controls="contact"
                on:click=move |_| on_contact.run(())
            >
                <Picture icon=Icon::Sidebar />
            </button>
        </header>
    }
}

/// Who else writes in it.
fn also(opened: Opened) -> Option<String> {
    let session = opened.session;
    let summary = opened.summary.read();
    let me = session.my_id();
    let others = summary
        .as_ref()?
        .participants
        .iter()
        .filter(|it| it.id != me);
    let names: Vec<_> = others.map(|it| it.name.as_str()).collect();
    let sentence = session.words().also_here;
    (!names.is_empty()).then(|| fill(sentence, "names", &names.join(", ")))
}

/// Who else has it before their eyes.
fn looking(opened: Opened) -> Option<String> {
    let session = opened.session;
    let looking = opened.with_id(|it| session.looking().read().who(it));
    let names: Vec<_> = looking.iter().map(|it| it.name.as_str()).collect();
    let sentence = session.words().also_looking;
    (!names.is_empty()).then(|| fill(sentence, "names", &names.join(", ")))
}

/// How the conversation stands, in words.
fn status(opened: Opened) -> String {
    let Opened {
        session,
        summary,
        seat,
        ..
    } = opened;
    let words = session.words();
    match seat.get() {
        Seat::Unknown => String::new(),
        Seat::Own => words.is_with_you.to_owned(),
        Seat::Joined(owner) => fill(words.is_joined, "agent", &owner.name),
        Seat::Listening(owner) => fill(words.is_with, "agent", &owner.name),
        Seat::Ended => words.is_ended.to_owned(),
        Seat::Waiting => {
            let summary = summary.read();
            let since = summary
                .as_ref()
                .map(|it| it.queued_at.unwrap_or(it.started_at));
            let wait = since.map_or(0, |it| session.server_time().since(it));
            fill(words.is_waiting, "time", &age::span(wait))
        }
    }
}
