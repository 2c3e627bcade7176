//! Emoji beside the composer, put where the cursor stands: with the mouse, or with the arrows and Enter.

use leptos::{ev::KeyboardEvent, html, prelude::*};

use super::pen::{FIELD, Pen};
use crate::{
    dom::focus,
    slice::{Shown, Supply},
    ui::{
        icon::{Icon, Picture},
        skeleton::Skeleton,
    },
    words::Language,
};

/// So many stand in a row; the style sheet says the same.
const COLUMNS: usize = 8;
const SEARCH: &str = "emoji-search";

/// The list of emoji, open or not.
#[derive(Clone, Copy)]
pub(in crate::screen) struct Emojis {
    pen: Pen,
    field: NodeRef<html::Textarea>,
    is_open: RwSignal<bool>,
}

impl Emojis {
    pub(super) fn new(pen: Pen, field: NodeRef<html::Textarea>) -> Self {
        let is_open = RwSignal::new(false);
        focus::on_press_outside(".composing", move || {
            if is_open.get_untracked() {
                is_open.set(false);
            }
        });
        Self {
            pen,
            field,
            is_open,
        }
    }

    pub(super) fn is_open(self) -> bool {
        self.is_open.get()
    }

    fn toggle(self) {
        if self.is_open.get_untracked() {
            self.leave();
        } else {
            self.pen.opened.session.want_emoji();
            self.is_open.set(true);
        }
    }

    /// Closes, and goes back to writing.
    fn leave(self) {
        self.is_open.set(false);
        focus::focus(FIELD);
    }

    /// Puts one where the cursor stands, in the place of what is selected.
    fn take(self, sign: &str) {
        let Some(field) = self.field.get_untracked() else {
            return;
        };
        let start = field.selection_start().ok().flatten().unwrap_or(u32::MAX);
        let end = field.selection_end().ok().flatten().unwrap_or(start);
        let end = end.max(start);
        if field
            .set_range_text_with_start_and_end(sign, start, end)
            .is_ok()
        {
            let behind = start + sign.encode_utf16().count() as u32;
            let _ = field.set_selection_range(behind, behind);
            self.pen.write(&field.value());
            self.pen.opened.session.touch_emoji(sign);
        }
        self.leave();
    }
}

/// The button beside the private switch.
#[component]
pub(super) fn EmojiButton(emojis: Emojis) -> impl IntoView {
    let session = emojis.pen.opened.session;
    view! {
        <button
            type="button"
            class="icon-button emoji-button"
            aria-label=session.say(|w| w.emoji)
            title=session.say(|w| w.emoji)
            aria-expanded=move || emojis.is_open().to_string()
            on:click=move |_| emojis.toggle()
        >
            <Picture icon=Icon::Smiley />
        </button>
    }
}

#[component]
pub(in crate::screen) fn EmojiPanel(emojis: Emojis) -> impl IntoView {
    let session = emojis.pen.opened.session;
    let words = RwSignal::new(String::new());
    let language = move || {
        let spoken = session.language().get();
        let all = Language::ALL.iter();
        all.clone().position(|it| *it == spoken).unwrap_or_default()
    };
    let found = Memo::new(move |_| {
        let recent = session.words().emoji_recent;
        session
            .emoji()
            .read()
            .find(&words.read(), language(), recent)
    });
    let supply = Memo::new(move |_| session.emoji().read().supply());
    let press = move |event: KeyboardEvent| match event.key().as_str() {
        "Escape" => {
            event.prevent_default();
            event.stop_propagation();
            emojis.leave();
        }
        // The form around it is the message's.
        "Enter" if focus::has(SEARCH) => {
            event.prevent_default();
            focus::rove_grid(&event, "button", COLUMNS);
        }
        _ => {
            focus::rove_grid(&event, "button", COLUMNS);
        }
    };
    let none = move || {
        let words = session.words();
        match supply.get() {
            Supply::Failed => Some(words.emoji_failed),
            Supply::There if found.read().is_empty() => Some(words.emoji_none),
            _ => None,
        }
    };
    let groups = move || {
        let found = found.get().into_iter();
        found.map(|it| group(emojis, it)).collect_view()
    };
    Effect::new(move || {
        focus::focus(SEARCH);
    });
    view! {
        <div class="emojis" role="dialog" aria-label=session.say(|w| w.emoji) on:keydown=press>
            <input
                class="input"
                type="search"
                id=SEARCH
                autocomplete="off"
                aria-label=session.say(|w| w.emoji_search)
                placeholder=session.say(|w| w.emoji_search)
                prop:value=words
                on:input:target=move |event| words.set(event.target().value())
            />
            <Show when=move || supply.get() == Supply::Asked>
                <Skeleton rows=3 label=session.say(|w| w.loading) />
            </Show>
            <div class="emoji-groups">{move || groups()}</div>
            <p class="faint" role="status">{move || none()}</p>
        </div>
    }
}

/// Emoji that belong together.
fn group(emojis: Emojis, (heading, signs): Shown) -> impl IntoView {
    let label = heading.clone();
    let signs = signs.into_iter().map(|(sign, name)| {
        let shown = sign.clone();
        view! {
            <button
                type="button"
                aria-label=name.clone()
                title=name
                on:click=move |_| emojis.take(&sign)
            >
                {shown}
            </button>
        }
    });
    view! {
        <section role="group" aria-label=label>
            <h3 aria-hidden="true">{heading}</h3>
            <div class="emoji-grid">{signs.collect_view()}</div>
        </section>
    }
}
