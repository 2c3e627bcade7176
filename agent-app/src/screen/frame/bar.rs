//! The top of the frame: where one is, presence, and the own menu. Also the title of the window.

use leptos::prelude::*;
use leptos_router::hooks::use_location;
use shared::presence::Presence;

use super::{duty::Duty, own_menu::OwnMenu, presence::PresenceSwitch};
use crate::{
    dom,
    session::Session,
    slice::Alert,
    ui::icon::{Icon, Picture},
};

/// `on_sheet` opens the sheet of shortcuts, `on_palette` the palette.
#[component]
pub(super) fn Bar(on_sheet: Callback<()>, on_palette: Callback<()>) -> impl IntoView {
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
        let news = session.marked(Alert::Title);
        let mark = if news > 0 {
            format!("({news}) ")
        } else {
            String::new()
        };
        dom::set_title(&format!("{mark}{} · Samtale", title.get()));
    });
    Effect::new(move || dom::mark_icon(session.marked(Alert::Icon) > 0));
    view! {
        <header class="bar">
            <h1>{title}</h1>
            <PresenceSwitch />
            <Duty />
            <button
                type="button"
                class="icon-button"
                aria-label=session.say(|w| w.palette)
                title=session.say(|w| w.palette)
                aria-keyshortcuts="Control+K Meta+K"
                on:click=move |_| on_palette.run(())
            >
                <Picture icon=Icon::Search />
            </button>
            <OwnMenu on_sheet />
        </header>
    }
}

impl Session {
    /// The number that a mark of the page shows: none where the person wants no such mark, and one where it
    /// is tried.
    fn marked(self, alert: Alert) -> usize {
        let is_wanted = self.settings().read().alerts.has(alert);
        let is_tried = *self.trial().read() == Some(alert);
        let news = if is_wanted { self.news() } else { 0 };
        news.max(usize::from(is_tried))
    }

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
