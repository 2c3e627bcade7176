//! The sheet of shortcuts.

use leptos::prelude::*;

use crate::{
    session::Session,
    shortcut::{self, Shortcut},
    ui::{dialog::Dialog, switch::Switch},
};

#[component]
pub(in crate::screen) fn Sheet(is_open: Signal<bool>, on_close: Callback<()>) -> impl IntoView {
    let session = Session::here();
    let line = move |shortcut: &'static Shortcut| {
        let keys = shortcut.keys.iter().map(|key| view! { <kbd>{*key}</kbd> });
        view! {
            <div>
                <dt>{keys.collect_view()}</dt>
                <dd>{move || (shortcut.name)(session.words())}</dd>
            </div>
        }
    };
    view! {
        <Dialog name="sheet" title=session.say(|w| w.shortcuts) is_open on_close>
            <p>{session.say(|w| w.shortcuts_text)}</p>
            <Switch
                label=session.say(|w| w.single_keys)
                is_on=Signal::derive(move || session.settings().read().has_single_keys)
                on_change=Callback::new(move |is_on| session.set_single_keys(is_on))
            />
            <dl class="keys">{shortcut::ALL.iter().filter(|it| !it.keys.is_empty()).map(line).collect_view()}</dl>
            <div class="answers">
                <button class="button" on:click=move |_| on_close.run(())>
                    {session.say(|w| w.close)}
                </button>
            </div>
        </Dialog>
    }
}
