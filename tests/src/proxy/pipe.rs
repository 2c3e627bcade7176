//! Both directions of one connection.

use std::{io, sync::Mutex};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{
        TcpStream,
        tcp::{OwnedReadHalf, OwnedWriteHalf},
    },
    sync::watch,
};

use super::{Budget, Rules, Weather, frames::Sieve, lock};

/// Carries bytes both ways until one side closes or a budget is used up; then both sides close.
pub(super) async fn run(
    client: TcpStream,
    server: TcpStream,
    budget: Budget,
    rules: &Mutex<Rules>,
    flow: watch::Receiver<Weather>,
) {
    // Failing to switch off the delay of small packets only costs time.
    let _ = client.set_nodelay(true);
    let _ = server.set_nodelay(true);
    let (from_client, to_client) = client.into_split();
    let (from_server, to_server) = server.into_split();
    tokio::select! {
        _ = up(from_client, to_server, budget.up, rules, flow.clone()) => (),
        _ = down(from_server, to_client, budget.down, rules, flow) => (),
    }
}

async fn up(
    mut from: OwnedReadHalf,
    mut to: OwnedWriteHalf,
    budget: Option<u64>,
    rules: &Mutex<Rules>,
    mut flow: watch::Receiver<Weather>,
) -> io::Result<()> {
    let mut left = budget.unwrap_or(u64::MAX);
    let mut buffer = [0; 4096];
    while left > 0 {
        let count = read(&mut from, &mut buffer, &mut flow).await?;
        if lock(rules).refuses_sockets && asks_for_socket(&buffer[..count]) {
            return Err(io::ErrorKind::ConnectionAborted.into());
        }
        let part = afford(&buffer[..count], &mut left);
        to.write_all(part).await?;
    }
    Ok(())
}

async fn down(
    mut from: OwnedReadHalf,
    mut to: OwnedWriteHalf,
    budget: Option<u64>,
    rules: &Mutex<Rules>,
    mut flow: watch::Receiver<Weather>,
) -> io::Result<()> {
    let mut left = budget.unwrap_or(u64::MAX);
    let mut sieve = Sieve::default();
    let mut buffer = [0; 4096];
    while left > 0 {
        let count = read(&mut from, &mut buffer, &mut flow).await?;
        let kept = {
            let mut rules = lock(rules);
            let kept = sieve.pass(&buffer[..count], |text| {
                rules.swallow.as_mut().is_some_and(|swallow| swallow(text))
            });
            if let Some(heard) = &mut rules.heard {
                heard.extend_from_slice(&kept);
            }
            kept
        };
        to.write_all(afford(&kept, &mut left)).await?;
    }
    Ok(())
}

/// Whether a request wants to go on as a WebSocket.
fn asks_for_socket(request: &[u8]) -> bool {
    const WISH: &[u8] = b"upgrade: websocket";
    let mut parts = request.windows(WISH.len());
    parts.any(|it| it.eq_ignore_ascii_case(WISH))
}

/// Reads once bytes flow; an error at the end of the stream.
async fn read(
    from: &mut OwnedReadHalf,
    buffer: &mut [u8],
    flow: &mut watch::Receiver<Weather>,
) -> io::Result<usize> {
    flows(flow).await?;
    let count = from.read(buffer).await?;
    // It may have frozen while there was nothing to read.
    flows(flow).await?;
    match count {
        0 => Err(io::ErrorKind::UnexpectedEof.into()),
        count => Ok(count),
    }
}

async fn flows(flow: &mut watch::Receiver<Weather>) -> io::Result<()> {
    let flows = flow.wait_for(|it| it.flows).await;
    flows
        .map(|_| ())
        .map_err(|_| io::ErrorKind::ConnectionAborted.into())
}

/// The part of `bytes` that the budget allows.
fn afford<'a>(bytes: &'a [u8], left: &mut u64) -> &'a [u8] {
    let count = usize::try_from(*left).map_or(bytes.len(), |left| left.min(bytes.len()));
    *left -= count as u64;
    &bytes[..count]
}
