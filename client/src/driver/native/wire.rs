//! A TCP connection that can be made to break at any byte.

use std::{
    io,
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    task::{Context, Poll, ready},
};

use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    net::TcpStream,
};

/// No fault is ordered.
const NEVER: u64 = u64::MAX;

/// After how many more bytes the connection breaks.
#[derive(Debug)]
pub(super) struct Fault(AtomicU64);

impl Default for Fault {
    fn default() -> Self {
        Self(AtomicU64::new(NEVER))
    }
}

impl Fault {
    pub(super) fn after(&self, bytes: u64) {
        self.0.store(bytes, Ordering::SeqCst);
    }

    /// How many bytes may still pass; none: the connection is broken, and the order carried out.
    fn left(&self) -> io::Result<usize> {
        match self.0.load(Ordering::SeqCst) {
            0 => {
                self.0.store(NEVER, Ordering::SeqCst);
                Err(io::ErrorKind::ConnectionReset.into())
            }
            left => Ok(usize::try_from(left).unwrap_or(usize::MAX)),
        }
    }

    fn spend(&self, bytes: usize) {
        let spend = |left: u64| (left != NEVER).then(|| left.saturating_sub(bytes as u64));
        // Nothing is spent where nothing is ordered.
        let _ = self
            .0
            .fetch_update(Ordering::SeqCst, Ordering::SeqCst, spend);
    }
}

/// A TCP connection and its fault.
#[derive(Debug)]
pub(super) struct Wire {
    stream: TcpStream,
    fault: Arc<Fault>,
}

impl Wire {
    pub(super) async fn connect(server: &str, fault: Arc<Fault>) -> io::Result<Self> {
        let stream = TcpStream::connect(server).await?;
        stream.set_nodelay(true)?;
        Ok(Self { stream, fault })
    }
}

impl AsyncRead for Wire {
    fn poll_read(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let it = self.get_mut();
        let left = it.fault.left()?.min(buffer.remaining());
        let mut part = ReadBuf::new(buffer.initialize_unfilled_to(left));
        ready!(Pin::new(&mut it.stream).poll_read(cx, &mut part))?;
        let bytes = part.filled().len();
        buffer.advance(bytes);
        it.fault.spend(bytes);
        Poll::Ready(Ok(()))
    }
}

impl AsyncWrite for Wire {
    fn poll_write(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let it = self.get_mut();
        let left = it.fault.left()?.min(bytes.len());
        let written = ready!(Pin::new(&mut it.stream).poll_write(cx, &bytes[..left]))?;
        it.fault.spend(written);
        Poll::Ready(Ok(written))
    }

    fn poll_flush(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().stream).poll_flush(cx)
    }

    fn poll_shutdown(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().stream).poll_shutdown(cx)
    }
}
