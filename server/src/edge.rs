//! What all requests and sockets share.

use std::{sync::Arc, time::Duration};

use tokio::sync::{Semaphore, TryAcquireError, mpsc, watch};

use crate::{
    apps::Apps,
    browser::Browsers,
    config::{Config, Origin},
    engine::Engine,
    password,
    register::Register,
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
    /// Lets some questions to it run at once.
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
    /// Turns true when the server stops.
    pub(crate) stop: watch::Receiver<bool>,
    /// Held by every open socket, so that the end can wait for them.
    pub(crate) open: mpsc::Sender<()>,
    /// Lets a few reads of logs run at once.
    pub(crate) reads: Semaphore,
    hashing: Hashing,
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
        (engine, register): (Engine, Arc<dyn Register>),
        apps: Apps,
        browsers: Browsers,
        origins: Vec<Origin>,
        stop: watch::Receiver<bool>,
        open: mpsc::Sender<()>,
    ) -> Arc<Self> {
        Arc::new(Self {
            config,
            engine,
            register,
            questions: Semaphore::new(MAX_QUESTIONS),
            apps,
            origins,
            throttle: Throttle::default(),
            tickets: Tickets::default(),
            browsers,
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
