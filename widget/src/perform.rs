//! What the app asks of the browser, as `boot.js` does it.

use wasm_bindgen::prelude::wasm_bindgen;

use crate::dom::{Part, Root};

#[wasm_bindgen]
extern "C" {
    /// The frame and the page around it.
    #[derive(Clone)]
    pub type Host;

    /// The document, or what stands for one.
    #[wasm_bindgen(method, getter)]
    pub fn root(this: &Host) -> Root;

    /// The server's origin.
    #[wasm_bindgen(method, getter)]
    pub fn origin(this: &Host) -> String;

    /// Calls back when the page has taken the chat away, where it is in no frame that goes with it.
    #[wasm_bindgen(method, js_name = onStop)]
    pub fn on_stop(this: &Host, on_stop: wasm_bindgen::JsValue);

    /// Calls back, now and at each change, with: whether the visitor can see the chat, and whether the
    /// visitor opened it just now. From now on the page shows the app.
    #[wasm_bindgen(method)]
    pub fn listen(this: &Host, on_panel: wasm_bindgen::JsValue);

    /// Calls back with each file that the visitor chose, dropped or pasted, as name, size and type, for a number;
    /// and with how far a file has come: its number, bytes sent, and at the end status and answer.
    #[wasm_bindgen(method)]
    pub fn attach(this: &Host, on_file: wasm_bindgen::JsValue, on_step: wasm_bindgen::JsValue);

    /// Sends a file's bytes to a new place, or with an empty address to the last.
    #[wasm_bindgen(method)]
    pub fn upload(this: &Host, number: u32, address: &str, key: &str);

    /// Gives up a file.
    #[wasm_bindgen(method)]
    pub fn forget(this: &Host, number: u32);

    /// Saves what an address gives, or shows it: in a picture or, without one, in a page of its own.
    #[wasm_bindgen(method)]
    pub fn open(this: &Host, address: &str, is_shown: bool, picture: Option<Part>);

    /// Plays the one sound.
    #[wasm_bindgen(method)]
    pub fn ring(this: &Host);

    /// Tells the page how many messages wait to be seen, whether a conversation goes on, whether there is a
    /// connection, and whether somebody is there for another conversation: 0 no, 1 yes, 2 not known. Where that is
    /// no news, nothing.
    #[wasm_bindgen(method)]
    pub fn tell(this: &Host, unread: u32, is_live: bool, is_connected: bool, available: u32);

    /// Calls back when the visitor is to leave: with that, what goes on ends, and then the page is told `out`.
    #[wasm_bindgen(method, js_name = onLeave)]
    pub fn on_leave(this: &Host, on_leave: wasm_bindgen::JsValue);

    /// Calls back with what the page wants in fields that are empty: message, name and address.
    #[wasm_bindgen(method, js_name = onPrefill)]
    pub fn on_prefill(this: &Host, on_prefill: wasm_bindgen::JsValue);

    /// By what name links find the page.
    #[wasm_bindgen(method, getter)]
    pub fn target(this: &Host) -> String;

    /// What the page tells of the visitor, now: names, values and whether they are secret, by turns.
    #[wasm_bindgen(method)]
    pub fn variables(this: &Host) -> Vec<String>;

    /// Calls back when the page tells something else.
    #[wasm_bindgen(method, js_name = onTold)]
    pub fn on_told(this: &Host, on_told: wasm_bindgen::JsValue);

    /// Calls back when the visitor is on another page, once the page was asked for it with the word `where`.
    #[wasm_bindgen(method, js_name = onPage)]
    pub fn on_page(this: &Host, on_page: wasm_bindgen::JsValue);

    /// Of that page, by number: address, title, referrer; then the visitor's time zone and browser.
    #[wasm_bindgen(method)]
    pub fn here(this: &Host, at: u32) -> String;

    /// Tells the page one word: `message`, `ended`, `where`, `close` or `gone`; or begins the app again: `refused`, `out` or `again`.
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

    /// The day of the week of a moment, as the visitor reads it.
    #[wasm_bindgen(method)]
    pub fn weekday(this: &Host, ms: f64) -> String;

    /// The day of a moment, as the visitor reads it.
    #[wasm_bindgen(method)]
    pub fn date(this: &Host, ms: f64) -> String;

    /// How many days before today a moment was, by the visitor's calendar.
    #[wasm_bindgen(method, js_name = daysAgo)]
    pub fn days_ago(this: &Host, ms: f64) -> f64;
}
