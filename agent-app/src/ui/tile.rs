//! A figure that a glance understands.

use leptos::prelude::*;

use super::Sentence;

/// A name and its value; `wants_care` when somebody should do something about it.
#[component]
pub(crate) fn Tile(
    label: Sentence,
    value: Signal<String>,
    #[prop(optional)] wants_care: Signal<bool>,
) -> impl IntoView {
    view! {
        <div class="tile" data-care=move || wants_care.get()>
            <dt>{label}</dt>
            <dd class="numeral">{value}</dd>
        </div>
    }
}
