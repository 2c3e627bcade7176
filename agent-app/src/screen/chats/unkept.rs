//! That a visitor wants nothing of a chat kept: said while it goes on, and after the end.

use leptos::prelude::*;

use super::opened::Opened;

#[component]
pub(super) fn Unkept(opened: Opened) -> impl IntoView {
    let session = opened.session;
    let summary = opened.summary;
    let is_shown = Memo::new(move |_| summary.read().as_ref().is_some_and(|it| it.unkept));
    let sentence = move || {
        let words = session.words();
        if opened.is_erased.get() {
            words.unkept_gone
        } else {
            words.unkept_soon
        }
    };
    view! {
        <div role="status">
            <Show when=move || is_shown.get()>
                <p class="notice" data-kind="warning">{sentence}</p>
            </Show>
        </div>
    }
}
