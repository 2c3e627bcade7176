//! Signing in.

use leptos::{ev::SubmitEvent, prelude::*, task::spawn_local};
use shared::{error::Code, http::SignIn as Form, text};

use super::entrance::{Entrance, Setback};
use crate::{
    dom::focus,
    session::Session,
    ui::{
        field::{Field, Kind},
        switch::Switch,
    },
};

/// The form. Nothing typed is lost when signing in fails.
#[component]
pub(super) fn SignIn(
    /// Somebody was signed in until the server ended it.
    was_ended: bool,
) -> impl IntoView {
    let session = Session::here();
    let (email, password) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let is_away = RwSignal::new(false);
    let (is_busy, is_checked) = (RwSignal::new(false), RwSignal::new(false));
    let setback = Setback::new(session);
    let is_email = move || text::email(&email.read()).is_ok();
    let wrong_email = Signal::derive(move || {
        (is_checked.get() && !is_email()).then(|| session.words().email_needed)
    });
    let wrong_password = Signal::derive(move || {
        (is_checked.get() && password.read().is_empty()).then(|| session.words().password_needed)
    });
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        is_checked.set(true);
        if !untrack(is_email) {
            focus::focus(Kind::Email.id());
            return;
        }
        if password.read_untracked().is_empty() {
            focus::focus(Kind::Password.id());
            return;
        }
        if is_busy.get_untracked() || untrack(move || setback.must_wait()) {
            return;
        }
        is_busy.set(true);
        setback.clear();
        let form = Form {
            email: email.get_untracked().trim().to_owned(),
            password: password.get_untracked(),
            away: is_away.get_untracked(),
        };
        spawn_local(async move {
            // When it succeeds, this form is gone.
            if let Err(problem) = session.sign_in(form).await {
                is_busy.set(false);
                setback.set(problem);
            }
        });
    };
    Effect::new(move || {
        focus::focus(Kind::Email.id());
    });
    let refused = move || {
        setback
            .sentence(|words, code| (code == Code::SignInRequired).then_some(words.wrong_sign_in))
    };
    view! {
        <Entrance title=session.say(|w| w.sign_in_title)>
            <Show when=move || was_ended>
                <p class="notice" role="status">{session.say(|w| w.signed_out)}</p>
            </Show>
            <form on:submit=submit novalidate>
                <Field kind=Kind::Email label=session.say(|w| w.email) value=email wrong=wrong_email />
                <Field
                    kind=Kind::Password
                    label=session.say(|w| w.password)
                    value=password
                    wrong=wrong_password
                />
                <StartAway is_away />
                <p class="notice" data-kind="danger" role="alert" hidden=move || refused().is_none()>
                    {refused}
                </p>
                <button
                    class="button"
                    data-kind="primary"
                    aria-disabled=move || (is_busy.get() || setback.must_wait()).then_some("true")
                >
                    {move || {
                        let words = session.words();
                        if is_busy.get() { words.signing_in } else { words.sign_in }
                    }}
                </button>
            </form>
        </Entrance>
    }
}

/// Whether one is away from the beginning.
#[component]
fn StartAway(is_away: RwSignal<bool>) -> impl IntoView {
    let session = Session::here();
    view! {
        <Switch
            label=session.say(|w| w.start_away)
            is_on=is_away.into()
            on_change=Callback::new(move |is_on| is_away.set(is_on))
        />
    }
}
