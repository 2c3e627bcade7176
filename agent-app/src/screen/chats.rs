//! The working place: the list, the conversation, the contact.

mod announcer;
mod asked;
mod attach;
mod changed;
mod chips;
mod composer;
mod contact;
mod delivery;
mod drop;
mod emoji;
mod ending;
mod files;
mod ground;
mod hand;
mod heading;
mod insert;
mod known;
mod line;
mod listening;
mod message;
mod mounted;
mod offered;
mod opened;
mod part;
mod pen;
mod queue;
mod request;
mod row;
mod seat;
mod sessions;
mod talk;
mod tasks;
mod topics;
mod transcript;
mod unkept;
mod visit;

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use shared::id::{self, Id};

use crate::{
    dom::keys,
    session::Session,
    shortcut::Act,
    ui::{blank::Blank, icon::Icon, skeleton::Skeleton},
};
use sessions::Sessions;
pub(super) use talk::TalkView;

/// What is drawn later, and what it is drawn from.
pub(super) mod later {
    pub(in crate::screen) use super::{
        chips::Chips,
        contact::{Customer, RecordView},
        emoji::{EmojiPanel, Emojis},
        hand::Hand,
        insert::{Insert, Panel, QuickReplies},
        offered::OptionsWindow,
        opened::Opened,
        pen::Pen,
        request::Request,
        tasks::Leaving,
        topics::Topics,
        visit::Visit,
    };
}

/// Three columns; the one conversation is the one in the address.
#[component]
pub(crate) fn Chats() -> impl IntoView {
    let session = Session::here();
    let params = use_params_map();
    let open = Memo::new(move |_| {
        params
            .read()
            .get("conversation")
            .map(Id::<id::Conversation>::new)
    });
    let is_ready = Memo::new(move |_| session.connection().read().is_ready());
    keys::on_act(move |act| {
        let by = match act {
            Act::Down => 1,
            Act::Up => -1,
            _ => return None,
        };
        let deed = move || step(session, open.get_untracked().as_ref(), by);
        Some(Box::new(deed) as keys::Deed)
    });
    let middle = move || match open.get() {
        Some(conversation) => view! { <TalkView conversation home="/chats" /> }.into_any(),
        None => view! { <Nothing /> }.into_any(),
    };
    view! {
        <div class="chats" data-open=move || open.read().is_some()>
            <Show
                when=move || is_ready.get()
                fallback=move || view! { <Skeleton rows=8 label=session.say(|w| w.loading) /> }
            >
                <Sessions open />
                {middle}
            </Show>
        </div>
    }
}

#[component]
fn Nothing() -> impl IntoView {
    let session = Session::here();
    view! {
        <div class="talk-none">
            <Blank
                icon=Icon::Chats
                title=session.say(|w| w.none_chosen)
                text=session.say(|w| w.none_chosen_text)
            />
        </div>
    }
}

/// Opens the neighbour of the open conversation in the list.
fn step(session: Session, open: Option<&Id<id::Conversation>>, by: isize) {
    let listed = untrack(move || sessions::listed(session));
    let here = open.and_then(|open| listed.iter().position(|it| it == open));
    let there = here.map_or(Some(0), |here| here.checked_add_signed(by));
    if let Some(conversation) = there.and_then(|it| listed.get(it)) {
        session.go(&format!("/chats/{conversation}"));
    }
}
