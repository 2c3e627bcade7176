//! The agents' app: dashboard and chats, in the browser.
//!
//! ```text
//! screen ─► session.intent() ─► client ─► socket          ui: props in, callbacks out
//! screen ◄─ signal ◄─ slice.receive(&delivery) ◄─ client   dom: the browser's page
//! ```
#![cfg_attr(
    not(target_arch = "wasm32"),
    expect(
        dead_code,
        unused_imports,
        reason = "elsewhere only the parts that need no browser are tested"
    )
)]
#![cfg_attr(
    target_arch = "wasm32",
    expect(
        unreachable_pub,
        reason = "the macro for components makes public types, also for private ones"
    )
)]

mod age;
mod palette;
mod scroll;
mod shortcut;
mod slash;
mod slice;
mod words;

#[cfg(target_arch = "wasm32")]
mod app;
#[cfg(target_arch = "wasm32")]
mod dom;
#[cfg(target_arch = "wasm32")]
mod locale;
#[cfg(target_arch = "wasm32")]
mod screen;
#[cfg(target_arch = "wasm32")]
mod session;
#[cfg(target_arch = "wasm32")]
mod ui;

#[cfg(target_arch = "wasm32")]
pub use app::run;
