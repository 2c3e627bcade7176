//! The browser's page as the app uses it: storage, title, attention, focus, keys. Decides nothing.

pub(crate) mod fault;
pub(crate) mod files;
pub(crate) mod focus;
pub(crate) mod keys;
pub(crate) mod notification;
pub(crate) mod sound;
pub(crate) mod tabs;
pub(crate) mod view;

use leptos::{
    ev,
    prelude::{document, on_cleanup, window, window_event_listener, window_event_listener_untyped},
};
use web_sys::{Storage, VisibilityState};

/// A value kept on this device, if the browser keeps any.
pub(crate) fn stored(key: &str) -> Option<String> {
    device()?.get_item(key).ok()?
}

/// Keeps a value on this device. Where storage is denied, it is forgotten with the page.
pub(crate) fn store(key: &str, value: &str) {
    if let Some(storage) = device() {
        let _ = storage.set_item(key, value);
    }
}

/// Removes a value kept on this device.
pub(crate) fn unstore(key: &str) {
    if let Some(storage) = device() {
        let _ = storage.remove_item(key);
    }
}

/// A value kept for this tab, across reloads.
pub(crate) fn recalled(key: &str) -> Option<String> {
    tab()?.get_item(key).ok()?
}

/// Keeps a value for this tab, or removes it.
pub(crate) fn recall(key: &str, value: Option<&str>) {
    let Some(storage) = tab() else { return };
    let _ = match value {
        Some(value) => storage.set_item(key, value),
        None => storage.remove_item(key),
    };
}

/// Removes all values kept for this tab whose names begin so.
pub(crate) fn forget_tab(prefix: &str) {
    let Some(storage) = tab() else { return };
    let count = storage.length().unwrap_or_default();
    let names = (0..count).filter_map(|index| storage.key(index).ok()?);
    let names: Vec<String> = names.filter(|it| it.starts_with(prefix)).collect();
    for name in names {
        let _ = storage.remove_item(&name);
    }
}

fn device() -> Option<Storage> {
    window().local_storage().ok()?
}

fn tab() -> Option<Storage> {
    window().session_storage().ok()?
}

/// The languages the browser asks for, the dearest first.
pub(crate) fn languages() -> Vec<String> {
    let tags = window().navigator().languages();
    tags.iter().filter_map(|it| it.as_string()).collect()
}

/// Where the sentences lie: the name changes with what they say.
pub(crate) fn words_folder() -> String {
    let root = document().document_element();
    root.and_then(|it| it.get_attribute("data-words"))
        .unwrap_or_default()
}

/// Tells style sheet and screen readers which language the page has, in which direction it is written, which
/// scheme of colours it has, and how dense it is.
pub(crate) fn dress(language: &str, direction: &str, theme: &str, density: &str) {
    if let Some(root) = document().document_element() {
        let _ = root.set_attribute("lang", language);
        let _ = root.set_attribute("dir", direction);
        let _ = root.set_attribute("data-theme", theme);
        let _ = root.set_attribute("data-density", density);
    }
}

/// Sets the title of the window.
pub(crate) fn set_title(title: &str) {
    document().set_title(title);
}

/// Puts a dot on the icon of the page, or takes it away.
pub(crate) fn mark_icon(is_marked: bool) {
    if let Ok(Some(icon)) = document().query_selector("link[rel=icon]") {
        let file = if is_marked {
            "/icon-news.svg"
        } else {
            "/icon.svg"
        };
        let _ = icon.set_attribute("href", file);
    }
}

/// Loads the page anew.
pub(crate) fn reload() {
    let _ = window().location().reload();
}

/// Whether the person can see the page and types into it.
pub(crate) fn has_attention() -> bool {
    let document = document();
    document.visibility_state() == VisibilityState::Visible && document.has_focus().unwrap_or(true)
}

/// Calls back whenever [`has_attention`] may have changed, as long as the page lives.
pub(crate) fn on_attention(callback: impl Fn() + Clone + 'static) {
    for event in ["focus", "blur", "visibilitychange", "pageshow"] {
        let callback = callback.clone();
        // Visibility is told to the document and bubbles up to the window.
        window_event_listener_untyped(event, move |_| callback());
    }
}

/// Calls back when the page is left or hidden, perhaps for good, until the component is gone.
pub(crate) fn on_leave(callback: impl Fn() + Clone + 'static) {
    for event in ["pagehide", "visibilitychange"] {
        let callback = callback.clone();
        let listener = window_event_listener_untyped(event, move |_| callback());
        on_cleanup(move || listener.remove());
    }
}

/// Has the browser ask before the page is left, as long as the page lives, whenever `should_ask`.
pub(crate) fn on_close(should_ask: impl Fn() -> bool + 'static) {
    window_event_listener(ev::beforeunload, move |event| {
        if should_ask() {
            event.prevent_default();
        }
    });
}

/// Calls back when the system says that there is a network again, as long as the page lives.
pub(crate) fn on_network(callback: impl Fn() + 'static) {
    window_event_listener(ev::online, move |_| callback());
}
