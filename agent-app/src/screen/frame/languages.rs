//! The choice of a language, each by its own name.

use leptos::prelude::*;

use crate::{session::Session, words::Language};

#[component]
pub(crate) fn Languages() -> impl IntoView {
    let session = Session::here();
    let option = move |language: Language| {
        view! {
            <option value=language.tag() lang=language.tag()
                prop:selected=move || session.tongue().read().wished() == language
            >
                {language.own_name()}
            </option>
        }
    };
    view! {
        <label class="languages">
            <span>{session.say(|w| w.language)}</span>
            <select
                class="input"
                on:change:target=move |event| {
                    if let Some(language) = Language::of_tag(&event.target().value()) {
                        session.choose_language(language);
                    }
                }
            >
                {Language::ALL.map(option).collect_view()}
            </select>
        </label>
        <p class="language-failed" role="alert">
            {move || session.tongue().read().has_failed().then(|| session.words().language_failed)}
        </p>
    }
}
