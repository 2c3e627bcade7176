//! The frame around every screen of somebody who is signed in, and what stands there for others.

mod alerts;
mod bar;
mod connection;
mod duty;
mod languages;
mod offer;
mod own_menu;
mod palette;
mod presence;
mod rail;
mod remarks;
mod sheet;
mod warned;

use leptos::{either::EitherOf4, prelude::*};
use leptos_router::hooks::use_navigate;

use super::{
    later::{self, Later, Part},
    sign_in::SignIn,
};
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
use warned::Warnings;

pub(super) use alerts::Alerts;
pub(super) use languages::Languages;
pub(super) use own_menu::Farewell;
pub(super) use palette::Palette;
pub(super) use sheet::Sheet;

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
    later::prepare(session);
    let is_sheet_open = RwSignal::new(false);
    let is_palette_open = RwSignal::new(false);
    keys::listen(move || {
        // Whoever called the palette types for it, also while it is still being loaded.
        session.settings().read_untracked().has_single_keys && !is_palette_open.get_untracked()
    });
    keys::on_act(move |act| {
        let deed: keys::Deed = match act {
            Act::Dashboard => Box::new(move || session.go("/")),
            Act::Chats => Box::new(move || session.go(&untrack(move || session.chats_path()))),
            Act::Archive if session.connection().read_untracked().has_desk() => {
                Box::new(move || session.go("/archive"))
            }
            Act::Next => Box::new(move || session.take_next()),
            Act::Presence => Box::new(move || session.toggle_presence()),
            Act::Sheet => Box::new(move || is_sheet_open.set(true)),
            Act::Palette => Box::new(move || is_palette_open.set(true)),
            Act::Duty if focus::exists("[popovertarget=duty]") => {
                Box::new(|| focus::press("[popovertarget=duty]"))
            }
            Act::Menu => Box::new(|| focus::press("[popovertarget=own-menu]")),
            _ => return None,
        };
        Some(deed)
    });
    view! {
        <div class="frame">
            <a class="skip" href="#main" on:click=move |event| {
                event.prevent_default();
                focus::focus("main");
            }>{session.say(|w| w.skip)}</a>
            <Rail />
            <Bar
                on_sheet=Callback::new(move |()| is_sheet_open.set(true))
                on_palette=Callback::new(move |()| is_palette_open.set(true))
            />
            <Offers />
            <div class="standing">
                <ConnectionBar />
                <Missed />
                <Warnings />
            </div>
            <main id="main" tabindex="-1">{children()}</main>
            <RemarkList />
            <Later part=Part::Palette(
                is_palette_open.into(),
                Callback::new(move |()| is_palette_open.set(false)),
            ) />
            <Later part=Part::Sheet(
                is_sheet_open.into(),
                Callback::new(move |()| is_sheet_open.set(false)),
            ) />
        </div>
    }
}
