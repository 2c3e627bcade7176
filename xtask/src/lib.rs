//! The project's chores: set-up, build, run, test, measure. One module per command, and below
//! them what several commands share.

pub mod command;

mod bench;
mod dist;
mod screenshots;
mod setup;
mod size;
mod start;
mod test;
pub mod tidy;

mod apps;
mod cache;
mod out;
mod place;
mod process;
mod server;
mod stamp;
