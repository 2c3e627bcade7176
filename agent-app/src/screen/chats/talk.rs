//! The conversation in the middle, with its heading, composer and contact.

use leptos::prelude::*;
use shared::id::{self, Id};

use super::{
    announcer::Announcer, composer::Composer, contact::Contact, heading::Heading, seat::Seat,
    transcript::Transcript,
};
use crate::{
    dom::{keys, view},
    session::Session,
    shortcut::Act,
    slice::{Talk, Wish},
    ui::{blank::Blank, icon::Icon, skeleton::Skeleton},
    words::fill,
};

/// Opens a conversation as long as this is on the page.
#[component]
pub(super) fn TalkView(conversation: Id<id::Conversation>) -> impl IntoView {
    let session = Session::here();
    let talk = RwSignal::from(session.open(&conversation));
    let leaving = conversation.clone();
    on_cleanup(move || session.leave(&leaving));
    let conversation = StoredValue::new(conversation);
    let seat = Memo::new(move |_| {
        let inbox = session.inbox().read();
        let summary = conversation.with_value(|it| inbox.conversation(it).cloned());
        Seat::of(&talk.read(), summary.as_deref(), &session.my_id())
    });
    let is_lost = Memo::new(move |_| talk.read().lost().is_some());
    let is_loaded = Memo::new(move |_| talk.read().is_loaded());
    let (is_beside, toggle) = contact_switch(session);
    let body = move || {
        if is_lost.get() {
            view! { <NotHere conversation /> }.into_any()
        } else if is_loaded.get() {
            view! {
                <Transcript conversation talk />
                <Foot conversation seat />
            }
            .into_any()
        } else {
            view! { <Skeleton rows=6 label=session.say(|w| w.loading) /> }.into_any()
        }
    };
    view! {
        <section class="talk" aria-labelledby="talk-title">
            <Heading conversation seat is_beside on_contact=toggle />
            {body}
            <Announcer />
        </section>
        <Show when=move || is_beside.get()>
            <Contact conversation on_close=toggle />
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
        let is_meant = act == Act::Contact && session.settings().read_untracked().has_single_keys;
        if is_meant {
            toggle.run(());
        }
        is_meant
    });
    (is_beside, toggle)
}

/// What stands where a conversation cannot be shown.
#[component]
fn NotHere(conversation: StoredValue<Id<id::Conversation>>) -> impl IntoView {
    let session = Session::here();
    view! {
        <div class="talk-none">
            <Blank
                icon=Icon::Lock
                title=session.say(|w| w.not_here)
                text=session.say(|w| w.not_here_text)
            >
                <button class="button" on:click=move |_| conversation.with_value(|it| session.follow(it))>
                    {session.say(|w| w.retry)}
                </button>
            </Blank>
        </div>
    }
}

/// Below the transcript: where one writes, or why one cannot.
#[component]
fn Foot(conversation: StoredValue<Id<id::Conversation>>, seat: Memo<Seat>) -> impl IntoView {
    let session = Session::here();
    let can_write = Memo::new(move |_| matches!(*seat.read(), Seat::Own | Seat::Ended));
    let wish = StoredValue::new(Wish::Take(conversation.get_value()));
    let is_taking = move || wish.with_value(|it| session.wishes().read().has(it));
    let other = move || match seat.get() {
        Seat::Waiting => view! {
            <div class="foot">
                <p>{session.say(|w| w.waits_note)}</p>
                <button
                    class="button"
                    data-kind="primary"
                    aria-disabled=move || is_taking().then_some("true")
                    on:click=move |_| conversation.with_value(|it| session.take(it))
                >
                    {session.say(|w| w.answer)}
                </button>
            </div>
        }
        .into_any(),
        Seat::Listening(owner) => view! {
            <p class="foot">{move || fill(session.words().listening, "agent", &owner.name)}</p>
        }
        .into_any(),
        _ => ().into_any(),
    };
    let is_ended = Memo::new(move |_| *seat.read() == Seat::Ended);
    view! {
        <Show when=move || can_write.get() fallback=other>
            <Composer conversation is_ended />
        </Show>
    }
}

/// Whether a conversation has a name that is read aloud.
pub(super) fn visitor_name(
    session: Session,
    conversation: StoredValue<Id<id::Conversation>>,
) -> Signal<String> {
    Signal::derive(move || conversation.with_value(|it| session.visitor_name(it)))
}

/// A conversation that was opened.
pub(super) type Opened = RwSignal<Talk>;
