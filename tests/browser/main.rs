//! Both apps, end to end, in a real browser.

mod access;
mod desk;
mod harness;
mod loader;
mod long;
mod stage;
mod story;
mod widget;
