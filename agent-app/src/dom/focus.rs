//! Moving the keyboard's focus.

use leptos::{
    ev,
    prelude::{document, on_cleanup, window_event_listener},
};
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, FocusEvent, HtmlElement, KeyboardEvent, NodeList};

use super::keys::Deed;

/// Gives the focus to the element with an id; tells whether there is one.
pub(crate) fn focus(id: &str) -> bool {
    let element = document().get_element_by_id(id);
    let element = element.and_then(|it| it.dyn_into::<HtmlElement>().ok());
    element.is_some_and(|it| it.focus().is_ok())
}

/// The deed that gives the focus to the element with an id.
pub(crate) fn to(id: &'static str) -> Deed {
    Box::new(move || {
        focus(id);
    })
}

/// Whether there is such an element on the page.
pub(crate) fn exists(css: &str) -> bool {
    document().query_selector(css).is_ok_and(|it| it.is_some())
}

/// Presses a button, and leaves the focus on it.
pub(crate) fn press(css: &str) {
    let element = document().query_selector(css).ok().flatten();
    if let Some(button) = element.and_then(|it| it.dyn_into::<HtmlElement>().ok()) {
        let _ = button.focus();
        button.click();
    }
}

/// Whether nothing on the page has the focus.
pub(crate) fn is_idle() -> bool {
    active().is_none_or(|it| it.tag_name() == "BODY")
}

/// Whether the focus moves to something that does not match and stands in nothing that does.
pub(crate) fn goes_outside(event: &FocusEvent, css: &str) -> bool {
    let target = event.related_target();
    let target = target.and_then(|it| it.dyn_into::<Element>().ok());
    target.is_some_and(|it| it.closest(css).is_ok_and(|it| it.is_none()))
}

/// Calls back when somebody presses the mouse or a finger outside of what matches, as long as the component
/// lives.
pub(crate) fn on_press_outside(css: &'static str, callback: impl Fn() + 'static) {
    let listener = window_event_listener(ev::pointerdown, move |event| {
        let target = event.target().and_then(|it| it.dyn_into::<Element>().ok());
        let is_inside = target.is_some_and(|it| it.closest(css).is_ok_and(|it| it.is_some()));
        if !is_inside {
            callback();
        }
    });
    on_cleanup(move || listener.remove());
}

/// Takes the focus from whatever has it.
pub(crate) fn blur() {
    if let Some(element) = active().and_then(|it| it.dyn_into::<HtmlElement>().ok()) {
        let _ = element.blur();
    }
}

/// Moves the focus among the rows of the list that hears a key: arrows to the neighbours, Home and End to
/// the first and last. Tells whether the key was one of these.
pub(crate) fn rove(event: &KeyboardEvent, rows: &str) -> bool {
    let Some(list) = event
        .current_target()
        .and_then(|it| it.dyn_into::<Element>().ok())
    else {
        return false;
    };
    let Ok(found) = list.query_selector_all(rows) else {
        return false;
    };
    let rows: Vec<HtmlElement> = elements(&found).collect();
    let has_focus = |row: &HtmlElement| row.contains(active().as_deref());
    let Some(here) = rows.iter().position(has_focus) else {
        return false;
    };
    let there = match event.key().as_str() {
        "ArrowDown" => here + 1,
        "ArrowUp" => here.saturating_sub(1),
        "Home" => 0,
        "End" => rows.len() - 1,
        _ => return false,
    };
    if let Some(row) = rows.get(there) {
        let _ = row.focus();
    }
    event.prevent_default();
    true
}

/// Whether the element with an id has the focus.
pub(crate) fn has(id: &str) -> bool {
    active().is_some_and(|it| it.id() == id)
}

/// Moves the focus among the cells of a grid that hears a key: arrows to the neighbours, Home and End to the first
/// and last; down or Enter from anywhere else into it. Where one types, the arrows to the sides stay the text's.
pub(crate) fn rove_grid(event: &KeyboardEvent, cells: &str, columns: usize) {
    let Some(grid) = event
        .current_target()
        .and_then(|it| it.dyn_into::<Element>().ok())
    else {
        return;
    };
    let Ok(found) = grid.query_selector_all(cells) else {
        return;
    };
    let cells: Vec<HtmlElement> = elements(&found).collect();
    let has_focus = |cell: &HtmlElement| cell.contains(active().as_deref());
    let here = cells.iter().position(has_focus);
    let there = match (event.key().as_str(), here) {
        ("ArrowDown" | "Enter", None) => 0,
        ("ArrowRight", Some(here)) => here + 1,
        ("ArrowLeft", Some(here)) => here.saturating_sub(1),
        ("ArrowDown", Some(here)) => (here + columns).min(cells.len() - 1),
        ("ArrowUp", Some(here)) => here.saturating_sub(columns),
        ("Home", Some(_)) => 0,
        ("End", Some(_)) => cells.len() - 1,
        _ => return,
    };
    if let Some(cell) = cells.get(there) {
        let _ = cell.focus();
    }
    event.prevent_default();
}

/// Whether a key was meant for the row itself, not for a button in it.
pub(crate) fn is_direct(event: &Event) -> bool {
    event.target() == event.current_target()
}

fn active() -> Option<Element> {
    document().active_element()
}

fn elements(list: &NodeList) -> impl Iterator<Item = HtmlElement> + '_ {
    (0..list.length()).filter_map(|index| list.item(index)?.dyn_into().ok())
}
