//! What is known of the visitor beside name and address, with a padlock where the site has signed it.

use leptos::prelude::*;
use shared::variable::Variable;

use super::opened::Opened;
use crate::{
    session::Session,
    ui::icon::{Icon, Picture},
    words::fill,
};

/// Whether something is signed: for eyes and ears alike.
#[component]
pub(super) fn Mark(is_verified: Signal<bool>) -> impl IntoView {
    let session = Session::here();
    let words = session.say(|w| w.unverified);
    view! {
        <small class="mark" data-verified=move || is_verified.get()>
            <Show when=move || is_verified.get() fallback=move || words>
                <Picture icon=Icon::Lock />
                {session.say(|w| w.verified)}
            </Show>
        </small>
    }
}

/// Everything that was told when the chat began.
#[component]
pub(super) fn Variables(opened: Opened) -> impl IntoView {
    let variables = Memo::new(move |_| {
        let summary = opened.summary.read();
        let told = summary.as_ref().map(|it| it.visitor.variables.clone());
        told.unwrap_or_default()
    });
    move || {
        let all = variables.get().into_iter();
        all.map(|it| view! { <Told opened it /> }).collect_view()
    }
}

#[component]
fn Told(opened: Opened, it: Variable) -> impl IntoView {
    let session = opened.session;
    let (name, is_secret, is_verified) = (it.name.clone(), it.secret, it.verified);
    let name = StoredValue::new(name);
    let plain = it.value;
    let value = Memo::new(move |_| {
        let revealed = session.revealed().read();
        let secret = opened
            .with_id(|id| name.with_value(|name| revealed.value(id, name).map(str::to_owned)));
        plain.clone().or(secret)
    });
    let label = move || name.with_value(|name| fill(session.words().reveal, "name", name));
    let press = move |_| {
        let is_shown = value.read_untracked().is_some();
        opened.with_id(|id| name.with_value(|name| session.reveal(id, name, !is_shown)));
    };
    view! {
        <div>
            <dt><bdi>{it.name}</bdi></dt>
            <dd>
                <bdi aria-live="polite">
                    {move || value.get().unwrap_or_else(|| "•••".to_owned())}
                </bdi>
                <Mark is_verified=Signal::stored(is_verified) />
                <Show when=move || is_secret>
                    <button
                        type="button"
                        class="icon-button"
                        aria-label=label
                        aria-pressed=move || value.read().is_some().to_string()
                        on:click=press
                    >
                        <Picture icon=Icon::Eye />
                    </button>
                </Show>
            </dd>
        </div>
    }
}
