//! The elements of `frame.html`, by their ids: as little of the browser as the panel needs.

use std::cell::OnceCell;

use wasm_bindgen::prelude::{Closure, JsValue, wasm_bindgen};

thread_local! {
    /// What the elements are in.
    static ROOT: OnceCell<Root> = const { OnceCell::new() };
}

#[wasm_bindgen]
extern "C" {
    /// An element; its members are looked up when they are used.
    pub type Part;

    /// The document, or a shadow root of somebody else's.
    pub type Root;

    #[wasm_bindgen(method, js_name = getElementById)]
    fn part(this: &Root, id: &str) -> Part;
    #[wasm_bindgen(js_namespace = document, js_name = createElement)]
    fn create(tag: &str) -> Part;

    #[wasm_bindgen(method, setter = textContent)]
    fn set_text(this: &Part, text: &str);
    #[wasm_bindgen(method, getter = textContent)]
    pub fn text(this: &Part) -> String;
    #[wasm_bindgen(method, setter)]
    fn set_hidden(this: &Part, is_hidden: bool);
    #[wasm_bindgen(method, js_name = setAttribute)]
    pub fn set(this: &Part, name: &str, value: &str);
    #[wasm_bindgen(method, js_name = getAttribute)]
    pub fn get(this: &Part, name: &str) -> Option<String>;
    #[wasm_bindgen(method, getter)]
    pub fn value(this: &Part) -> String;
    #[wasm_bindgen(method, setter)]
    fn set_value(this: &Part, value: &str);
    #[wasm_bindgen(method, getter)]
    pub fn checked(this: &Part) -> bool;
    #[wasm_bindgen(method, setter)]
    pub fn set_checked(this: &Part, is_checked: bool);
    #[wasm_bindgen(method, setter, js_name = readOnly)]
    pub fn set_read_only(this: &Part, is_read_only: bool);
    #[wasm_bindgen(method, setter)]
    pub fn set_disabled(this: &Part, is_disabled: bool);

    #[wasm_bindgen(method)]
    pub fn focus(this: &Part);
    #[wasm_bindgen(method)]
    pub fn click(this: &Part);
    #[wasm_bindgen(method)]
    fn matches(this: &Part, selector: &str) -> bool;
    #[wasm_bindgen(method, js_name = showModal)]
    pub fn show_modal(this: &Part);
    #[wasm_bindgen(method)]
    pub fn close(this: &Part);
    #[wasm_bindgen(method, getter = scrollTop)]
    pub fn scroll_top(this: &Part) -> f64;
    #[wasm_bindgen(method, setter = scrollTop)]
    pub fn set_scroll_top(this: &Part, y: f64);
    #[wasm_bindgen(method, getter = scrollHeight)]
    pub fn scroll_height(this: &Part) -> f64;
    #[wasm_bindgen(method, getter = clientHeight)]
    pub fn client_height(this: &Part) -> f64;

    #[wasm_bindgen(method, getter)]
    fn content(this: &Part) -> Part;
    #[wasm_bindgen(method, js_name = cloneNode)]
    fn clone_node(this: &Part, is_deep: bool) -> Part;
    #[wasm_bindgen(method, js_name = querySelector)]
    pub fn find(this: &Part, selector: &str) -> Part;
    #[wasm_bindgen(method, js_name = append)]
    pub fn append_text(this: &Part, text: &str);
    #[wasm_bindgen(method)]
    pub fn append(this: &Part, part: &Part);
    #[wasm_bindgen(method)]
    pub fn before(this: &Part, part: &Part);
    #[wasm_bindgen(method)]
    pub fn remove(this: &Part);
    #[wasm_bindgen(method, js_name = addEventListener)]
    fn add_event_listener(this: &Part, name: &str, listener: JsValue);

    /// What happened to an element.
    pub type Event;

    #[wasm_bindgen(method, getter)]
    pub fn key(this: &Event) -> Option<String>;
    #[wasm_bindgen(method, getter = keyCode)]
    pub fn key_code(this: &Event) -> u32;
    #[wasm_bindgen(method, getter = shiftKey)]
    pub fn shift_key(this: &Event) -> bool;
    #[wasm_bindgen(method, getter = isComposing)]
    pub fn is_composing(this: &Event) -> bool;
    #[wasm_bindgen(method, js_name = preventDefault)]
    pub fn prevent_default(this: &Event);

    #[wasm_bindgen(js_name = setTimeout)]
    fn set_timeout(then: JsValue, ms: u32);
}

/// Says what the elements are in, once.
pub(crate) fn stand_in(root: Root) {
    ROOT.with(|it| it.set(root)).ok();
}

/// The element with this id.
pub(crate) fn part(id: &str) -> Part {
    ROOT.with(|it| it.get().expect("the app has begun").part(id))
}

impl Part {
    /// A new element.
    pub(crate) fn new(tag: &str) -> Self {
        create(tag)
    }

    /// A copy of what a template holds.
    pub(crate) fn copy_of(template: &str) -> Self {
        part(template).content().find("*").clone_node(true)
    }

    /// Shows a text. The same text again is no change, so that nothing is announced twice.
    pub(crate) fn say(&self, text: &str) {
        if self.text() != text {
            self.set_text(text);
        }
    }

    /// Shows or hides. The focus of what is hidden goes to what was said: else nothing would have it.
    pub(crate) fn show(&self, is_shown: bool) {
        if !is_shown && self.matches(":focus-within") {
            part("scroll").focus();
        }
        self.set_hidden(!is_shown);
    }

    /// Sets an attribute that is true or false.
    pub(crate) fn mark(&self, name: &str, is_so: bool) {
        self.set(name, if is_so { "true" } else { "false" });
    }

    /// Sets what is typed, unless it is that already: setting it moves the cursor.
    pub(crate) fn fill(&self, text: &str) {
        if self.value() != text {
            self.set_value(text);
        }
    }

    /// Calls at each event of this name, as long as the element is there.
    pub(crate) fn on(&self, name: &str, act: impl FnMut(Event) + 'static) {
        let act: Box<dyn FnMut(Event)> = Box::new(act);
        self.add_event_listener(name, Closure::wrap(act).into_js_value());
    }
}

/// Calls later.
pub(crate) fn after(ms: u32, then: impl FnOnce() + 'static) {
    let then: Box<dyn FnOnce()> = Box::new(then);
    set_timeout(Closure::once_into_js(then), ms);
}
