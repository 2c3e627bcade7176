//! A labelled field of a form.

use leptos::prelude::*;

use super::Sentence;

/// What is typed into a field: the browser helps accordingly.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Kind {
    Email,
    Password,
    NewPassword,
    Name,
    Token,
}

impl Kind {
    const fn input(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::Password | Self::NewPassword => "password",
            Self::Name | Self::Token => "text",
        }
    }

    const fn autocomplete(self) -> &'static str {
        match self {
            Self::Email => "username",
            Self::Password => "current-password",
            Self::NewPassword => "new-password",
            Self::Name => "name",
            Self::Token => "off",
        }
    }

    /// The element's id.
    pub(crate) const fn id(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::Password => "password",
            Self::NewPassword => "new-password",
            Self::Name => "name",
            Self::Token => "token",
        }
    }
}

/// A label, a field, a hint, and what is wrong.
#[component]
pub(crate) fn Field(
    kind: Kind,
    label: Sentence,
    value: RwSignal<String>,
    wrong: Signal<Option<&'static str>>,
    #[prop(optional)] hint: Option<Sentence>,
) -> impl IntoView {
    let note = format!("{}-note", kind.id());
    view! {
        <div class="field">
            <label for=kind.id()>{label}</label>
            <input
                class="input"
                id=kind.id()
                type=kind.input()
                autocomplete=kind.autocomplete()
                autocapitalize="none"
                spellcheck="false"
                aria-invalid=move || wrong.get().is_some().then_some("true")
                aria-describedby=note.clone()
                prop:value=value
                on:input:target=move |event| value.set(event.target().value())
                on:change:target=move |event| value.set(event.target().value())
            />
            <p id=note class=move || if wrong.get().is_some() { "wrong" } else { "hint" }>
                {move || wrong.get().or_else(|| hint.map(|it| it.get()))}
            </p>
        </div>
    }
}
