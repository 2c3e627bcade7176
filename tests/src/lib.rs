//! What the tests stand on: a server to talk to, people who talk, and ways to disturb them.

pub mod app;
pub mod browser;
pub mod check;
pub mod crm;
pub mod dns;
pub mod histogram;
pub mod host;
pub mod http;
pub mod patience;
pub mod post;
pub mod program;
pub mod proxy;
pub mod random;
pub mod report;
pub mod settings;
pub mod sim;
pub mod site;
pub mod socket;
pub mod stage;
pub mod world;
