//! What the app knows beside the slices of `client`: plain values that fold deliveries and can be tested
//! without a browser.

mod account;
mod alerts;
mod archive;
mod calls;
mod connection;
mod emoji;
mod gaze;
mod handy;
mod late;
mod looking;
mod menu;
mod remark;
mod revision;
mod settings;
mod silenced;
mod talk;
mod together;
mod tongue;
mod typing;
mod wishes;
mod writing;

pub(crate) use account::{Account, Problem};
pub(crate) use alerts::{Alert, Alerts};
pub(crate) use archive::{Archive, Course};
pub(crate) use calls::{Call, Calls, Word};
pub(crate) use connection::{Connection, Trouble};
pub(crate) use emoji::{Emoji, Shown, Supply};
pub(crate) use gaze::Gaze;
pub(crate) use handy::Handy;
pub(crate) use late::Late;
pub(crate) use looking::Looking;
pub(crate) use menu::Menu;
pub(crate) use remark::{Remark, Remarks};
pub(crate) use revision::{Draft, Part, Revision};
pub(crate) use settings::{Settings, Theme};
pub(crate) use silenced::Silenced;
pub(crate) use talk::Talk;
pub(crate) use together::Together;
pub(crate) use tongue::{Sentences, Tongue};
pub(crate) use typing::Typing;
pub(crate) use wishes::{Wish, Wishes};
pub(crate) use writing::Writing;
