//! A number that wants to be seen.

use leptos::prelude::*;

/// Shows a number other than zero; `name` is what is read aloud.
#[component]
pub(crate) fn Badge(count: Signal<usize>, name: Signal<String>) -> impl IntoView {
    let shown = move || match count.get() {
        more @ 100.. => format!("{}+", more.min(99)),
        few => few.to_string(),
    };
    view! {
        <Show when=move || count.get() != 0>
            <span class="badge" aria-hidden="true">{shown}</span>
            <span class="spoken">{name}</span>
        </Show>
    }
}
