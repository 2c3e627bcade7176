//! A WebSocket connection: reads messages, writes bytes, knows when it has been silent or slow. It holds
//! no buffer while nothing is under way.

use std::{
    future::poll_fn,
    io,
    mem::MaybeUninit,
    pin::Pin,
    task::{Context, Poll, Waker, ready},
};

use bytes::Bytes;
use shared::{error::CloseCode, limits};
use tokio::{
    io::{AsyncRead, AsyncWriteExt, ReadBuf},
    net::TcpStream,
    time::{Instant, timeout},
};

use super::{
    pace::Pace,
    wire::{self, Inbound, Seen},
};

/// Bytes read at once.
const READ: usize = 8 * 1024;
/// Bytes of a closed client that are thrown away before we stop listening.
const MAX_DISCARDED: usize = 1024 * 1024;

/// Why a socket ends.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum End {
    /// The connection is gone.
    Gone,
    /// We close, with this code.
    Close(u16),
}

/// One WebSocket connection.
#[derive(Debug)]
pub(crate) struct Link {
    stream: TcpStream,
    pace: Pace,
    inbound: Inbound,
    /// Bytes that were read and not looked at yet.
    unread: Bytes,
    /// When anything came last.
    heard_at: Instant,
    /// When the message that is coming in began.
    began_at: Option<Instant>,
}

impl Link {
    /// A connection just upgraded, of which `first` has been read already.
    pub(crate) fn new(stream: TcpStream, first: Bytes, pace: Pace) -> Self {
        Self {
            stream,
            pace,
            inbound: Inbound::new(limits::MAX_HELLO),
            unread: first,
            heard_at: Instant::now(),
            began_at: None,
        }
    }

    /// From now on messages may be as long as they ever may.
    pub(crate) fn allow_long_messages(&mut self) {
        self.inbound.limit = limits::MAX_FRAME;
    }

    /// The next thing the client sends, or nothing when only a part of it came: then [`Link::due`] may be
    /// another. No byte is lost when this is given up.
    pub(crate) async fn seen(&mut self) -> Result<Option<Seen>, End> {
        poll_fn(|cx| self.poll_seen(cx)).await
    }

    /// The next thing the client has sent, if it is here.
    pub(crate) fn seen_already(&mut self) -> Result<Option<Seen>, End> {
        let mut cx = Context::from_waker(Waker::noop());
        match self.poll_seen(&mut cx) {
            Poll::Ready(seen) => seen,
            Poll::Pending => Ok(None),
        }
    }

    fn poll_seen(&mut self, cx: &mut Context<'_>) -> Poll<Result<Option<Seen>, End>> {
        if let Some(seen) = self.take()? {
            return Poll::Ready(Ok(Some(seen)));
        }
        self.unread = ready!(self.poll_read(cx)).map_err(|_| End::Gone)?;
        if self.unread.is_empty() {
            return Poll::Ready(Err(End::Gone));
        }
        self.heard_at = Instant::now();
        Poll::Ready(self.take())
    }

    /// Finds a message in what was read.
    fn take(&mut self) -> Result<Option<Seen>, End> {
        let mut rest: &[u8] = &self.unread;
        let found = self.inbound.read(&mut rest);
        let used = self.unread.len() - rest.len();
        self.unread = self.unread.split_off(used);
        if matches!(found, Ok(Some(Seen::Text(_)))) || !self.inbound.is_amid() {
            self.began_at = None;
        } else if found == Ok(None) {
            self.began_at.get_or_insert(self.heard_at);
        }
        found.map_err(|fault| End::Close(fault.code()))
    }

    fn poll_read(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<Bytes>> {
        let mut space = [MaybeUninit::uninit(); READ];
        let mut buffer = ReadBuf::uninit(&mut space);
        ready!(Pin::new(&mut self.stream).poll_read(cx, &mut buffer))?;
        Poll::Ready(Ok(Bytes::copy_from_slice(buffer.filled())))
    }

    /// When the client will have been silent or slow for too long.
    pub(crate) fn due(&self) -> Instant {
        let silent_at = self.heard_at + self.pace.patience;
        self.began_at
            .map_or(silent_at, |began| silent_at.min(began + self.pace.message))
    }

    /// Whether the client still keeps its time.
    pub(crate) fn check(&self, now: Instant) -> Result<(), End> {
        if self
            .began_at
            .is_some_and(|began| now >= began + self.pace.message)
        {
            return Err(End::Close(CloseCode::Fragments as u16));
        }
        if now >= self.heard_at + self.pace.patience {
            return Err(End::Close(CloseCode::Silent as u16));
        }
        Ok(())
    }

    /// Sends everything, or gives the client up as too slow.
    pub(crate) async fn write(&mut self, bytes: &[u8]) -> Result<(), End> {
        match timeout(self.pace.write, self.stream.write_all(bytes)).await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(_)) => Err(End::Gone),
            Err(_) => Err(End::Close(CloseCode::SlowConsumer as u16)),
        }
    }

    /// Says why and ends the connection. What the client still sends is thrown away for a moment: if it
    /// were left lying, the system would cut the connection and the reason with it.
    pub(crate) async fn close(mut self, end: End) {
        let End::Close(code) = end else { return };
        let mut out = Vec::new();
        wire::put_close(&mut out, code);
        let within = self.pace.goodbye;
        let goodbye = async {
            self.stream.write_all(&out).await?;
            self.stream.shutdown().await?;
            let mut discarded = 0;
            while discarded < MAX_DISCARDED {
                match poll_fn(|cx| self.poll_read(cx)).await?.len() {
                    0 => break,
                    length => discarded += length,
                }
            }
            io::Result::Ok(())
        };
        // Whoever does not take it has lost it.
        let _ = timeout(within, goodbye).await;
    }
}
