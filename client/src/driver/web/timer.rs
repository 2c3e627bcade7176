//! A timer that is gone when it is dropped.

use wasm_bindgen::{JsCast, JsValue, closure::Closure};

use super::window;

/// Calls once, unless dropped before.
pub(super) struct Timer {
    id: i32,
    _closure: Closure<dyn FnMut(JsValue)>,
}

impl Timer {
    pub(super) fn new(after_ms: u64, on_time: impl FnMut(JsValue) + 'static) -> Option<Self> {
        let closure: Closure<dyn FnMut(JsValue)> = Closure::new(on_time);
        let function = closure.as_ref().unchecked_ref();
        let after_ms = i32::try_from(after_ms).unwrap_or(i32::MAX);
        let id = window()
            .set_timeout_with_callback_and_timeout_and_arguments_0(function, after_ms)
            .ok()?;
        Some(Self {
            id,
            _closure: closure,
        })
    }
}

impl Drop for Timer {
    fn drop(&mut self) {
        window().clear_timeout_with_handle(self.id);
    }
}
