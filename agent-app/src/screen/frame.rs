//! The frame around every screen of somebody who is signed in, and what stands there for others.

mod bar;
mod connection;
mod duty;
mod languages;
mod offer;
mod own_menu;
mod presence;
mod rail;
mod remarks;
mod sheet;

use leptos::{either::EitherOf4, prelude::*};
use leptos_router::hooks::use_navigate;

use super::sign_in::SignIn;
use crate::{
    dom::{focus, keys},
    session::Session,
    shortcut::Act,
    slice::Account,
    ui::{blank::Blank, icon::Icon, skeleton::Skeleton},
};
use bar::Bar;
use connection::ConnectionBar;
use duty::Missed;
use offer::Offers;
use rail::Rail;
use remarks::RemarkList;
use sheet::Sheet;

pub(super) use languages::Languages;

/// What is shown, whoever it is that is signed in.
#[derive(Clone, Copy, PartialEq)]
enum Stage {
    Asking,
    Unreachable,
    SignIn(bool),
    Desk,
}

/// Shows `children` to whoever is signed in, and the way in to everybody else.
#[component]
pub(crate) fn Frame(children: ChildrenFn) -> impl IntoView {
    let session = Session::here();
    let navigate = use_navigate();
    session.steer(move |path| navigate(path, Default::default()));
    let stage = Memo::new(move |_| match &*session.account().read() {
        Account::Unknown => Stage::Asking,
        Account::Unreachable => Stage::Unreachable,
        Account::SignedOut { was_ended } => Stage::SignIn(*was_ended),
        Account::SignedIn(_) => Stage::Desk,
    });
    move || match stage.get() {
        Stage::Asking => EitherOf4::A(view! {
            <main class="entrance"><Skeleton rows=4 label=session.say(|w| w.loading) /></main>
        }),
        Stage::Unreachable => EitherOf4::B(view! { <Unreachable /> }),
        Stage::SignIn(was_ended) => EitherOf4::C(view! { <SignIn was_ended /> }),
        Stage::Desk => EitherOf4::D(view! { <Desk children=children.clone() /> }),
    }
}

#[component]
fn Unreachable() -> impl IntoView {
    let session = Session::here();
    view! {
        <main class="entrance">
            <Blank
                icon=Icon::Plugs
                title=session.say(|w| w.unreachable_title)
                text=session.say(|w| w.unreachable_text)
            >
                <button class="button" on:click=move |_| session.identify()>
                    {session.say(|w| w.retry)}
                </button>
            </Blank>
        </main>
    }
}

#[component]
fn Desk(children: ChildrenFn) -> impl IntoView {
    let session = Session::here();
    let is_sheet_open = RwSignal::new(false);
    keys::on_act(move |act| {
        if !session.settings().read_untracked().has_single_keys {
            return false;
        }
        match act {
            Act::Dashboard => session.go("/"),
            Act::Chats => session.go(&session.chats_path()),
            Act::Archive if session.connection().read_untracked().has_desk() => {
                session.go("/archive");
            }
            Act::Next => session.take_next(),
            Act::Presence => session.toggle_presence(),
            Act::Sheet => is_sheet_open.set(true),
            _ => return false,
        }
        true
    });
    view! {
        <div class="frame">
            <a class="skip" href="#main" on:click=move |event| {
                event.prevent_default();
                focus::focus("main");
            }>{session.say(|w| w.skip)}</a>
            <Rail />
            <Bar on_sheet=Callback::new(move |()| is_sheet_open.set(true)) />
            <Offers />
            <div class="standing">
                <ConnectionBar />
                <Missed />
            </div>
            <main id="main" tabindex="-1">{children()}</main>
            <RemarkList />
            <Sheet
                is_open=is_sheet_open.into()
                on_close=Callback::new(move |()| is_sheet_open.set(false))
            />
        </div>
    }
}
