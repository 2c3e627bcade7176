//! The conversation in the middle, with its heading, composer and contact.

use leptos::prelude::*;
use leptos_router::components::A;
use shared::id::{self, Id};

use super::{
    announcer::Announcer,
    asked::Asked,
    changed::Changed,
    composer::Composer,
    contact::Contact,
    drop::{Drop, DropHint},
    heading::Heading,
    listening::Listening,
    opened::Opened,
    seat::Seat,
    transcript::Transcript,
    unkept::Unkept,
};
use crate::{
    dom::{keys, view},
    session::Session,
    shortcut::Act,
    slice::Wish,
    ui::{blank::Blank, icon::Icon, skeleton::Skeleton},
};

/// A conversation, open as long as this is on the page.
#[component]
pub(in crate::screen) fn TalkView(
    conversation: Id<id::Conversation>,
    /// The address of the list it was opened from.
    home: &'static str,
) -> impl IntoView {
    let session = Session::here();
    let opened = Opened::new(session, conversation);
    let is_lost = Memo::new(move |_| opened.talk.read().lost().is_some());
    let is_loaded = Memo::new(move |_| opened.talk.read().is_loaded());
    let (is_beside, toggle) = contact_switch(session);
    let drop = Drop::new(opened);
    let body = move || {
        if is_loaded.get() {
            return view! {
                <Transcript opened />
                <Foot opened />
            }
            .into_any();
        }
        view! { <Skeleton rows=6 label=session.say(|w| w.loading) /> }.into_any()
    };
    view! {
        <Show when=move || !is_lost.get() fallback=move || view! { <NotHere opened home /> }>
            <section
                class="talk"
                aria-labelledby="talk-title"
                on:dragover=move |event| drop.hover(&event)
                on:dragleave=move |event| drop.leave(&event)
                on:drop=move |event| drop.take(&event)
            >
                <Heading opened home is_beside on_contact=toggle />
                <Unkept opened />
                {body}
                <Announcer />
                <Changed opened />
                <DropHint drop />
            </section>
            <Show when=move || is_beside.get()>
                <Contact opened on_close=toggle />
            </Show>
        </Show>
    }
}

/// Whether the contact stands beside the conversation, and what changes that. Where there is room it is as
/// the person set it; elsewhere it lies above the conversation until it is closed.
fn contact_switch(session: Session) -> (Memo<bool>, Callback<()>) {
    let is_wide = view::is_wide();
    let is_drawn = RwSignal::new(false);
    let is_beside = Memo::new(move |_| {
        if is_wide.get() {
            session.settings().read().has_contact
        } else {
            is_drawn.get()
        }
    });
    let toggle = Callback::new(move |()| {
        let is_beside = is_beside.get_untracked();
        if is_wide.get_untracked() {
            session.set_contact(!is_beside);
        } else {
            is_drawn.set(!is_beside);
        }
    });
    keys::on_act(move |act| {
        (act == Act::Contact).then(|| Box::new(move || toggle.run(())) as keys::Deed)
    });
    (is_beside, toggle)
}

/// What stands where a conversation cannot be shown.
#[component]
fn NotHere(opened: Opened, home: &'static str) -> impl IntoView {
    let session = opened.session;
    view! {
        <section class="talk-none">
            <Blank
                icon=Icon::Lock
                title=session.say(|w| w.not_here)
                text=session.say(|w| w.not_here_text)
            >
                <button class="button" on:click=move |_| opened.with_id(|it| session.follow(it))>
                    {session.say(|w| w.retry)}
                </button>
                <A href=home>{session.say(|w| w.back)}</A>
            </Blank>
        </section>
    }
}

/// Below the transcript: where one writes, or why one cannot.
#[component]
fn Foot(opened: Opened) -> impl IntoView {
    let seat = opened.seat;
    let can_write = Memo::new(move |_| seat.read().can_write() && !opened.is_erased.get());
    let other = move || match seat.get() {
        Seat::Waiting => view! { <Answer opened /> }.into_any(),
        Seat::Listening(owner) => view! { <Listening opened owner /> }.into_any(),
        _ => ().into_any(),
    };
    view! {
        <Asked opened />
        <Show when=move || can_write.get() fallback=other>
            <Composer opened />
        </Show>
    }
}

/// The way to answer a conversation that waits.
#[component]
fn Answer(opened: Opened) -> impl IntoView {
    let session = opened.session;
    let wish = StoredValue::new(Wish::Take(opened.with_id(Clone::clone)));
    let is_taking = move || wish.with_value(|it| session.wishes().read().has(it));
    view! {
        <div class="foot">
            <p>{session.say(|w| w.waits_note)}</p>
            <button
                class="button"
                data-kind="primary"
                aria-disabled=move || is_taking().then_some("true")
                on:click=move |_| opened.with_id(|it| session.take(it))
            >
                {session.say(|w| w.answer)}
            </button>
        </div>
    }
}
