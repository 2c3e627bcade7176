//! A server of its own for each test, with one channel and one agent.

use std::{fs, time::Duration};

use server::{
    Pace, Running,
    config::{Config, LogLevel, Values},
    directory::Channel,
    store::accounts::{Account, Accounts},
};
use shared::id::Id;
use tempfile::TempDir;

use crate::{
    browser::Browser,
    raw::{Answer, Request},
};

pub(crate) const EMAIL: &str = "anna@example.com";
pub(crate) const PASSWORD: &str = "correct horse battery";
pub(crate) const SITE: &str = "https://shop.example";
/// A visitor's secret.
pub(crate) const TOKEN: &str = "Zm9ydHktdHdvIGFuZCBzb21lIG1vcmUgcmFuZG9tbmU";

/// Files that stand for the built apps.
const FILES: [(&str, &str); 10] = [
    ("agent/index.html", "<!doctype html><title>Agent</title>"),
    ("agent/index.html.br", "compressed page"),
    ("agent/app-0123456789abcdef.js", "export default 1"),
    ("agent/app-0123456789abcdef_bg.wasm", "\0asm plain"),
    ("agent/app-0123456789abcdef_bg.wasm.br", "compressed wasm"),
    ("agent/boot.js", "boot"),
    ("widget/widget.js", "loader"),
    ("widget/widget.js.br", "compressed loader"),
    ("widget/frame.html", "<!doctype html><title>Widget</title>"),
    ("widget/words-nb.json", "{}"),
];

pub(crate) struct House {
    pub(crate) running: Running,
    folder: TempDir,
}

impl House {
    /// A server that keeps the protocol's periods.
    pub(crate) async fn open() -> Self {
        Self::with(|_| {}).await
    }

    /// A server with periods so short that a test can wait for their end.
    pub(crate) async fn hasty(pace: impl FnOnce(&mut Pace)) -> Self {
        Self::with(|config| pace(&mut config.pace)).await
    }

    pub(crate) async fn with(change: impl FnOnce(&mut Config)) -> Self {
        let folder = TempDir::new().unwrap();
        let apps = folder.path().join("apps");
        for (name, text) in FILES {
            let path = apps.join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        let values = Values {
            listen: Some(([127, 0, 0, 1], 0).into()),
            data: Some(folder.path().join("data")),
            apps: Some(apps),
            dns: Some(server::config::Dns::Off),
            log: Some(LogLevel::Off),
            ..Values::default()
        };
        let mut config = Config::new(values).unwrap();
        config.pace.goodbye = Duration::from_millis(200);
        change(&mut config);
        let running = server::serve(config).await.unwrap();
        Self { running, folder }
    }

    /// Where it keeps everything.
    pub(crate) fn data(&self) -> std::path::PathBuf {
        self.folder.path().join("data")
    }

    pub(crate) fn origin(&self) -> String {
        self.running.origin.to_string()
    }

    /// Adds the channel `support`.
    pub(crate) async fn with_channel(self) -> Self {
        let channel = Channel {
            id: Id::new("support"),
            name: "Support".to_owned(),
            language: "en".to_owned(),
            title: "Ask us".to_owned(),
            sites: vec![SITE.to_owned(), "http://localhost:1234".to_owned()],
            ..Channel::default()
        };
        let add = move |accounts: &mut dyn Accounts| accounts.put_channel(&channel);
        self.running.engine.ask(add).await.unwrap();
        self
    }

    /// Makes the first administrator, signed in in this browser.
    pub(crate) async fn administrator(&self) -> Browser {
        let mut browser = Browser::at(self);
        let token = self.running.setup_token.clone().unwrap();
        let body = format!(
            r#"{{"token":"{token}","name":"Anna","email":"{EMAIL}","password":"{PASSWORD}"}}"#
        );
        let answer = browser.change("POST", "/v1/setup", &body).await;
        assert_eq!(answer.status, 200, "{answer:?}");
        browser
    }

    /// The account of the administrator.
    pub(crate) async fn account(&self) -> Account {
        let accounts = self.running.engine.ask(|it| it.accounts()).await.unwrap();
        accounts.into_iter().next().unwrap()
    }

    /// What `GET path` answers.
    pub(crate) async fn get(&self, path: &str) -> Answer {
        Request::new("GET", path).send(self.running.address).await
    }
}
