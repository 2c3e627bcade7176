//! What all requests and sockets share.

use std::{sync::Arc, time::Duration};

use shared::{
    file,
    id::{self, Id},
};
use tokio::sync::{Semaphore, TryAcquireError, mpsc, watch};

use crate::{
    apps::Apps,
    browser::Browsers,
    config::{Config, Origin},
    domains::Domains,
    engine::Engine,
    files::Files,
    password,
    record::{Filed, Loaded},
    register::Register,
    store::Trouble,
    throttle::Throttle,
    tickets::Tickets,
};

/// Sign-ins that may wait for their turn to be hashed.
const MAX_HASHES_WAITING: usize = 32;
/// Reads of logs that run at the same time.
const MAX_READS: usize = 4;
/// Questions to the register that run at the same time.
const MAX_QUESTIONS: usize = 16;

/// One server, as its requests and sockets see it.
pub(crate) struct Edge {
    /// What the operator decided.
    pub(crate) config: Config,
    /// The rules and the store behind them.
    pub(crate) engine: Engine,
    /// Where customers are kept.
    pub(crate) register: Arc<dyn Register>,
    /// Knows which mail domains exist.
    pub(crate) domains: Domains,
    /// Lets some questions to the register run at once.
    pub(crate) questions: Semaphore,
    /// The browser apps.
    pub(crate) apps: Apps,
    /// The origins whose pages are ours; the first one is the public one.
    pub(crate) origins: Vec<Origin>,
    /// How often somebody may try to sign in.
    pub(crate) throttle: Throttle,
    /// Tickets for sockets of agents.
    pub(crate) tickets: Tickets,
    /// Which browsers have signed in before.
    pub(crate) browsers: Browsers,
    /// The bytes of files.
    pub(crate) files: Arc<Files>,
    /// Which files are taken; absent: none.
    pub(crate) file_limits: Option<file::Limits>,
    /// Turns true when the server stops.
    pub(crate) stop: watch::Receiver<bool>,
    /// Held by every open socket, so that the end can wait for them.
    pub(crate) open: mpsc::Sender<()>,
    /// Lets a few reads of logs run at once.
    pub(crate) reads: Semaphore,
    hashing: Hashing,
}

/// What a server has beside its rules.
pub(crate) struct Parts {
    pub(crate) register: Arc<dyn Register>,
    pub(crate) apps: Apps,
    pub(crate) browsers: Browsers,
    pub(crate) files: Files,
    pub(crate) file_limits: Option<file::Limits>,
    pub(crate) origins: Vec<Origin>,
}

/// Lets one password be hashed at a time, so that sign-ins never take more than one core.
struct Hashing {
    turn: Semaphore,
    waiting: Semaphore,
}

/// Too many want to sign in at the same time.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Busy;

impl Edge {
    /// Puts it together; `config` and the parts belong to one server.
    pub(crate) fn new(
        config: Config,
        engine: Engine,
        parts: Parts,
        stop: watch::Receiver<bool>,
        open: mpsc::Sender<()>,
    ) -> Arc<Self> {
        Arc::new(Self {
            domains: Domains::new(config.dns),
            config,
            engine,
            register: parts.register,
            questions: Semaphore::new(MAX_QUESTIONS),
            apps: parts.apps,
            origins: parts.origins,
            throttle: Throttle::default(),
            tickets: Tickets::default(),
            browsers: parts.browsers,
            files: Arc::new(parts.files),
            file_limits: parts.file_limits,
            stop,
            open,
            reads: Semaphore::new(MAX_READS),
            hashing: Hashing {
                turn: Semaphore::new(1),
                waiting: Semaphore::new(MAX_HASHES_WAITING),
            },
        })
    }

    /// Whether pages of this origin are ours.
    pub(crate) fn is_own(&self, origin: &[u8]) -> bool {
        self.origins
            .iter()
            .any(|own| own.as_str().as_bytes() == origin)
    }

    /// A file, and the conversation it went into, if it went into one.
    pub(crate) async fn filed(
        &self,
        id: &Id<id::File>,
    ) -> Result<Option<(Filed, Option<Loaded>)>, Trouble> {
        let (reader, id) = (self.engine.reader(), id.clone());
        let _turn = self.reads.acquire().await;
        let found = tokio::task::spawn_blocking(move || reader.filed(&id)).await;
        found.map_err(|error| Trouble::Storage(error.to_string()))?
    }

    /// The most bytes a file can have.
    pub(crate) fn max_file(&self) -> u64 {
        self.file_limits.as_ref().map_or(0, |it| it.max_bytes)
    }

    /// Whether the server has begun to stop.
    pub(crate) fn is_stopping(&self) -> bool {
        *self.stop.borrow()
    }

    /// Verifies a password when its turn comes, off the threads that serve others.
    pub(crate) async fn verify(
        &self,
        password: String,
        hash: Option<String>,
    ) -> Result<bool, Busy> {
        self.hashing
            .run(move || password::verify(&password, hash.as_deref()))
            .await
    }

    /// Hashes a password when its turn comes, off the threads that serve others.
    pub(crate) async fn hash(&self, password: String) -> Result<String, Busy> {
        self.hashing.run(move || password::hash(&password)).await
    }
}

impl Hashing {
    async fn run<T: Send + 'static>(
        &self,
        job: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, Busy> {
        let _waiting = match self.waiting.try_acquire() {
            Ok(permit) => permit,
            Err(TryAcquireError::NoPermits | TryAcquireError::Closed) => return Err(Busy),
        };
        let _turn = self.turn.acquire().await.map_err(|_| Busy)?;
        tokio::task::spawn_blocking(job).await.map_err(|_| Busy)
    }
}

/// How long to wait when too many want to sign in.
pub(crate) const BUSY_FOR: Duration = Duration::from_secs(2);
