//! The mark of a conversation: its colour says which one it is, its filling who wrote last.

use leptos::prelude::*;

/// How many colours there are.
const COLOURS: u32 = 8;

/// Filled: the visitor wrote last. Without a rank it has no colour of its own.
#[component]
pub(crate) fn Dot(
    rank: Signal<Option<u32>>,
    is_filled: Signal<bool>,
    name: Signal<String>,
) -> impl IntoView {
    let colour = move || rank.get().map(|rank| (rank.max(1) - 1) % COLOURS + 1);
    view! {
        <span class="dot" data-colour=colour data-filled=move || is_filled.get() title=name>
            <span class="spoken">{name}</span>
        </span>
    }
}
