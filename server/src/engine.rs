//! The thread that drives the rules and the store: it takes all that waits, judges it inside one
//! transaction, commits with sync, and only then sends what came of it.

pub mod machine;
mod thread;

use std::sync::{
    Arc, PoisonError, RwLock,
    atomic::{AtomicBool, AtomicU64, Ordering},
    mpsc,
};

use jiff::tz::TimeZone;
use shared::{
    error::{CloseCode, Code},
    frame::Hello,
    id::{self, Id},
};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, mpsc::unbounded_channel, oneshot};

use self::machine::{Job, Machine, Order, Report};
use crate::{
    clock,
    directory::Directory,
    hub::{
        Said, Settings, SocketId,
        input::{Join, Who},
    },
    identity::Identity,
    keys::Keys,
    queue,
    store::{Reader, Store, Trouble, accounts::Accounts},
};

/// Orders that may wait for the engine; whoever brings more waits.
const MAX_WAITING: usize = 4096;

/// A handle to the engine. Clones are handles to the same one; when the last is gone, it stops.
#[derive(Clone)]
pub struct Engine {
    wishes: mpsc::Sender<(Wish, Option<OwnedSemaphorePermit>)>,
    room: Arc<Semaphore>,
    board: Arc<Board>,
    reader: Arc<dyn Reader>,
    keys: Keys,
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
    pub hello: Hello,
    /// Who the visitor is, where the channel's site has signed it.
    pub identity: Option<Identity>,
    /// The network address, as the limits per address count it.
    pub address: String,
}

/// The engine does not run any more.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Stopped;

/// Something the thread is asked to do.
enum Wish {
    Order(Order),
    Ask(Job),
    IsOpen(Id<id::Channel>, oneshot::Sender<bool>),
    Stop(CloseCode, oneshot::Sender<()>),
}

/// What the thread lets others see, and the count of sockets.
struct Board {
    next_socket: AtomicU64,
    is_ready: AtomicBool,
    directory: RwLock<Arc<Directory>>,
}

impl Engine {
    /// Loads what is live and starts the thread. The receiver resolves when the thread has ended: by
    /// itself that happens only when it met a fault.
    ///
    /// # Errors
    /// When the store cannot be read.
    ///
    /// # Panics
    /// Outside of a runtime.
    pub fn start(
        store: Box<dyn Store>,
        options: Options,
    ) -> Result<(Self, oneshot::Receiver<()>), Trouble> {
        let mut seed = [0; 32];
        getrandom::fill(&mut seed).map_err(|error| Trouble::Storage(error.to_string()))?;
        let reader = store.reader();
        let Options { settings, zone } = options;
        let machine = Machine::open(store, settings, zone, seed, clock::now())?;
        let machine = machine.ringing(ringer());
        let board = Arc::new(Board {
            next_socket: AtomicU64::new(0),
            is_ready: AtomicBool::new(true),
            directory: RwLock::new(machine.directory().clone()),
        });
        let (wishes, waiting) = mpsc::channel();
        let ended = thread::start(machine, waiting, board.clone())?;
        let engine = Self {
            wishes,
            room: Arc::new(Semaphore::new(MAX_WAITING)),
            board,
            reader,
            keys: Keys::new(seed),
        };
        Ok((engine, ended))
    }

    /// Brings a client in. Its welcome, or a refusal, and all that follows come through the queue.
    ///
    /// # Errors
    /// When the engine has stopped.
    pub async fn join(&self, joining: Joining) -> Result<(SocketId, queue::Receiver), Stopped> {
        let socket = SocketId(self.board.next_socket.fetch_add(1, Ordering::Relaxed));
        let (sender, receiver) = queue::line();
        let join = Join {
            socket,
            who: joining.who,
            identity: joining.identity,
            hello: joining.hello,
            address: joining.address,
        };
        let order = Order::Join(Box::new(join), sender);
        self.wish(Wish::Order(order)).await?;
        Ok((socket, receiver))
    }

    /// Brings a client's command; the reply comes through the queue.
    ///
    /// # Errors
    /// When the engine has stopped.
    pub async fn submit(&self, socket: SocketId, said: Box<Said>) -> Result<(), Stopped> {
        let order = Order::Do(socket, said);
        self.wish(Wish::Order(order)).await
    }

    /// Says that a client sent what is no command. The failure comes through the queue in its turn, after
    /// the answers to what was sent before.
    ///
    /// # Errors
    /// When the engine has stopped.
    pub async fn fail(
        &self,
        socket: SocketId,
        id: Option<Id<id::Client>>,
        code: Code,
    ) -> Result<(), Stopped> {
        self.wish(Wish::Order(Order::Fail(socket, id, code))).await
    }

    /// Asks for a beat through the queue: every 20 seconds, and when the client probes.
    ///
    /// # Errors
    /// When the engine has stopped.
    pub async fn beat(&self, socket: SocketId) -> Result<(), Stopped> {
        self.wish(Wish::Order(Order::Beat(socket))).await
    }

    /// Tells that a socket is gone. Never waits.
    pub fn leave(&self, socket: SocketId) {
        // An engine that has stopped knows no sockets either.
        let _ = self.wishes.send((Wish::Order(Order::Leave(socket)), None));
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
        let (told, answer) = oneshot::channel();
        let job: Job = Box::new(move |accounts| {
            let found = match accounts {
                Ok(accounts) => job(accounts),
                Err(trouble) => Err(Trouble::Storage(trouble.to_string())),
            };
            let counts = found.is_ok();
            let report: Report = Box::new(move |trouble| {
                // Whoever asked may have gone away.
                let _ = told.send(trouble.map_or(found, Err));
            });
            (counts, report)
        });
        let stopped = || Trouble::Storage("the engine has stopped".to_owned());
        self.wish(Wish::Ask(job)).await.map_err(|_| stopped())?;
        answer.await.map_err(|_| stopped())?
    }

    /// Whether a channel is open, as visitors were told. One of which nothing is known is not, nor is any when the
    /// engine has stopped.
    pub async fn is_open(&self, channel: Id<id::Channel>) -> bool {
        let (told, answer) = oneshot::channel();
        let asked = self.wish(Wish::IsOpen(channel, told)).await;
        asked.is_ok() && answer.await.unwrap_or(false)
    }

    /// Reads logs, from any thread.
    pub fn reader(&self) -> Arc<dyn Reader> {
        self.reader.clone()
    }

    /// Tells whether keys for files are ours.
    pub fn keys(&self) -> &Keys {
        &self.keys
    }

    /// Channels and agents as they are now.
    pub fn directory(&self) -> Arc<Directory> {
        self.board
            .directory
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// Whether commands can be made durable now.
    pub fn is_ready(&self) -> bool {
        self.board.is_ready.load(Ordering::Relaxed)
    }

    /// Carries out what was brought so far, closes every socket with this code, and stops the thread.
    pub async fn stop(&self, code: CloseCode) {
        let (told, stopped) = oneshot::channel();
        if self.wishes.send((Wish::Stop(code, told), None)).is_ok() {
            // When the thread is gone it has stopped as well.
            let _ = stopped.await;
        }
    }

    async fn wish(&self, wish: Wish) -> Result<(), Stopped> {
        let room = self
            .room
            .clone()
            .acquire_owned()
            .await
            .map_err(|_| Stopped)?;
        self.wishes.send((wish, Some(room))).map_err(|_| Stopped)
    }
}

/// Rings from within the runtime. From the engine's thread each bell would cost a call to the system, and
/// where there is one core the socket it wakes takes that core from the engine before it has told the others.
fn ringer() -> machine::Ring {
    let (bells, mut rung) = unbounded_channel::<Vec<queue::Bell>>();
    tokio::spawn(async move {
        while let Some(bells) = rung.recv().await {
            drop(bells);
        }
    });
    Box::new(move |round| {
        // Without a runtime there is nobody to wake.
        let _ = bells.send(round);
    })
}
