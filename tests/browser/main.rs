//! Both apps, end to end, in a real browser.

mod harness;
mod loader;
mod stage;
