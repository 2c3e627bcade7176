//! The question before a chat is ended.

use leptos::{html::Dialog, prelude::*};

use super::live::text;
use crate::session::Session;

/// Asks it.
pub(super) fn ask(question: NodeRef<Dialog>) {
    if let Some(dialog) = question.get_untracked() {
        // It fails only where the question is being asked already.
        dialog.show_modal().ok();
    }
}

pub(super) fn question(session: Session, question: NodeRef<Dialog>) -> impl IntoView {
    let say = move |word| session.words.say(word).to_owned();
    view! {
        <dialog node_ref=question aria-labelledby="sure">
            <h2 id="sure">{text(move || say(session.parting().1))}</h2>
            <form method="dialog" class="answers">
                <button class="button" data-kind="danger" on:click=move |_| session.end()>
                    {text(move || say(session.parting().0))}
                </button>
                <button class="button">{text(move || say(session.parting().2))}</button>
            </form>
        </dialog>
    }
}
