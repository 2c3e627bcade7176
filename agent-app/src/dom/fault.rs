//! What a person sees when the app itself fails: nothing of it works any more, so this is made by hand.

use leptos::prelude::{document, window};
use wasm_bindgen::{JsCast, JsValue, prelude::Closure};
use web_sys::console;

/// Says so when the app fails. What to say and what helps is asked for then.
pub(crate) fn watch(words: impl Fn() -> [&'static str; 2] + Send + Sync + 'static) {
    std::panic::set_hook(Box::new(move |fault| {
        console::error_1(&JsValue::from_str(&fault.to_string()));
        show(words());
    }));
}

/// Says that the app has failed, and offers what helps.
pub(crate) fn show(words: [&str; 2]) {
    // Where not even this works, there is nothing left to try.
    let _ = try_show(words);
}

fn try_show([sentence, remedy]: [&str; 2]) -> Result<(), JsValue> {
    let Some(body) = document().body() else {
        return Ok(());
    };
    let text = document().create_element("p")?;
    text.set_text_content(Some(sentence));
    let button = document().create_element("button")?;
    button.set_class_name("button");
    button.set_text_content(Some(remedy));
    let reload = Closure::<dyn Fn()>::new(|| {
        let _ = window().location().reload();
    });
    button.add_event_listener_with_callback("click", reload.as_ref().unchecked_ref())?;
    reload.forget();
    let fault = document().create_element("div")?;
    fault.set_class_name("fault");
    fault.set_attribute("role", "alert")?;
    fault.append_child(&text)?;
    fault.append_child(&button)?;
    body.append_child(&fault)?;
    Ok(())
}
