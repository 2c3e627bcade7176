//! Bytes on their way in: never more than announced, and never slower than a bad line.

use std::{future::poll_fn, io, path::Path, pin::Pin, time::Duration};

use axum::body::Body;
use bytes::Bytes;
use hyper::body::Body as _;
use tokio::{
    fs::File,
    io::AsyncWriteExt,
    time::{Instant, timeout_at},
};

/// Bytes that have to come in every period, unless all have come: 4 KiB a second, where the period is the
/// usual one.
const LEAST: u64 = 60 * 1024;

/// Bytes of a file that are held in memory until they are written.
const BUFFER: usize = 128 * 1024;

/// Why the bytes do not come in.
#[derive(Debug)]
pub(crate) enum Incoming {
    /// More than were announced.
    TooMany,
    /// Fewer than were announced.
    TooFew,
    /// Too slowly.
    TooSlow,
    /// The connection broke.
    Broken,
    /// They cannot be kept.
    Disk(io::Error),
}

/// Takes exactly so many bytes into a new file.
pub(crate) async fn take(
    body: &mut Body,
    to: &Path,
    size: u64,
    period: Duration,
) -> Result<(), Incoming> {
    let file = crate::place::make_secret(to).map_err(Incoming::Disk)?;
    let mut file = File::from_std(file);
    file.set_max_buf_size(BUFFER);
    let mut pace = Pace::new(period);
    let mut taken = 0;
    while let Some(bytes) = pace.next(body).await? {
        taken += bytes.len() as u64;
        if taken > size {
            return Err(Incoming::TooMany);
        }
        file.write_all(&bytes).await.map_err(Incoming::Disk)?;
    }
    if taken < size {
        return Err(Incoming::TooFew);
    }
    file.flush().await.map_err(Incoming::Disk)
}

/// Takes bytes that are not wanted, so that whoever sends them hears the answer.
pub(crate) async fn drain(body: &mut Body, most: u64, period: Duration) {
    let mut pace = Pace::new(period);
    let mut left = most;
    while let Ok(Some(bytes)) = pace.next(body).await {
        left = left.saturating_sub(bytes.len() as u64);
        if left == 0 {
            return;
        }
    }
}

/// Watches how fast bytes come.
struct Pace {
    period: Duration,
    until: Instant,
    come: u64,
}

impl Pace {
    fn new(period: Duration) -> Self {
        Self {
            period,
            until: Instant::now() + period,
            come: 0,
        }
    }

    async fn next(&mut self, body: &mut Body) -> Result<Option<Bytes>, Incoming> {
        loop {
            let frame = poll_fn(|cx| Pin::new(&mut *body).poll_frame(cx));
            let frame = match timeout_at(self.until, frame).await {
                Ok(frame) => frame,
                Err(_) if self.come >= LEAST => {
                    self.until += self.period;
                    self.come = 0;
                    continue;
                }
                Err(_) => return Err(Incoming::TooSlow),
            };
            match frame.transpose().map_err(|_| Incoming::Broken)? {
                None => return Ok(None),
                // What follows the bytes of a chunked body means nothing here.
                Some(frame) => {
                    if let Ok(bytes) = frame.into_data() {
                        self.come += bytes.len() as u64;
                        return Ok(Some(bytes));
                    }
                }
            }
        }
    }
}
