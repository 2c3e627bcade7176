//! What the app asks of the browser, as `boot.js` does it.

use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen]
extern "C" {
    /// The frame and the page around it.
    #[derive(Clone)]
    pub type Host;

    /// Calls back, now and at each change, with: whether the visitor can see the chat, and whether the
    /// visitor opened it just now. From now on the page shows the app.
    #[wasm_bindgen(method)]
    pub fn listen(this: &Host, on_panel: wasm_bindgen::JsValue);

    /// Plays the one sound.
    #[wasm_bindgen(method)]
    pub fn ring(this: &Host);

    /// Tells the page how many messages wait to be seen, and whether a conversation goes on.
    #[wasm_bindgen(method)]
    pub fn tell(this: &Host, unread: u32, is_live: bool);

    /// Tells the page one word: `close` or `gone`.
    #[wasm_bindgen(method)]
    pub fn say(this: &Host, word: &str);

    /// What stood in the fields when the frame went away, or nothing.
    #[wasm_bindgen(method)]
    pub fn late(this: &Host) -> String;

    /// Keeps what stands in the fields, in no time.
    #[wasm_bindgen(method, js_name = late)]
    pub fn keep_late(this: &Host, text: &str);

    /// The time of day of a moment, as the visitor reads it.
    #[wasm_bindgen(method)]
    pub fn time(this: &Host, ms: f64) -> String;

    /// The day of a moment, as the visitor reads it.
    #[wasm_bindgen(method)]
    pub fn date(this: &Host, ms: f64) -> String;

    /// How many days before today a moment was, by the visitor's calendar.
    #[wasm_bindgen(method, js_name = daysAgo)]
    pub fn days_ago(this: &Host, ms: f64) -> f64;
}
