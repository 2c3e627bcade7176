//! What a visitor meets before the first message: a welcome, and who one is, if one likes to say.

use leptos::{html::Input, prelude::*};

use super::live::{flag, text};
use crate::{
    composer::Field,
    session::Session,
    stage::Stage,
    words::{self, Word},
};

pub(super) fn intro(session: Session) -> impl IntoView {
    let words = session.words;
    let welcome = move || {
        let own = session.status(|it| it.channel.as_ref().map(|it| it.welcome.clone()));
        own.filter(|it| !it.is_empty())
            .unwrap_or_else(|| words.say(words::WELCOME).to_owned())
    };
    view! {
        <section class="intro" hidden=flag(move || !session.is_at(Stage::Beginning))>
            <p dir="auto" class="welcome">{text(welcome)}</p>
            <p class="muted" hidden=flag(move || !session.is_away())>{words.say(words::AWAY)}</p>
            {field(session, Field::Name, words::YOUR_NAME, words::NAME_WRONG, "text", "name")}
            {field(session, Field::Email, words::YOUR_EMAIL, words::EMAIL_WRONG, "email", "email")}
            <button
                type="button"
                class="button"
                data-kind="quiet"
                hidden=flag(move || session.panel(|it| !it.is_beginning))
                on:click=move |_| session.begin_anew(false)
            >
                {words.say(words::BACK)}
            </button>
        </section>
    }
}

fn field(
    session: Session,
    field: Field,
    label: Word,
    wrong: Word,
    kind: &'static str,
    purpose: &'static str,
) -> impl IntoView {
    let words = session.words;
    let input = NodeRef::<Input>::new();
    let is_wrong = move || session.composer(|it| it.is_wrong(field));
    Effect::new(move |_| {
        let text = session.composer(|it| it.text(field).to_owned());
        if let Some(input) = input.get()
            && input.value() != text
        {
            input.set_value(&text);
        }
    });
    view! {
        <div class="field">
            <label for=purpose>
                {words.say(label)} <span>" ("{words.say(words::OPTIONAL)}")"</span>
            </label>
            <input
                class="input"
                id=purpose
                type=kind
                autocomplete=purpose
                node_ref=input
                aria-invalid=text(move || is_wrong().to_string())
                aria-describedby=[purpose, "-wrong"].concat()
                on:input:target=move |event| session.write(field, &event.target().value())
                on:blur=move |_| session.remember(field)
            />
            <p class="wrong" role="alert" id=[purpose, "-wrong"].concat()>
                {text(move || if is_wrong() { words.count(wrong, shared::limits::MAX_NAME as u64) } else { String::new() })}
            </p>
        </div>
    }
}
