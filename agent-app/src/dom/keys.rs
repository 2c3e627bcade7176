//! Keys, wherever they are pressed, and what can be done by them.

use std::{cell::RefCell, rc::Rc};

use leptos::{
    ev,
    prelude::{document, on_cleanup, window_event_listener},
};
use wasm_bindgen::JsCast;
use web_sys::{Element, KeyboardEvent};

use crate::shortcut::{Act, Press};

/// Something that can be done now.
pub(crate) type Deed = Box<dyn FnOnce()>;

type Actor = Rc<dyn Fn(Act) -> Option<Deed>>;

thread_local! {
    /// Who can do something, the latest last, each with a number.
    static ACTORS: RefCell<(u64, Vec<(u64, Actor)>)> = const { RefCell::new((0, Vec::new())) };
}

/// Knows how to do something, until the component is gone: answers an act with the deed, if it makes sense
/// now.
pub(crate) fn on_act(actor: impl Fn(Act) -> Option<Deed> + 'static) {
    let number = ACTORS.with_borrow_mut(|(count, actors)| {
        *count += 1;
        actors.push((*count, Rc::new(actor)));
        *count
    });
    on_cleanup(move || ACTORS.with_borrow_mut(|(_, actors)| actors.retain(|it| it.0 != number)));
}

/// What an act does now, if it makes sense.
pub(crate) fn deed(act: Act) -> Option<Deed> {
    // A deed may add and remove actors.
    let actors = ACTORS.with_borrow(|(_, actors)| actors.clone());
    actors.iter().rev().find_map(|(_, actor)| actor(act))
}

/// Listens to single keys, where these are wanted, and to the keys of the palette, until the component is gone.
/// A key that was of use is not typed or scrolled with.
pub(crate) fn listen(has_single_keys: impl Fn() -> bool + 'static) {
    let listener = window_event_listener(ev::keydown, move |event| {
        let key = event.key();
        let act = press(&event, &key).act();
        let is_wanted = |it: &Act| *it == Act::Palette || has_single_keys();
        if let Some(deed) = act.filter(is_wanted).and_then(deed) {
            event.prevent_default();
            deed();
        }
    });
    on_cleanup(move || listener.remove());
}

fn press<'a>(event: &KeyboardEvent, key: &'a str) -> Press<'a> {
    let target = event.target().and_then(|it| it.dyn_into::<Element>().ok());
    let fields = "input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]";
    let is_field = |it: &Element| it.matches(fields).unwrap_or(false);
    let is_command = event.ctrl_key() || event.meta_key();
    Press {
        key,
        is_modified: is_command || event.alt_key(),
        is_command: is_command && !event.alt_key() && !event.shift_key(),
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
