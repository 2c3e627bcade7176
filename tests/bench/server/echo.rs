//! A bare WebSocket that sends back what it hears: what framework and network take by themselves.

use std::{
    path::Path,
    time::{Duration, Instant},
};

use anyhow::Result;
use axum::{
    Router,
    extract::{WebSocketUpgrade, ws::Message},
    routing::get,
};
use futures_util::future::try_join_all;
use tests::{histogram::Histogram, report::Report};

use crate::{
    PAIRS, peer,
    wire::{self, Stream},
};

const FOR: Duration = Duration::from_secs(3);

pub(crate) fn router() -> Router {
    let echo = |upgrade: WebSocketUpgrade| async {
        upgrade
            .read_buffer_size(peer::BUFFER)
            .on_upgrade(|mut socket| async move {
                while let Some(Ok(message)) = socket.recv().await {
                    if !matches!(message, Message::Text(_)) || socket.send(message).await.is_err() {
                        break;
                    }
                }
            })
    };
    Router::new().route("/", get(echo))
}

pub(crate) async fn measure(report: &mut Report) -> Result<()> {
    let (_program, address) = peer::start("echo", Path::new("")).await?;
    let mut sockets = Vec::new();
    for _ in 0..PAIRS {
        sockets.push(wire::open(address, "/").await?);
    }
    let begin = Instant::now();
    let all = try_join_all(sockets.iter_mut().map(|it| bounce(it, begin))).await?;
    let took = begin.elapsed();
    let mut times = Histogram::default();
    all.iter().for_each(|it| times.merge(it));
    report.rate("bare WebSocket echo", times.count(), took);
    report.times("bare WebSocket echo", &times);
    Ok(())
}

async fn bounce(socket: &mut Stream, begin: Instant) -> Result<Histogram> {
    let mut times = Histogram::default();
    let mut number = 0;
    while begin.elapsed() < FOR {
        let start = Instant::now();
        wire::send(socket, wire::text(number)).await?;
        wire::until(socket, |it| {
            (wire::number(it) == Some(number)).then_some(())
        })
        .await?;
        times.add(start.elapsed());
        number += 1;
    }
    Ok(times)
}
