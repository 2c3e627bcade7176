//! The floor: a relay of the same stack that stores and delivers, with group commit and sync, and knows no
//! rule at all. What a server with rules takes beyond it is the price of the rules.

use std::{
    collections::HashMap,
    path::Path,
    sync::{Arc, Mutex, mpsc},
    thread,
};

use anyhow::Result;
use axum::{
    Router,
    extract::{
        Query, WebSocketUpgrade,
        ws::{Message, Utf8Bytes, WebSocket},
    },
    routing::get,
};
use futures_util::{SinkExt, StreamExt};
use rusqlite::{Connection, params};
use serde::Deserialize;
use tests::{report::Report, settings};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

use crate::{
    PAIRS, core,
    pairs::{self, Cost, Pair},
    peer, wire,
};

/// A message on its way to the disk.
struct Job {
    pair: u32,
    text: Utf8Bytes,
    sender: UnboundedSender<Utf8Bytes>,
}

/// Who is connected.
#[derive(Clone, Default)]
struct Hub {
    agents: Arc<Mutex<HashMap<u32, UnboundedSender<Utf8Bytes>>>>,
}

#[derive(Deserialize)]
struct Seat {
    pair: u32,
    is_agent: bool,
}

pub(crate) fn router(folder: &Path) -> Result<Router> {
    let database = Connection::open(folder.join("relay.sqlite"))?;
    database.pragma_update(None, "journal_mode", "wal")?;
    database.pragma_update(None, "synchronous", "full")?;
    database.execute("create table message (pair integer, text text) strict", ())?;
    let hub = Hub::default();
    let (jobs, waiting) = mpsc::channel();
    let agents = hub.clone();
    thread::spawn(move || store(database, &waiting, &agents));
    let seat = move |Query(seat): Query<Seat>, upgrade: WebSocketUpgrade| async move {
        let upgrade = upgrade.read_buffer_size(peer::BUFFER);
        upgrade.on_upgrade(|socket| serve(socket, seat, hub, jobs))
    };
    Ok(Router::new().route("/", get(seat)))
}

async fn serve(socket: WebSocket, seat: Seat, hub: Hub, jobs: mpsc::Sender<Job>) {
    let (mut to_client, mut from_client) = socket.split();
    let (sender, mut outgoing): (_, UnboundedReceiver<Utf8Bytes>) = unbounded_channel();
    if seat.is_agent {
        let mut agents = hub.agents.lock().expect("nobody panics with it");
        agents.insert(seat.pair, sender.clone());
    }
    let write = async {
        while let Some(text) = outgoing.recv().await {
            if to_client.send(Message::Text(text)).await.is_err() {
                break;
            }
        }
    };
    let read = async {
        while let Some(Ok(Message::Text(text))) = from_client.next().await {
            let (pair, sender) = (seat.pair, sender.clone());
            if jobs.send(Job { pair, text, sender }).is_err() {
                break;
            }
        }
    };
    tokio::select! { () = write => (), () = read => () }
}

/// Stores all that waits in one transaction, then acknowledges and delivers.
fn store(mut database: Connection, waiting: &mpsc::Receiver<Job>, hub: &Hub) {
    while let Ok(first) = waiting.recv() {
        let jobs: Vec<Job> = std::iter::once(first).chain(waiting.try_iter()).collect();
        let stored = (|| {
            let transaction = database.transaction()?;
            {
                let sql = "insert into message (pair, text) values (?1, ?2)";
                let mut insert = transaction.prepare_cached(sql)?;
                for job in &jobs {
                    insert.execute(params![job.pair, job.text.as_str()])?;
                }
            }
            transaction.commit()
        })();
        if let Err(error) = stored {
            eprintln!("the relay cannot store: {error}");
            return;
        }
        let agents = hub.agents.lock().expect("nobody panics with it");
        for job in jobs {
            // Whoever is gone needs no message.
            let number = wire::number(&job.text).unwrap_or_default();
            let acknowledgement = format!(r#"{{"done":{{"id":"relay-{number:08}"}}}}"#);
            let _ = job.sender.send(acknowledgement.into());
            if let Some(agent) = agents.get(&job.pair) {
                let _ = agent.send(job.text);
            }
        }
    }
}

pub(crate) async fn measure(report: &mut Report) -> Result<Cost> {
    let folder = tempfile::tempdir_in(settings::target())?;
    let (program, address) = peer::start("relay", folder.path()).await?;
    let mut all = Vec::new();
    for pair in 0..PAIRS {
        all.push(Pair {
            visitor: wire::open(address, &format!("/?pair={pair}&is_agent=false")).await?,
            agent: wire::open(address, &format!("/?pair={pair}&is_agent=true")).await?,
        });
    }
    core::pin_process(program.id(), core::SERVER);
    pairs::closed_loop("floor relay", &mut all, program.id(), report).await
}
