//! The visitor's chat, in a frame of the server's own origin.
//!
//! `loader.js` is what a page pastes; it draws the launcher and opens the frame. `frame.html` is the
//! panel, `boot.js` starts this app in it and is its hand in the browser: messages to the page, sound,
//! dates. The app has no framework: each change draws the panel anew, writing only what differs.
#![cfg_attr(
    not(target_arch = "wasm32"),
    expect(
        dead_code,
        reason = "without a browser there are only the parts that tests need"
    )
)]

mod composer;
#[cfg(target_arch = "wasm32")]
mod dom;
mod errand;
mod faq;
mod news;
mod panel;
#[cfg(target_arch = "wasm32")]
mod perform;
mod rating;
mod request;
#[cfg(target_arch = "wasm32")]
mod session;
mod stage;
mod state;
mod status;
mod transcript;
#[cfg(target_arch = "wasm32")]
mod view;
mod words;

/// Starts the app. `words` are the keys and sentences of one language, by turns. `person` names whose storage is
/// used, nobody's when it is empty: then the page was not believed. `identity` is what the site has signed, if it
/// has; `told` are names, values and secrecy of what else the page tells, by turns.
#[cfg(target_arch = "wasm32")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn start(
    words: Vec<String>,
    channel: &str,
    language: String,
    host: perform::Host,
    person: String,
    identity: String,
) {
    dom::stand_in(host.root());
    let config = session::config(&host, channel, person, identity);
    let session = session::Session::new(host, language);
    let mut view = view::View::new(session, words::Words::new(words));
    session.begin(config, move |state| view.draw(state));
}
