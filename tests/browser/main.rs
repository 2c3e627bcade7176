//! Both apps, end to end, in a real browser.

mod access;
mod archive;
mod attention;
mod desk;
mod drafts;
mod harness;
mod loader;
mod long;
mod replies;
mod story;
mod together;
mod widget;

use tests::stage;
