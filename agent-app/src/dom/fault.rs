//! What a person sees when the app itself fails. Nothing of it works any more then, so `boot.js` says it, in
//! words that are left with the page as long as all is well.

use leptos::prelude::{document, window};
use web_sys::Event;

/// Leaves with the page what to say then, and what helps.
pub(crate) fn prepare([sentence, remedy]: [&str; 2]) {
    if let Some(root) = document().document_element() {
        let _ = root.set_attribute("data-fault", sentence);
        let _ = root.set_attribute("data-remedy", remedy);
    }
}

/// Says that the app has failed, while it still can.
pub(crate) fn tell() {
    if let Ok(event) = Event::new("fault") {
        let _ = window().dispatch_event(&event);
    }
}

/// Writes what went wrong to the console. Elsewhere than in development the app does not know.
#[cfg(debug_assertions)]
pub(crate) fn watch() {
    use wasm_bindgen::JsValue;
    std::panic::set_hook(Box::new(|fault| {
        web_sys::console::error_1(&JsValue::from_str(&fault.to_string()));
    }));
}
