//! Takes connections in and speaks HTTP/1.1 with them, within limits that no client can talk us out of.

mod seat;
mod stalled;

use std::{future::poll_fn, net::SocketAddr, sync::Arc, time::Duration};

use axum::{Router, body::Body, extract::Request};
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::{
    net::{TcpListener, TcpSocket, TcpStream},
    sync::watch,
    time::sleep,
};
use tower_service::Service;

pub(crate) use seat::{Seat, Seats, household};
pub(crate) use stalled::Stalled;

/// Connections the system may hold for us until we take them.
const BACKLOG: u32 = 4096;
/// How long a client may take for the head of a request, and stay idle between two.
const HEAD_WITHIN: Duration = Duration::from_secs(8);
/// The longest head of a request.
const MAX_HEAD: usize = 16 * 1024;
/// How long to wait when the system has no room for one more connection.
const FULL_PAUSE: Duration = Duration::from_millis(50);

/// The address a connection came from.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Peer(pub(crate) SocketAddr);

/// What an upgraded connection turns out to be underneath.
pub(crate) type Io = TokioIo<Stalled<TcpStream>>;

/// Opens a port.
pub(crate) fn bind(address: SocketAddr) -> std::io::Result<TcpListener> {
    let socket = if address.is_ipv4() {
        TcpSocket::new_v4()?
    } else {
        TcpSocket::new_v6()?
    };
    #[cfg(unix)]
    socket.set_reuseaddr(true)?;
    socket.bind(address)?;
    socket.listen(BACKLOG)
}

/// Serves until `stop` says so; connections end when their present request is answered.
pub(crate) async fn serve(
    listener: TcpListener,
    router: Router,
    seats: Arc<Seats>,
    mut stop: watch::Receiver<bool>,
) {
    loop {
        let taken = tokio::select! {
            taken = listener.accept() => taken,
            () = stopped(&mut stop) => return,
        };
        match taken {
            Ok((stream, peer)) => {
                if let Some(seat) = seats.take(peer.ip()) {
                    let router = router.clone();
                    tokio::spawn(connection(stream, peer, seat, router, stop.clone()));
                }
            }
            Err(error) => {
                tracing::warn!(%error, "cannot take a connection");
                sleep(FULL_PAUSE).await;
            }
        }
    }
}

/// Resolves when the server is told to stop.
pub(crate) async fn stopped(stop: &mut watch::Receiver<bool>) {
    // Whoever could tell is gone: that is a stop as well.
    let _ = stop.wait_for(|stop| *stop).await;
}

async fn connection(
    stream: TcpStream,
    peer: SocketAddr,
    seat: Arc<Seat>,
    router: Router,
    mut stop: watch::Receiver<bool>,
) {
    let _ = stream.set_nodelay(true);
    let for_requests = seat.clone();
    let service = service_fn(move |request: hyper::Request<Incoming>| {
        for_requests.settle();
        let mut request: Request = request.map(Body::new);
        request.extensions_mut().insert(Peer(peer));
        request.extensions_mut().insert(for_requests.clone());
        let mut router = router.clone();
        async move {
            poll_fn(|cx| Service::<Request>::poll_ready(&mut router, cx)).await?;
            router.call(request).await
        }
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_WITHIN)
        .max_header_size(MAX_HEAD)
        .serve_connection(TokioIo::new(Stalled::new(stream)), service)
        .with_upgrades();
    let mut connection = std::pin::pin!(connection);
    let mut is_stopping = false;
    loop {
        tokio::select! {
            ended = connection.as_mut() => {
                if let Err(error) = ended {
                    tracing::debug!(%error, "a connection ended");
                }
                return;
            }
            () = seat.evicted() => return,
            () = stopped(&mut stop), if !is_stopping => {
                is_stopping = true;
                connection.as_mut().graceful_shutdown();
            }
        }
    }
}
