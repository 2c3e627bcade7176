//! The server of a world: within this process, or the real program.

mod inside;
mod outside;

use std::{ffi::OsStr, net::SocketAddr, path::Path};

use client::driver::native::{Place, account::Session};
use rusqlite::Connection;
use server::{
    Pace,
    directory::{Channel, Key},
};
use shared::{
    channel::Rights,
    register::{Company, Contact},
    reply,
    time::Timestamp,
};
use tempfile::TempDir;
use tokio::time::{Duration, interval};

use super::Member;
use crate::{patience::within, site::Site};

use inside::Inside;
pub(in crate::world) use outside::PASSWORD;

use outside::Outside;

/// So many times the usual limits no test reaches by accident.
const UNHURRIED: u32 = 10_000;

/// How often is looked whether something has happened.
const GLANCE: Duration = Duration::from_millis(20);

/// What may be different about a server within this process.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The socket's periods.
    pub pace: Pace,
    /// Multiplies every limit on how much people may send.
    pub rate_factor: u32,
    /// The address of a register of its own.
    pub register: Option<String>,
    /// The address of a mail server.
    pub mail: Option<String>,
    /// The address of a name server; absent: none is asked.
    pub dns: Option<SocketAddr>,
}

impl Default for Plan {
    fn default() -> Self {
        Self {
            pace: Pace::default(),
            rate_factor: UNHURRIED,
            register: None,
            mail: None,
            dns: None,
        }
    }
}

/// A server with its folder.
pub struct House {
    kind: Kind,
    folder: TempDir,
}

enum Kind {
    Inside(Box<Inside>),
    Outside(Box<Outside>),
}

impl House {
    pub(super) async fn inside(plan: Plan) -> Self {
        let folder = TempDir::new().expect("a folder can be made");
        Self {
            kind: Kind::Inside(Box::new(Inside::start(folder.path(), plan).await)),
            folder,
        }
    }

    pub(super) async fn outside() -> Self {
        Self::outside_with(&[]).await
    }

    pub(super) async fn outside_with(arguments: &[&OsStr]) -> Self {
        let folder = TempDir::new().expect("a folder can be made");
        Self {
            kind: Kind::Outside(Box::new(Outside::start(folder.path(), arguments).await)),
            folder,
        }
    }

    /// Where it keeps everything.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        match &self.kind {
            Kind::Inside(house) => house.address(),
            Kind::Outside(house) => house.address(),
        }
    }

    /// How browsers reach it.
    pub fn origin(&self) -> String {
        format!("http://localhost:{}", self.address().port())
    }

    /// The real program.
    pub fn program(&mut self) -> &mut Outside {
        match &mut self.kind {
            Kind::Outside(house) => house,
            Kind::Inside(_) => panic!("a server within this process is no program"),
        }
    }

    /// Signs somebody in as the agent app does. Only the real program knows passwords.
    pub async fn sign_in_app(&self, member: &Member) -> Session {
        let place = Place {
            server: self.address().to_string(),
            origin: Some(self.origin()),
        };
        let signed_in = Session::sign_in(&place, &member.email, PASSWORD).await;
        signed_in.expect("address and password are right")
    }

    /// Sets what somebody who works here may do on a channel.
    pub async fn set_rights(&self, member: &Member, channel: &str, rights: Rights) {
        self.within()
            .set_rights(&member.card.id, channel, rights)
            .await;
    }

    /// Gives all agents a ready answer.
    pub async fn put_reply(&self, entry: reply::Entry) {
        self.within().put_reply(entry).await;
    }

    /// Adds a company and one of its people to the customers.
    pub async fn put_contact(&self, company: Company, contact: Contact) {
        self.within().put_contact(company, contact).await;
    }

    /// Gives a channel a key that a site signs with.
    pub(super) async fn add_key(&self, channel: &str, site: &Site) {
        let (kid, secret) = (site.kid.clone(), site.secret.clone());
        let add = move |it: &mut Channel| {
            it.trust.keys.push(Key {
                id: kid,
                secret,
                made_at: Timestamp(0),
            });
        };
        self.change_channel(channel, add).await;
    }

    /// Changes a channel, as an administrator would.
    pub async fn change_channel(
        &self,
        channel: &str,
        change: impl FnOnce(&mut Channel) + Send + 'static,
    ) {
        self.within().change_channel(channel, change).await;
    }

    /// Waits until no mail waits to be sent.
    pub async fn has_sent_all(&self) {
        let database = self.folder().join("data/samtale.sqlite");
        let mut glances = interval(GLANCE);
        let sent = async {
            loop {
                glances.tick().await;
                let file = Connection::open(&database).expect("the database is there");
                let count = file.query_row("SELECT count(*) FROM mails", [], |row| row.get(0));
                // The server may be writing just now.
                if count.unwrap_or(1_u32) == 0 {
                    break;
                }
            }
        };
        within("the last mail", sent).await;
    }

    /// Takes all keys of a channel away.
    pub async fn remove_keys(&self, channel: &str) {
        self.change_channel(channel, |it| it.trust.keys.clear())
            .await;
    }

    /// Lets somebody work here no longer.
    pub async fn dismiss(&self, member: &Member) {
        self.within().dismiss(&member.card.id).await;
    }

    pub(super) async fn add_channel(&self, channel: &str, site: &str) {
        match &self.kind {
            Kind::Inside(house) => house.add_channel(channel, site).await,
            Kind::Outside(house) => house.add_channel(channel, site).await,
        }
    }

    pub(super) async fn hire(&self, name: &str, rights: &[(&str, Rights)]) -> Member {
        match &self.kind {
            Kind::Inside(house) => house.hire(name, rights).await,
            Kind::Outside(house) => house.hire(name, rights).await,
        }
    }

    fn within(&self) -> &Inside {
        match &self.kind {
            Kind::Inside(house) => house,
            Kind::Outside(_) => panic!("only a server within this process lets this be done"),
        }
    }
}
