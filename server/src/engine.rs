//! The thread that drives the rules and the store: it takes all that waits, judges it inside one
//! transaction, commits with sync, and only then sends what came of it.

pub mod machine;

use std::{
    sync::{
        Arc, PoisonError, RwLock,
        atomic::{AtomicBool, AtomicU64, Ordering},
        mpsc,
    },
    thread,
};

use jiff::tz::TimeZone;
use shared::error::CloseCode;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, oneshot};

use crate::{
    directory::Directory,
    hub::{
        Said, Settings, SocketId,
        input::{Join, Who},
    },
    queue,
    store::{Reader, Store, Trouble, accounts::Accounts},
};

/// Inputs that may wait for the engine; whoever brings more waits.
const MAX_WAITING: usize = 4096;

/// A handle to the engine. Clones are handles to the same one; when the last is gone, it stops.
#[derive(Clone)]
pub struct Engine {
    shared: Arc<Shared>,
}

struct Shared {
    inputs: mpsc::Sender<(Order, Option<OwnedSemaphorePermit>)>,
    room: Arc<Semaphore>,
    next_socket: AtomicU64,
    is_ready: Arc<AtomicBool>,
    directory: Arc<RwLock<Arc<Directory>>>,
    reader: Arc<dyn Reader>,
}

/// What an engine needs to know.
#[derive(Clone, Debug)]
pub struct Options {
    /// What the rules need to know.
    pub settings: Settings,
    /// Where "today" begins at midnight.
    pub zone: TimeZone,
}

/// Somebody who said `hello` and proved who it is.
#[derive(Clone, Debug)]
pub struct Joining {
    /// Who.
    pub who: Who,
    /// The frame.
    pub hello: shared::frame::Hello,
    /// The network address, as the limits per address count it.
    pub address: String,
}

/// The engine does not run any more.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Stopped;

type Job = Box<dyn FnOnce(Result<&mut dyn Accounts, Trouble>) + Send>;

enum Order {
    Join(Box<Join>, queue::Sender),
    Do(SocketId, Box<Said>),
    Beat(SocketId),
    Leave(SocketId),
    Ask(Job),
    Close(CloseCode),
    Drain(oneshot::Sender<()>),
}

impl Engine {
    /// Loads what is live and starts the thread. The receiver resolves when the thread has ended: by
    /// itself that happens only when it met a fault.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn start(
        store: Box<dyn Store>,
        options: Options,
    ) -> Result<(Self, oneshot::Receiver<()>), Trouble> {
        todo!()
    }

    /// Brings a client in. Its welcome, or a refusal, and all that follows come through the queue.
    ///
    /// # Errors
    /// When the engine has stopped.
    pub async fn join(&self, joining: Joining) -> Result<(SocketId, queue::Receiver), Stopped> {
        todo!()
    }

    /// Brings a client's command; the reply comes through the queue.
    ///
    /// # Errors
    /// When the engine has stopped.
    pub async fn submit(&self, socket: SocketId, said: Said) -> Result<(), Stopped> {
        todo!()
    }

    /// Asks for a beat through the queue: every 20 seconds, and when the client probes.
    ///
    /// # Errors
    /// When the engine has stopped.
    pub async fn beat(&self, socket: SocketId) -> Result<(), Stopped> {
        todo!()
    }

    /// Tells that a socket is gone. Never waits.
    pub fn leave(&self, socket: SocketId) {
        todo!()
    }

    /// Lets the engine's thread do something with accounts, in a transaction of its own; what it changed
    /// counts at once.
    ///
    /// # Errors
    /// What the job returns, or when the storage fails or the engine has stopped.
    pub async fn ask<T: Send + 'static>(
        &self,
        job: impl FnOnce(&mut dyn Accounts) -> Result<T, Trouble> + Send + 'static,
    ) -> Result<T, Trouble> {
        todo!()
    }

    /// Reads logs, from any thread.
    pub fn reader(&self) -> Arc<dyn Reader> {
        self.shared.reader.clone()
    }

    /// Channels and agents as they are now.
    pub fn directory(&self) -> Arc<Directory> {
        self.shared
            .directory
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// Whether commands can be made durable now.
    pub fn is_ready(&self) -> bool {
        self.shared.is_ready.load(Ordering::Relaxed)
    }

    /// Carries out what was brought so far, closes every socket with this code, and stops the thread.
    pub async fn stop(&self, code: CloseCode) {
        todo!()
    }
}
