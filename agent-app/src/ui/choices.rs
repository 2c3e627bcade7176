//! A few alternatives side by side, of which one is chosen.

use leptos::prelude::*;

use super::Sentence;

/// One alternative.
#[derive(Clone, Copy)]
pub(crate) struct Choice {
    /// What stands for it in the page.
    pub(crate) value: &'static str,
    pub(crate) label: Sentence,
    /// A longer explanation, if the label needs one.
    pub(crate) hint: Option<Sentence>,
}

/// Radio buttons drawn as one switch.
#[component]
pub(crate) fn Choices(
    /// Must be the only one of this name on the page.
    name: &'static str,
    label: Sentence,
    options: Vec<Choice>,
    chosen: Signal<&'static str>,
    on_choose: Callback<&'static str>,
) -> impl IntoView {
    let option = move |it: Choice| {
        let is_chosen = move || chosen.get() == it.value;
        let hint = it.hint;
        view! {
            <label data-value=it.value title=move || hint.map(|it| it.get())>
                <input
                    type="radio"
                    name=name
                    value=it.value
                    prop:checked=is_chosen
                    on:change=move |_| on_choose.run(it.value)
                />
                <span>{it.label}</span>
            </label>
        }
    };
    view! {
        <fieldset class="choices">
            <legend class="spoken">{label}</legend>
            {options.into_iter().map(option).collect_view()}
        </fieldset>
    }
}
