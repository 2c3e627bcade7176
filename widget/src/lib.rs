//! The visitor's chat, in a frame of the server's own origin.
//!
//! `loader.js` is what a page pastes; it draws the launcher and opens the frame. `boot.js` starts this
//! app in the frame and is its hand in the browser: messages to the page, sound, dates.
#![cfg_attr(not(target_arch = "wasm32"), expect(dead_code, reason = "the tests need only the pure parts"))]

mod composer;
mod panel;
mod perform;
mod session;
mod stage;
mod status;
mod transcript;
mod view;
mod words;

use wasm_bindgen::prelude::wasm_bindgen;

use crate::{perform::Host, session::Session, words::Words};

/// Starts the app for a channel. `words` are the keys and sentences of one language, by turns.
#[wasm_bindgen]
pub fn start(words: Vec<String>, channel: String, language: String, host: Host) {
    let words = Words::new(words);
    leptos::mount::mount_to_body(move || {
        let session = Session::new(words, language, host);
        session.begin(&channel);
        view::chat(session)
    });
}
