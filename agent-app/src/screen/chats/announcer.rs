//! What screen readers say of the open conversation: each new message once. The transcript itself is
//! silent, because rows come and go there while one scrolls.

use leptos::prelude::*;

use crate::session::Session;

#[component]
pub(super) fn Announcer() -> impl IntoView {
    let session = Session::here();
    view! {
        <div class="spoken" role="log" aria-live="polite" aria-label=session.say(|w| w.messages)>
            <For each=move || session.spoken().get() key=|it| it.0 let((_, line))>
                <p>{line}</p>
            </For>
        </div>
    }
}
