//! One WebSocket.

use std::rc::Weak;

use shared::SUBPROTOCOL;

use wasm_bindgen::{JsCast, JsValue};
use web_sys::{CloseEvent, MessageEvent, WebSocket};

use super::{core::Core, listener::Listener};
use crate::{Voice, link::Input};

/// A socket; closed, and heard of no more, when it is dropped.
pub(super) struct Socket {
    socket: WebSocket,
    _listeners: [Listener; 3],
}

impl Socket {
    /// Opens a socket, or fails at once: then there is nothing to wait for.
    pub(super) fn open<R: Voice>(address: &str, core: &Weak<Core<R>>) -> Option<Self> {
        let socket = WebSocket::new_with_str(address, SUBPROTOCOL).ok()?;
        let listen = |kind, make: fn(JsValue) -> Option<Input<R>>| {
            let core = core.clone();
            Listener::new(&socket, kind, move |event| {
                if let Some((core, input)) = core.upgrade().zip(make(event)) {
                    core.give_now(input);
                }
            })
        };
        let listeners = [
            listen("open", |_| Some(Input::Opened)),
            listen("message", |event| {
                let event: MessageEvent = event.unchecked_into();
                event.data().as_string().map(Input::Text)
            }),
            listen("close", |event| {
                let event: CloseEvent = event.unchecked_into();
                Some(Input::Closed(event.code()))
            }),
        ];
        Some(Self {
            socket,
            _listeners: listeners,
        })
    }

    pub(super) fn send(&self, text: &str) {
        // A socket that is closing takes nothing more; that it is closed will be reported.
        let _ = self.socket.send_with_str(text);
    }
}

impl Drop for Socket {
    fn drop(&mut self) {
        let _ = self.socket.close();
    }
}
