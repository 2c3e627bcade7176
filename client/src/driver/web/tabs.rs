//! The other tabs of the person: what they say, and which of them leads.

use std::rc::Weak;

use js_sys::{Function, Object, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{AbortController, BroadcastChannel, MessageEvent};

use super::{core::Core, listener::Listener, window};
use crate::{Voice, link::Input};

/// The other tabs. Dropped, it hears nothing more and lets another tab lead.
pub(super) struct Tabs {
    channel: Option<(BroadcastChannel, Listener)>,
    /// Ends the request for the lock, as long as it is not granted.
    request: Option<AbortController>,
}

impl Tabs {
    /// Listens to the other tabs.
    pub(super) fn join<R: Voice>(name: &str, core: &Weak<Core<R>>) -> Self {
        let channel = BroadcastChannel::new(name).ok().map(|channel| {
            let core = core.clone();
            let listener = Listener::new(&channel, "message", move |event| {
                let event: MessageEvent = event.unchecked_into();
                if let Some((core, text)) = core.upgrade().zip(event.data().as_string()) {
                    core.told(&text);
                }
            });
            (channel, listener)
        });
        Self {
            channel,
            request: None,
        }
    }

    /// Asks to lead: once no other tab does, or at once where there is no way to find out.
    pub(super) fn stand<R: Voice>(&mut self, name: &str, core: &Weak<Core<R>>) {
        self.request = AbortController::new().ok();
        if request(name, self.request.as_ref(), core).is_none()
            && let Some(core) = core.upgrade()
        {
            core.give(Input::Lead);
        }
    }

    pub(super) fn tell(&self, text: &str) {
        if let Some((channel, _)) = &self.channel {
            let _ = channel.post_message(&JsValue::from_str(text));
        }
    }
}

impl Drop for Tabs {
    fn drop(&mut self) {
        if let Some((channel, _)) = &self.channel {
            channel.close();
        }
        if let Some(request) = &self.request {
            request.abort();
        }
    }
}

/// Requests the lock of this name. `None` where there are no locks.
fn request<R: Voice>(
    name: &str,
    controller: Option<&AbortController>,
    core: &Weak<Core<R>>,
) -> Option<()> {
    let locks = Reflect::get(&window().navigator(), &"locks".into()).ok()?;
    let request: Function = Reflect::get(&locks, &"request".into())
        .ok()?
        .dyn_into()
        .ok()?;
    let options = Object::new();
    if let Some(controller) = controller {
        Reflect::set(&options, &"signal".into(), &controller.signal()).ok()?;
    }
    let granted = {
        let core = core.clone();
        Closure::once_into_js(move |_: JsValue| -> JsValue {
            let Some(core) = core.upgrade() else {
                return JsValue::UNDEFINED;
            };
            core.give_now(Input::Lead);
            // The lock is held for as long as this promise is open.
            Promise::new(&mut |release, _| core.hold(release)).into()
        })
    };
    let answer = request
        .call3(&locks, &name.into(), &options, &granted)
        .ok()?;
    let answer: Promise = answer.dyn_into().ok()?;
    let core = core.clone();
    let refused = Closure::once_into_js(move |_: JsValue| {
        // Not granted, and not because this client is gone: then it leads as if it were alone.
        if let Some(core) = core.upgrade() {
            core.give_now(Input::Lead);
        }
    });
    let catch: Function = Reflect::get(&answer, &"catch".into())
        .ok()?
        .dyn_into()
        .ok()?;
    catch.call1(&answer, &refused).ok()?;
    Some(())
}
