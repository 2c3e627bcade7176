//! A labelled line of text that is kept elsewhere while it is written.

use leptos::prelude::*;

use super::Sentence;

/// A label and a field; `id` must be the only one of this name on the page.
#[component]
pub(crate) fn Line(
    id: &'static str,
    label: Sentence,
    /// The type of the field: the browser helps accordingly.
    #[prop(default = "text")]
    kind: &'static str,
    /// The most characters.
    #[prop(optional)]
    most: Option<u32>,
    value: Signal<String>,
    on_write: Callback<String>,
) -> impl IntoView {
    view! {
        <div class="field">
            <label for=id>{label}</label>
            <input
                class="input"
                id=id
                type=kind
                autocomplete="off"
                dir="auto"
                maxlength=most
                prop:value=value
                on:input:target=move |event| on_write.run(event.target().value())
            />
        </div>
    }
}
