//! On or off.

use leptos::prelude::*;

/// A line with a switch at its end.
#[component]
pub(crate) fn Switch(
    #[prop(into)] label: TextProp,
    is_on: Signal<bool>,
    on_change: Callback<bool>,
) -> impl IntoView {
    view! {
        <button
            type="button"
            class="choice"
            role="switch"
            aria-checked=move || is_on.get().to_string()
            on:click=move |_| on_change.run(!is_on.get_untracked())
        >
            <span>{move || label.get()}</span>
        </button>
    }
}
