//! Listeners that are gone when they are dropped.

use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::EventTarget;

/// Listens to one kind of event, until dropped. It may be dropped while it is being called.
pub(super) struct Listener {
    target: EventTarget,
    kind: &'static str,
    closure: Closure<dyn FnMut(JsValue)>,
}

impl Listener {
    pub(super) fn new(
        target: &EventTarget,
        kind: &'static str,
        on_event: impl FnMut(JsValue) + 'static,
    ) -> Self {
        // One type of closure for everything: each further one would cost bytes.
        let closure: Closure<dyn FnMut(JsValue)> = Closure::new(on_event);
        let function = closure.as_ref().unchecked_ref();
        // Adding a listener fails only for listeners that are not functions.
        let _ = target.add_event_listener_with_callback(kind, function);
        Self {
            target: target.clone(),
            kind,
            closure,
        }
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        let function = self.closure.as_ref().unchecked_ref();
        let _ = self
            .target
            .remove_event_listener_with_callback(self.kind, function);
    }
}
