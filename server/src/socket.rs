//! One task per socket: what a client sends goes to the engine, what waits for it goes out, and whoever
//! is silent, slow or faulty is closed.

mod hello;
mod inquiry;
mod link;
mod pace;
mod said;
pub(crate) mod shape;
mod wire;

use std::{convert::Infallible, sync::Arc};

use bytes::Bytes;
use shared::{
    error::{CloseCode, Code, Failed},
    frame::{FromServer, GoingAway, RoleName},
    id::{self, Id},
    visitor::Visitor,
};
use tokio::{
    net::TcpStream,
    time::{Instant, Sleep, sleep_until},
};

pub use pace::Pace;

use crate::{
    edge::Edge,
    engine::Engine,
    frame,
    http::Address,
    hub::SocketId,
    queue::{Item, Receiver},
    reading::{Reading, What},
    register::Answered,
    secret,
    store::Trouble,
};
use inquiry::Inquiries;
use link::{End, Link};
use said::Heard;
use wire::Seen;

/// Bytes collected for one write.
const BATCH: usize = 64 * 1024;
/// Within how many milliseconds clients come back after the server said that it goes away.
const BACK_WITHIN_MS: u64 = 5_000;
/// Messages taken between two parts of a reading.
const HEARD_BETWEEN: usize = 16;
/// We cannot go on, through no fault of the client.
const FAULT: End = End::Close(CloseCode::Fault as u16);

/// Where a client comes from.
#[derive(Clone, Debug)]
pub(crate) struct Whence {
    /// The network address.
    pub(crate) address: Address,
    /// The origin of its page, where that is a web site's.
    pub(crate) site: Option<String>,
}

/// Serves one socket to its end.
pub(crate) async fn run(edge: Arc<Edge>, stream: TcpStream, first: Bytes, from: Whence) {
    let address = from.address;
    let _open = edge.open.clone();
    let mut link = Link::new(stream, first, edge.config.pace);
    let Err(end) = serve(&edge, &mut link, from).await;
    tracing::debug!(%address, ?end, "a socket ended");
    link.close(end).await;
}

async fn serve(edge: &Arc<Edge>, link: &mut Link, from: Whence) -> Result<Infallible, End> {
    let (role, joining) = hello::receive(edge, link, from).await?;
    let joined = edge.engine.join(joining).await;
    let (id, queue) = joined.map_err(|_| FAULT)?;
    let now = Instant::now();
    let socket = Socket {
        edge: edge.clone(),
        joined: Joined {
            engine: edge.engine.clone(),
            id,
        },
        role,
        reading: None,
        inquiries: Inquiries::default(),
        beat_at: now + edge.config.pace.beat,
    };
    socket.run(link, queue).await
}

/// A socket whose client is known.
struct Socket {
    edge: Arc<Edge>,
    joined: Joined,
    role: RoleName,
    /// What is being read from the store; all that waits in the queue comes after it.
    reading: Option<Box<Reading>>,
    /// What is being asked of the register; nothing waits for it.
    inquiries: Inquiries,
    beat_at: Instant,
}

/// Tells the engine when the socket is gone, however that comes about.
struct Joined {
    engine: Engine,
    id: SocketId,
}

impl Drop for Joined {
    fn drop(&mut self) {
        self.engine.leave(self.id);
    }
}

impl Socket {
    async fn run(mut self, link: &mut Link, mut queue: Receiver) -> Result<Infallible, End> {
        let mut alarm = std::pin::pin!(sleep_until(self.due(link)));
        loop {
            if self.reading.is_some() {
                self.read_on(link).await?;
                self.hear_some(link).await?;
                continue;
            }
            rearm(alarm.as_mut(), self.due(link));
            tokio::select! {
                item = queue.recv() => self.send(link, item, &mut queue).await?,
                seen = link.seen() => {
                    if let Some(seen) = seen? {
                        self.hear(link, seen).await?;
                    }
                }
                answered = self.inquiries.next() => self.take(link, answered).await?,
                () = alarm.as_mut() => {
                    self.keep_alive(link).await?;
                    alarm.as_mut().reset(self.due(link));
                }
            }
        }
    }

    /// Hears the client between two parts of a long reading, but lets it not take over.
    async fn hear_some(&mut self, link: &mut Link) -> Result<(), End> {
        for _ in 0..HEARD_BETWEEN {
            let Some(seen) = link.seen_already()? else {
                break;
            };
            self.hear(link, seen).await?;
        }
        Ok(())
    }

    /// When something must be done even if nothing happens.
    fn due(&self, link: &Link) -> Instant {
        self.beat_at.min(link.due())
    }

    async fn keep_alive(&mut self, link: &mut Link) -> Result<(), End> {
        let now = Instant::now();
        link.check(now)?;
        if now >= self.beat_at {
            self.beat_at = now + self.edge.config.pace.beat;
            let mut out = Vec::new();
            wire::put_ping(&mut out);
            link.write(&out).await?;
            let asked = self.joined.engine.beat(self.joined.id).await;
            asked.map_err(|_| FAULT)?;
        }
        Ok(())
    }

    /// Takes what the client sent.
    async fn hear(&mut self, link: &mut Link, seen: Seen) -> Result<(), End> {
        let text = match seen {
            Seen::Text(text) => text,
            Seen::Ping(payload) => {
                let mut out = Vec::new();
                wire::put_pong(&mut out, &payload);
                return link.write(&out).await;
            }
            Seen::Pong => return Ok(()),
            Seen::Close => return Err(End::Close(CloseCode::Normal as u16)),
        };
        let (engine, socket) = (&self.joined.engine, self.joined.id);
        let brought = match said::parse(self.role, &text) {
            Heard::Said(said) => engine.submit(socket, said).await,
            Heard::Probe => engine.beat(socket).await,
            Heard::Faulty(id, code) => engine.fail(socket, id, code).await,
        };
        brought.map_err(|_| FAULT)
    }

    /// Sends an item and what else waits, as far as it goes into one write.
    async fn send(
        &mut self,
        link: &mut Link,
        first: Item,
        queue: &mut Receiver,
    ) -> Result<(), End> {
        let mut out = Vec::new();
        let mut next = Some(first);
        let mut end = Ok(());
        while let Some(item) = next.take() {
            match item {
                Item::Frame(text) | Item::Hint(text) => wire::put_text(&mut out, &text),
                Item::Reading(reading) => self.reading = Some(reading),
                Item::Ask(question) => {
                    if let Err(refusal) = self.inquiries.begin(&self.edge, *question) {
                        wire::put_text(&mut out, &refusal);
                    }
                }
                Item::LookUp(lookup) => {
                    if let Err(refusal) = self.inquiries.look_up(&self.edge, *lookup) {
                        wire::put_text(&mut out, &refusal);
                    }
                }
                Item::Close(code) => {
                    if code == CloseCode::GoingAway {
                        put_goodbye(&mut out);
                    }
                    end = Err(End::Close(code as u16));
                }
            }
            if end.is_ok() && self.reading.is_none() && out.len() < BATCH {
                next = queue.try_recv();
            }
        }
        link.write(&out).await?;
        end
    }

    /// Takes what the register answered.
    async fn take(&mut self, link: &mut Link, answered: Answered) -> Result<(), End> {
        match answered {
            Answered::Frame(text) => {
                let mut out = Vec::new();
                wire::put_text(&mut out, &text);
                link.write(&out).await
            }
            Answered::Said(said) => {
                let brought = self.joined.engine.submit(self.joined.id, said).await;
                brought.map_err(|_| FAULT)
            }
        }
    }

    /// Does the next part of a reading and sends it.
    async fn read_on(&mut self, link: &mut Link) -> Result<(), End> {
        let Some(mut reading) = self.reading.take() else {
            return Ok(());
        };
        let page = match &reading.what {
            What::Page { id, .. }
            | What::Search { id, .. }
            | What::Replies { id, .. }
            | What::Suggest { id, .. } => Some(id.clone()),
            _ => None,
        };
        let reader = self.edge.engine.reader();
        let turn = self.edge.reads.acquire().await;
        let job = tokio::task::spawn_blocking(move || {
            let read = reading.next(&*reader);
            (read, reading)
        });
        let done = job.await;
        drop(turn);
        let (read, reading) = done.map_err(|_| FAULT)?;
        let mut out = Vec::new();
        match (read, page) {
            (Ok(Some(frames)), _) => {
                self.reading = Some(reading);
                for text in frames {
                    wire::put_text(&mut out, &text);
                    if out.len() >= BATCH {
                        link.write(&out).await?;
                        out.clear();
                    }
                }
            }
            (Ok(None), _) => {}
            (Err(trouble), Some(id)) => {
                report(&trouble);
                out = unavailable(id);
            }
            (Err(trouble), None) => {
                report(&trouble);
                return Err(FAULT);
            }
        }
        link.write(&out).await
    }
}

/// Tells a client when to come back: not all at once.
fn put_goodbye(out: &mut Vec<u8>) {
    let retry_in_ms = u64::from_be_bytes(secret::random()) % BACK_WITHIN_MS;
    let frame = FromServer::<Visitor>::GoingAway(GoingAway { retry_in_ms });
    wire::put_text(out, &frame::text(&frame));
}

/// Lets the alarm ring no later than `due`. It may ring too early, which costs less than setting it anew
/// whenever something was heard.
fn rearm(alarm: std::pin::Pin<&mut Sleep>, due: Instant) {
    if due < alarm.deadline() {
        alarm.reset(due);
    }
}

fn report(trouble: &Trouble) {
    tracing::error!(%trouble, "a log cannot be read");
}

/// The answer to a history that cannot be read.
fn unavailable(id: Id<id::Client>) -> Vec<u8> {
    let frame = FromServer::<Visitor>::Failed(Failed::new(Some(id), Code::Unavailable));
    let mut out = Vec::new();
    wire::put_text(&mut out, &frame::text(&frame));
    out
}
