//! What the system shows above all windows.

use js_sys::Reflect;
use leptos::prelude::window;
use wasm_bindgen::{JsCast, closure::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Notification, NotificationOptions, NotificationPermission};

/// Whether the system shows something.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Permission {
    /// The person was not asked yet.
    Open,
    Granted,
    /// The person or the browser does not want it.
    Denied,
}

/// Whether the system shows something.
pub(crate) fn permission() -> Permission {
    // Some browsers know no notifications, or none here.
    if !Reflect::has(&window(), &"Notification".into()).unwrap_or(false) {
        return Permission::Denied;
    }
    of(Notification::permission())
}

/// Asks the person. Browsers want a press of a button before.
pub(crate) async fn ask() -> Permission {
    if permission() == Permission::Open
        && let Ok(asked) = Notification::request_permission()
    {
        // Whatever came of it, the browser tells.
        let _ = JsFuture::from(asked).await;
    }
    permission()
}

/// Shows something in place of what was shown under the same name. `on_press` is called when it is pressed.
pub(crate) fn show(title: &str, text: &str, name: &str, on_press: impl FnOnce() + 'static) {
    if permission() != Permission::Granted {
        return;
    }
    let options = NotificationOptions::new();
    options.set_body(text);
    options.set_tag(name);
    options.set_icon("/icon.svg");
    // Phones show none from a page; nothing else depends on it.
    let Ok(shown) = Notification::new_with_options(title, &options) else {
        return;
    };
    let pressed = {
        let shown = shown.clone();
        Closure::once_into_js(move || {
            let _ = window().focus();
            shown.close();
            on_press();
        })
    };
    shown.set_onclick(Some(pressed.unchecked_ref()));
}

fn of(permission: NotificationPermission) -> Permission {
    match permission {
        NotificationPermission::Granted => Permission::Granted,
        NotificationPermission::Denied => Permission::Denied,
        _ => Permission::Open,
    }
}
