//! Where a composer would be, for whoever reads along: nothing reaches the visitor from here. Private
//! messages may be written, and the window closed. While a question waits, its answers stand here instead.

use leptos::prelude::*;
use shared::presence::Card;

use super::{composer::Composer, opened::Opened};
use crate::{
    dom::{focus, keys},
    shortcut::Act,
    ui::icon::{Icon, Picture},
    words::fill,
};

#[component]
pub(super) fn Listening(opened: Opened, owner: Card) -> impl IntoView {
    let session = opened.session;
    let is_asked = Memo::new(move |_| opened.with_id(|it| session.asked_in(it)).is_some());
    // What was being written when the conversation was handed over is there, and private now.
    let has_draft = move || {
        opened.with_id(|it| {
            let has_files = session.attached().read_untracked().has_any(it);
            has_files || !session.writing().read_untracked().draft(it).is_empty()
        })
    };
    let is_noting = RwSignal::new(untrack(has_draft));
    let note = move |_| {
        is_noting.set(true);
        focus::focus("composer");
    };
    let close = move || {
        let me = session.my_id();
        let is_seated = opened
            .summary
            .read_untracked()
            .as_ref()
            .is_some_and(|it| it.listeners.iter().any(|card| card.id == me));
        if is_seated {
            opened.with_id(|it| session.step_out(it));
        } else {
            session.go("/");
        }
    };
    keys::on_act(move |act| (act == Act::CloseWindow).then(|| Box::new(close) as keys::Deed));
    let owner = StoredValue::new(owner.name);
    let sentence = move || owner.with_value(|it| fill(session.words().listening, "agent", it));
    view! {
        <Show when=move || !is_asked.get()>
            <div class="foot listening">
                <p>{sentence}</p>
                <Show when=move || !is_noting.get()>
                    <button type="button" class="button" on:click=note>
                        <Picture icon=Icon::Eye />
                        {session.say(|w| w.note_here)}
                    </button>
                </Show>
                <button type="button" class="button" on:click=move |_| close()>
                    {session.say(|w| w.close_window)}
                </button>
            </div>
            <Show when=move || is_noting.get()>
                <Composer opened />
            </Show>
        </Show>
    }
}
