//! A participant without a face: what a widget, an agent app or a bot knows and does.
//!
//! Nothing here draws, and only [`driver`] touches a clock, a random source or a socket.
//!
//! ```text
//!  view ─► client.send(command) ─► Link (outbox, cursors, gaps, backoff) ─► socket
//!  view ◄─ slice.receive(&delivery) ◄─ on_delivery ◄─ Link::poll ◄───────────┘
//! ```
//!
//! # In an app
//!
//! ```text
//! use client::driver::web::{Client, Config};
//! use client::{Delivery, thread::Thread};
//! use shared::{message::Content, visitor::{self, Visitor}};
//!
//! let client = Client::<Visitor>::start(Config::visitor(socket_url, channel), move |delivery| {
//!     // Calls come in order and synchronously; calling the client from here is allowed.
//!     thread.maybe_update(|it| it.receive(&delivery));
//!     match &delivery {
//!         Delivery::Status(status) => …,                  // Connecting, CatchingUp, Live, Barred …
//!         Delivery::Outbox(outbox::News::Kept(_)) => …,   // Now the composer may be emptied.
//!         _ => {}
//!     }
//! });
//! let id = client.send(visitor::Command::Post(visitor::Post { content: Content::text("Hi") }));
//! ```
//!
//! An agent's app signs in over HTTP ([`driver::web`] has the calls), starts a `Client::<Agent>`, calls
//! `client.follow(conversation)` for each conversation it shows and keeps one [`thread::Thread`] for each,
//! one [`inbox::Inbox`] and one [`desk::Desk`]. Every slice is given every delivery and answers whether it
//! changed.
//! # In a simulation
//!
//! [`link::Link`] is a machine: give it an input and the time, then take every output. The world around it
//! is a loop anyone can write; see the contract in [`link`].
//!
//! ```
//! use client::link::{Credentials, Input, Link, Output, Setup};
//! use shared::visitor::Visitor;
//!
//! let mut link = Link::<Visitor>::new(Setup::visitor(7, "support"));
//! link.handle(Input::Credentials(Credentials::new("secret")), 0);
//! while let Some(output) = link.poll() {
//!     match output {
//!         Output::Connect => {}          // Open the socket; later: Input::Opened, Text, Closed.
//!         Output::Transmit(_text) => {}  // Give it to the hub, in order.
//!         Output::Close => {}            // Drop the socket and report nothing more of it.
//!         Output::WakeAt(_ms) => {}      // Input::Wake at that time; replaces the one before.
//!         Output::Deliver(_delivery) => {}
//!         // Store, then Input::Kept; without storage: `Input::Kept(id, None)`, at once.
//!         Output::Keep(_record, _at) => {}
//!         Output::Forget(_order) => {}
//!         Output::Recall => {}           // Read the store: Input::Stored.
//!         Output::Tell(_note) => {}      // To the other tabs of this person, if there are any.
//!         Output::Authorize => {}        // Agents: fetch a ticket, then Input::Credentials.
//!     }
//! }
//! ```

pub mod attach;
pub mod clock;
pub mod delivery;
pub mod desk;
pub mod draft;
pub mod driver;
pub mod inbox;
pub mod json;
pub mod link;
pub mod notice;
pub mod outbox;
pub mod prose;
pub mod random;
pub mod read;
pub mod replies;
pub mod thread;
pub mod typing;
pub mod voice;

pub use {delivery::Delivery, link::Link, voice::Voice};
