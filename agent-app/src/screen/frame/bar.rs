//! The top of the frame: where one is, presence, and the own menu. Also the title of the window.

use leptos::prelude::*;
use leptos_router::hooks::use_location;
use shared::presence::Presence;

use super::{duty::Duty, own_menu::OwnMenu, presence::PresenceSwitch};
use crate::{dom, session::Session};

/// `on_sheet` opens the sheet of shortcuts.
#[component]
pub(super) fn Bar(on_sheet: Callback<()>) -> impl IntoView {
    let session = Session::here();
    let path = use_location().pathname;
    let title = Signal::derive(move || {
        let words = session.words();
        if path.read().starts_with("/chats") {
            words.chats
        } else if path.read().starts_with("/archive") {
            words.archive
        } else {
            words.dashboard
        }
    });
    Effect::new(move || {
        let news = session.news();
        let mark = if news > 0 {
            format!("({news}) ")
        } else {
            String::new()
        };
        dom::set_title(&format!("{mark}{} · Samtale", title.get()));
    });
    view! {
        <header class="bar">
            <h1>{title}</h1>
            <PresenceSwitch />
            <Duty />
            <OwnMenu on_sheet />
        </header>
    }
}

impl Session {
    /// How many things want to be seen: unread messages, and those who wait unless one is away.
    fn news(self) -> usize {
        let inbox = self.inbox();
        let unread = inbox.read().unread(&self.my_id()) as usize;
        let is_present = self.desk().read().presence() == Presence::Present;
        let waiting = if is_present {
            inbox.read().waiting(&Default::default())
        } else {
            0
        };
        unread + waiting
    }
}
