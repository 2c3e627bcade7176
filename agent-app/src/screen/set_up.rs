//! First start: the first administrator is made with the token that the server printed.

use leptos::{ev::SubmitEvent, prelude::*, task::spawn_local};
use leptos_router::{NavigateOptions, components::A, hooks::use_navigate};
use shared::{error::Code, http::Setup as Form, text};

use super::entrance::{Entrance, Setback};
use crate::{
    dom::focus,
    session::Session,
    ui::field::{Field, Kind},
    words::Words,
};

/// The least characters of a password.
const LEAST: usize = 12;

/// What is typed.
#[derive(Clone, Copy)]
struct Draft {
    token: RwSignal<String>,
    name: RwSignal<String>,
    email: RwSignal<String>,
    password: RwSignal<String>,
}

impl Draft {
    /// The first field that is not filled in as it must be.
    fn wrong(self) -> Option<Kind> {
        if self.token.read().trim().is_empty() {
            return Some(Kind::Token);
        }
        if text::name(&self.name.read()).is_err() {
            return Some(Kind::Name);
        }
        if text::email(&self.email.read()).is_err() {
            return Some(Kind::Email);
        }
        (self.password.read().chars().count() < LEAST).then_some(Kind::NewPassword)
    }

    fn form(self) -> Form {
        Form {
            token: self.token.get_untracked().trim().to_owned(),
            name: self.name.get_untracked(),
            email: self.email.get_untracked().trim().to_owned(),
            password: self.password.get_untracked(),
        }
    }
}

/// The form as it is being filled in and sent.
#[derive(Clone, Copy)]
struct Filling {
    draft: Draft,
    is_busy: RwSignal<bool>,
    is_checked: RwSignal<bool>,
    setback: Setback,
}

impl Filling {
    fn new(session: Session) -> Self {
        let empty = || RwSignal::new(String::new());
        Self {
            draft: Draft {
                token: empty(),
                name: empty(),
                email: empty(),
                password: empty(),
            },
            is_busy: RwSignal::new(false),
            is_checked: RwSignal::new(false),
            setback: Setback::new(session),
        }
    }

    /// What to say of a field, once the form was checked.
    fn wrong(
        self,
        session: Session,
        kind: Kind,
        sentence: fn(&Words) -> &'static str,
    ) -> Signal<Option<&'static str>> {
        Signal::derive(move || {
            let is_wrong = self.is_checked.get() && self.draft.wrong() == Some(kind);
            is_wrong.then(|| sentence(session.words()))
        })
    }

    /// Whether it is too early to send.
    fn must_wait(self) -> bool {
        self.is_busy.get() || self.setback.must_wait()
    }

    fn send(self, session: Session, done: impl FnOnce() + 'static) {
        self.is_checked.set(true);
        if let Some(kind) = untrack(move || self.draft.wrong()) {
            focus::focus(kind.id());
            return;
        }
        if untrack(move || self.must_wait()) {
            return;
        }
        self.is_busy.set(true);
        self.setback.clear();
        spawn_local(async move {
            match session.set_up(self.draft.form()).await {
                Ok(()) => done(),
                Err(problem) => {
                    self.is_busy.set(false);
                    self.setback.set(problem);
                }
            }
        });
    }
}

/// The form. Whoever fills it in is signed in then.
#[component]
pub(crate) fn SetUp() -> impl IntoView {
    let session = Session::here();
    let filling = Filling::new(session);
    let Filling { draft, setback, .. } = filling;
    let navigate = use_navigate();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let navigate = navigate.clone();
        filling.send(session, move || navigate("/", NavigateOptions::default()));
    };
    Effect::new(move || {
        focus::focus(Kind::Token.id());
    });
    let refused = move || setback.sentence(refusal);
    view! {
        <Entrance title=session.say(|w| w.setup_title)>
            <p>{session.say(|w| w.setup_text)}</p>
            <form on:submit=submit novalidate>
                <Field
                    kind=Kind::Token
                    label=session.say(|w| w.token)
                    value=draft.token
                    wrong=filling.wrong(session, Kind::Token, |w| w.token_needed)
                />
                <Field
                    kind=Kind::Name
                    label=session.say(|w| w.name)
                    value=draft.name
                    wrong=filling.wrong(session, Kind::Name, |w| w.name_needed)
                    hint=session.say(|w| w.name_hint)
                />
                <Field
                    kind=Kind::Email
                    label=session.say(|w| w.email)
                    value=draft.email
                    wrong=filling.wrong(session, Kind::Email, |w| w.email_needed)
                />
                <Field
                    kind=Kind::NewPassword
                    label=session.say(|w| w.password)
                    value=draft.password
                    wrong=filling.wrong(session, Kind::NewPassword, |w| w.password_short)
                    hint=session.say(|w| w.password_hint)
                />
                <p class="notice" data-kind="danger" role="alert" hidden=move || refused().is_none()>
                    {refused}
                </p>
                <button
                    class="button"
                    data-kind="primary"
                    aria-disabled=move || filling.must_wait().then_some("true")
                >
                    {move || {
                        let words = session.words();
                        if filling.is_busy.get() { words.creating_account } else { words.create_account }
                    }}
                </button>
                <A href="/">{session.say(|w| w.to_sign_in)}</A>
            </form>
        </Entrance>
    }
}

fn refusal(words: &Words, code: Code) -> Option<&'static str> {
    match code {
        Code::NotFound | Code::NotAllowed | Code::SignInRequired => Some(words.setup_refused),
        Code::Invalid => Some(words.setup_invalid),
        _ => None,
    }
}
