//! Small pictures beside words. They are never read aloud: a name stands beside them.

mod outline;

use leptos::prelude::*;

/// A picture.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Icon {
    Archive,
    ArrowClockwise,
    ArrowDown,
    ArrowLeft,
    Bell,
    CaretDown,
    Chats,
    Check,
    Checks,
    Clock,
    Dots,
    Eye,
    File,
    Gauge,
    Keyboard,
    Lock,
    Paperclip,
    Pencil,
    Plugs,
    Search,
    Send,
    Sidebar,
    SignOut,
    Smiley,
    Tray,
    User,
    Warning,
    X,
}

impl Icon {
    /// Whether it points along the line of text, and so the other way from right to left.
    const fn turns(self) -> bool {
        matches!(self, Self::ArrowLeft | Self::Send | Self::SignOut)
    }
}

/// Draws a picture in the size of the text around it.
#[component]
pub(crate) fn Picture(icon: Icon) -> impl IntoView {
    view! {
        <svg viewBox="0 0 256 256" aria-hidden="true" data-turns=icon.turns()>
            <path d=icon.outline() />
        </svg>
    }
}
