//! The other tabs of the same person.

use js_sys::Function;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{BroadcastChannel, MessageEvent};

/// The line to the other tabs. Dropped, it hears nothing more.
pub(crate) struct Tabs {
    line: BroadcastChannel,
    _heard: Closure<dyn Fn(MessageEvent)>,
}

impl Tabs {
    /// Listens to the other tabs; nothing where the browser has no way to.
    pub(crate) fn join(name: &str, on_word: impl Fn(&str) + 'static) -> Option<Self> {
        let line = BroadcastChannel::new(name).ok()?;
        let heard = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
            if let Some(text) = event.data().as_string() {
                on_word(&text);
            }
        });
        line.set_onmessage(Some(heard.as_ref().unchecked_ref::<Function>()));
        Some(Self {
            line,
            _heard: heard,
        })
    }

    /// Says something to all of them.
    pub(crate) fn say(&self, text: &str) {
        // Nothing depends on whether anybody hears it.
        let _ = self.line.post_message(&JsValue::from_str(text));
    }
}

impl Drop for Tabs {
    fn drop(&mut self) {
        self.line.set_onmessage(None);
        self.line.close();
    }
}
