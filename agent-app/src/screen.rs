//! One module for each screen. Screens read the session and call its intents.

mod archive;
mod chats;
mod countdown;
mod dashboard;
mod entrance;
mod frame;
mod later;
mod set_up;
mod sign_in;

pub(crate) use chats::Chats;
pub(crate) use dashboard::Dashboard;
pub(crate) use frame::Frame;
pub(crate) use later::{ArchiveScreen, Loading, SetUpScreen};
