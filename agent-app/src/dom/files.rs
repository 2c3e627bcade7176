//! Files that a person chose, dropped or pasted, and files that come back.

use js_sys::{Array, Reflect};
use leptos::prelude::{document, window_event_listener_untyped};
use shared::file::File;
use wasm_bindgen::JsCast;
use web_sys::{
    Blob, DataTransfer, DragEvent, Element, Event, FileList, FilePropertyBag, HtmlAnchorElement,
    HtmlInputElement,
};

/// A file on the person's device.
#[derive(Clone)]
pub(crate) struct Picked(web_sys::File);

impl Picked {
    /// What the browser knows of it.
    pub(crate) fn file(&self) -> File {
        File {
            name: self.0.name(),
            size: self.0.size() as u64,
            kind: self.0.type_(),
            ..File::default()
        }
    }

    /// Its bytes.
    pub(crate) fn bytes(&self) -> &Blob {
        &self.0
    }
}

/// A file made of bytes that came from the server.
pub(crate) fn made_of(bytes: &Blob, file: &File) -> Option<Picked> {
    let options = FilePropertyBag::new();
    options.set_type(&file.kind);
    let pieces = Array::of1(bytes);
    web_sys::File::new_with_blob_sequence_and_options(&pieces, &file.name, &options)
        .ok()
        .map(Picked)
}

/// Opens the system's own dialog, for a field that chooses files.
pub(crate) fn choose(field: &HtmlInputElement) {
    field.click();
}

/// What was chosen in a field, which is empty again then.
pub(crate) fn chosen(field: &HtmlInputElement) -> Vec<Picked> {
    let picked = picked(field.files());
    field.set_value("");
    picked
}

/// Whether files are being dragged.
pub(crate) fn are_dragged(event: &DragEvent) -> bool {
    let types = event.data_transfer().map(|it| it.types());
    types.is_some_and(|it| it.includes(&"Files".into(), 0))
}

/// Whether what is dragged leaves what matches.
pub(crate) fn go_outside(event: &DragEvent, css: &str) -> bool {
    let target = event.related_target();
    let target = target.and_then(|it| it.dyn_into::<Element>().ok());
    target.is_none_or(|it| it.closest(css).is_ok_and(|it| it.is_none()))
}

/// The files that were dropped.
pub(crate) fn dropped(event: &DragEvent) -> Vec<Picked> {
    picked(event.data_transfer().and_then(|it| it.files()))
}

/// The files that were pasted: a picture, for example. A text of an office comes with a picture of itself, and is
/// meant as a text.
pub(crate) fn pasted(event: &Event) -> Vec<Picked> {
    let board = Reflect::get(event, &"clipboardData".into()).ok();
    let board = board.and_then(|it| it.dyn_into::<DataTransfer>().ok());
    let is_text = |it: &DataTransfer| {
        let types = it.types();
        ["text/plain", "text/html"].map(|it| types.includes(&it.into(), 0)) == [true; 2]
    };
    picked(board.filter(|it| !is_text(it)).and_then(|it| it.files()))
}

/// A file that misses its place does not replace the page, as long as the page lives.
pub(crate) fn guard() {
    for name in ["dragover", "drop"] {
        window_event_listener_untyped(name, move |event| {
            let dragged = event.dyn_ref::<DragEvent>();
            if dragged.is_some_and(|it| !it.default_prevented() && are_dragged(it)) {
                event.prevent_default();
            }
        });
    }
}

/// Has the browser ask before the page goes away while files are on their way, as long as the page lives: those are
/// nowhere else yet.
pub(crate) fn hold(are_moving: impl Fn() -> bool + 'static) {
    window_event_listener_untyped("beforeunload", move |event| {
        if are_moving() {
            event.prevent_default();
        }
    });
}

/// Saves what an address gives, or shows it in a page of its own.
pub(crate) fn open(address: &str, is_shown: bool) {
    let link = document().create_element("a").ok();
    let Some(link) = link.and_then(|it| it.dyn_into::<HtmlAnchorElement>().ok()) else {
        return;
    };
    link.set_href(address);
    link.set_rel("noopener noreferrer");
    if is_shown {
        link.set_target("_blank");
    }
    link.click();
}

fn picked(list: Option<FileList>) -> Vec<Picked> {
    let Some(list) = list else {
        return Vec::new();
    };
    let files = (0..list.length()).filter_map(|at| list.get(at));
    files.map(Picked).collect()
}
