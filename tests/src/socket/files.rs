//! Files of visitors and agents: announced and asked for over the socket, their bytes over HTTP.

use std::net::SocketAddr;

use shared::{
    agent::{self, Agent},
    error::Failed,
    file::{Fetch, File, Link, Slot, Upload},
    http::Uploaded,
    id::{self, Id},
    visitor::{self, Visitor},
};

use super::Socket;
use crate::http::{Answer, Request};

/// What announces a text.
pub fn text(name: &str, bytes: &[u8]) -> Upload {
    Upload {
        name: name.to_owned(),
        size: bytes.len() as u64,
        kind: "text/plain".to_owned(),
    }
}

/// Sends the bytes of a file.
pub async fn put(server: SocketAddr, slot: &Slot, bytes: &[u8]) -> Answer {
    Request::new("PUT", &slot.address, server)
        .header("authorization", &format!("Bearer {}", slot.key))
        .bytes(bytes)
        .send(server)
        .await
}

/// Asks for the bytes of a file.
pub async fn get(server: SocketAddr, address: &str) -> Answer {
    Request::new("GET", address, server).send(server).await
}

impl Socket<Visitor> {
    /// Announces a file.
    pub async fn slot(&mut self, upload: Upload) -> Slot {
        match self.ask(visitor::Command::Upload(upload)).await {
            Ok(visitor::Reply::Upload(slot)) => slot,
            other => panic!("no place for a file: {other:?}"),
        }
    }

    /// Asks where a file can be got.
    pub async fn link(&mut self, file: &Id<id::File>) -> Result<Link, Failed<visitor::State>> {
        let file = file.clone();
        match self.ask(visitor::Command::Fetch(Fetch { file })).await? {
            visitor::Reply::Link(link) => Ok(link),
            other => panic!("no link: {other:?}"),
        }
    }

    /// A text that is with the server.
    pub async fn file(&mut self, server: SocketAddr, name: &str, bytes: &[u8]) -> File {
        let slot = self.slot(text(name, bytes)).await;
        put(server, &slot, bytes).await.json::<Uploaded>().file
    }
}

impl Socket<Agent> {
    /// Announces a file.
    pub async fn slot(&mut self, upload: Upload) -> Slot {
        match self.ask(agent::Command::Upload(upload)).await {
            Ok(agent::Reply::Upload(slot)) => slot,
            other => panic!("no place for a file: {other:?}"),
        }
    }

    /// Asks where a file can be got.
    pub async fn link(&mut self, file: &Id<id::File>) -> Result<Link, Failed<agent::Summary>> {
        let file = file.clone();
        match self.ask(agent::Command::Fetch(Fetch { file })).await? {
            agent::Reply::Link(link) => Ok(link),
            other => panic!("no link: {other:?}"),
        }
    }

    /// A text that is with the server.
    pub async fn file(&mut self, server: SocketAddr, name: &str, bytes: &[u8]) -> File {
        let slot = self.slot(text(name, bytes)).await;
        put(server, &slot, bytes).await.json::<Uploaded>().file
    }
}
