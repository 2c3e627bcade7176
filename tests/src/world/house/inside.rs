//! A server within this process, whose accounts are set without a detour.

use std::{net::SocketAddr, path::Path};

use server::{
    Running, clock,
    config::{Address, Config, Dns, LogLevel, MailSecurity, Values},
    directory,
    store::accounts::{Account, Session},
};
use sha2::{Digest, Sha256};
use shared::{
    channel::Rights,
    id::{self, Id},
    presence::Card,
    register::{Company, Contact},
    reply,
};

use super::{super::staff::email, Plan};
use crate::{crm, post::FROM, random::Random, socket::Person, world::Member};

/// How long the sign-ins of a test last.
const AN_HOUR_MS: u64 = 60 * 60 * 1_000;

/// The running server.
pub(super) struct Inside {
    running: Running,
}

impl Inside {
    pub(super) async fn start(folder: &Path, plan: Plan) -> Self {
        let secret = folder.join("register.secret");
        if plan.register.is_some() {
            std::fs::write(&secret, crm::SECRET).expect("the folder can be written");
        }
        let register = plan
            .register
            .map(|it| it.parse().expect("it is an address"));
        let values = Values {
            register_secret: register.as_ref().map(|_: &Address| secret),
            register,
            mail_security: plan.mail.as_ref().map(|_| MailSecurity::None),
            mail_from: plan
                .mail
                .as_ref()
                .map(|_| FROM.parse().expect("it is an address")),
            mail_server: plan.mail.map(|it| it.parse().expect("it is a host")),
            dns: Some(plan.dns.map_or(Dns::Off, Dns::At)),
            listen: Some(([127, 0, 0, 1], 0).into()),
            data: Some(folder.join("data")),
            rate_factor: Some(plan.rate_factor),
            log: Some(LogLevel::Warn),
            ..Values::default()
        };
        let mut config = Config::new(values).expect("the configuration is sound");
        config.pace = plan.pace;
        let running = server::serve(config).await.expect("the server starts");
        Self { running }
    }

    pub(super) fn address(&self) -> SocketAddr {
        self.running.address
    }

    pub(super) async fn add_channel(&self, channel: &str, site: &str) {
        let channel = directory::Channel {
            id: Id::new(channel),
            name: channel.to_owned(),
            language: "en".to_owned(),
            title: "Ask us".to_owned(),
            sites: vec![site.to_owned()],
            ..directory::Channel::default()
        };
        let put = self
            .running
            .engine
            .ask(move |accounts| accounts.put_channel(&channel));
        put.await.expect("the channel is stored");
    }

    /// Adds an account and signs it in.
    pub(super) async fn hire(&self, name: &str, rights: &[(&str, Rights)]) -> Member {
        let mut random = Random::fresh();
        let account = Account {
            id: random.id(),
            name: name.to_owned(),
            email: email(name),
            is_active: true,
            is_administrator: false,
        };
        let secret = random.token();
        let now = clock::now();
        let session = Session {
            key: Sha256::digest(&secret).into(),
            agent: account.id.clone(),
            created_at: now,
            expires_at: now.plus(AN_HOUR_MS),
        };
        let member = Member {
            card: Card {
                id: account.id.clone(),
                name: account.name.clone(),
            },
            email: account.email.clone(),
            person: Person::Agent {
                cookie: format!("__Host-samtale={secret}"),
                origin: self.running.origin.to_string(),
                server: self.running.address,
            },
        };
        let rights: Vec<(Id<id::Channel>, Rights)> = rights
            .iter()
            .map(|(channel, rights)| (Id::new(*channel), *rights))
            .collect();
        let hire = self.running.engine.ask(move |accounts| {
            accounts.put_account(&account)?;
            for (channel, rights) in &rights {
                accounts.set_rights(&account.id, channel, *rights)?;
            }
            accounts.open_session(&session)
        });
        hire.await.expect("the account is stored");
        member
    }

    pub(super) async fn set_rights(&self, agent: &Id<id::Agent>, channel: &str, rights: Rights) {
        let (agent, channel) = (agent.clone(), Id::new(channel));
        let set = self
            .running
            .engine
            .ask(move |accounts| accounts.set_rights(&agent, &channel, rights));
        set.await.expect("the rights are stored");
    }

    pub(super) async fn put_reply(&self, entry: reply::Entry) {
        let put = self
            .running
            .engine
            .ask(move |accounts| accounts.put_shared_reply(&entry));
        put.await.expect("the ready answer is stored");
    }

    pub(super) async fn change_channel(
        &self,
        channel: &str,
        change: impl FnOnce(&mut directory::Channel) + Send + 'static,
    ) {
        let id: Id<id::Channel> = Id::new(channel);
        let changed = self.running.engine.ask(move |accounts| {
            let found = accounts.channels()?.into_iter().find(|it| it.id == id);
            let mut channel = found.expect("the channel is there");
            change(&mut channel);
            accounts.put_channel(&channel)
        });
        changed.await.expect("the channel is stored");
    }

    pub(super) async fn put_contact(&self, company: Company, contact: Contact) {
        let put = self.running.engine.ask(move |accounts| {
            accounts.put_company(&company)?;
            accounts.put_contact(&contact)
        });
        put.await.expect("the contact is stored");
    }

    pub(super) async fn dismiss(&self, agent: &Id<id::Agent>) {
        let agent = agent.clone();
        let dismiss = self.running.engine.ask(move |accounts| {
            let found = accounts.accounts()?.into_iter().find(|it| it.id == agent);
            let mut account = found.expect("somebody who works here has an account");
            account.is_active = false;
            accounts.put_account(&account)
        });
        dismiss.await.expect("the account is stored");
    }
}
