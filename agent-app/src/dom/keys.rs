//! Single keys, wherever they are pressed.

use leptos::{
    ev,
    prelude::{document, on_cleanup, window_event_listener},
};
use wasm_bindgen::JsCast;
use web_sys::{Element, KeyboardEvent};

use crate::shortcut::{Act, Press};

/// Calls back for each single key that means something, until the component is gone. A key that was of use
/// is not typed or scrolled with.
pub(crate) fn on_act(callback: impl Fn(Act) -> bool + 'static) {
    let listener = window_event_listener(ev::keydown, move |event| {
        let key = event.key();
        if press(&event, &key).act().is_some_and(&callback) {
            event.prevent_default();
        }
    });
    on_cleanup(move || listener.remove());
}

fn press<'a>(event: &KeyboardEvent, key: &'a str) -> Press<'a> {
    let target = event.target().and_then(|it| it.dyn_into::<Element>().ok());
    let fields = "input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]";
    let is_field = |it: &Element| it.matches(fields).unwrap_or(false);
    Press {
        key,
        is_modified: event.ctrl_key() || event.alt_key() || event.meta_key(),
        is_typed: event.is_composing() || target.as_ref().is_some_and(is_field),
        is_taken: event.default_prevented() || is_dialog_open(),
    }
}

fn is_dialog_open() -> bool {
    document()
        .query_selector("dialog[open]")
        .is_ok_and(|it| it.is_some())
}

/// Whether Enter was pressed to send, and not to choose a character or to break the line.
pub(crate) fn is_sending(event: &KeyboardEvent) -> bool {
    // Safari ends a composition before it tells the key, and then names it by this number.
    let is_composing = event.is_composing() || event.key_code() == 229;
    event.key() == "Enter" && !event.shift_key() && !is_composing
}
