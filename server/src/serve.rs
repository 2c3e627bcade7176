//! A running server: puts the parts together, and takes them apart in order.

use std::{
    fs::{self, File},
    net::SocketAddr,
    sync::Arc,
    time::Duration,
};

use anyhow::{Context, Result, ensure};
use shared::error::CloseCode;
use tokio::{
    sync::{mpsc, oneshot, watch},
    task::JoinHandle,
    time::timeout,
};

use crate::{
    apps::Apps,
    browser::Browsers,
    clock,
    config::{Config, Dns, Origin},
    edge::{Edge, Parts},
    engine::{Engine, Options},
    files::{self, Files},
    http,
    hub::Settings,
    listener::{self, Seats},
    mail, place,
    register::{self, Register},
    secret,
    store::{Trouble, accounts::Accounts, sqlite},
};

/// How long sockets may take to end after they were told to.
const GOODBYES_WITHIN: Duration = Duration::from_secs(5);

/// How long a mail may take that is under way when the server stops.
const MAIL_WITHIN: Duration = Duration::from_secs(3);

/// A server that listens.
pub struct Running {
    /// Where it listens.
    pub address: SocketAddr,
    /// How browsers reach it.
    pub origin: Origin,
    /// The rules and the store behind it.
    pub engine: Engine,
    /// Whether there are apps to serve.
    pub has_apps: bool,
    /// Lets the first administrator in, while there is no account.
    pub setup_token: Option<String>,
    /// Resolves when the engine has ended by itself, because it met a fault.
    pub failed: oneshot::Receiver<()>,
    stop: watch::Sender<bool>,
    open: mpsc::Receiver<()>,
    listener: JoinHandle<()>,
    /// Sends mails, where that can be done.
    mails: Option<JoinHandle<()>>,
    _lock: File,
}

/// Starts a server.
///
/// # Errors
/// In plain words, when something it needs is not there.
pub async fn serve(config: Config) -> Result<Running> {
    place::make(&config.data)?;
    let lock = place::lock(&config.data)?;
    let apps = Apps::open(config.apps.as_deref())?;
    let has_apps = !apps.is_empty();
    let browsers = Browsers::open(&config.data).context("cannot use the data folder")?;
    let database = place::database(&config.data);
    let store = sqlite::Sqlite::open(&database)
        .with_context(|| format!("cannot open the database {}", database.display()))?;
    let files = Files::open(&config.data, config.file_scanner.clone())
        .context("cannot use the folder for files")?;
    let carrier = config.mail.as_ref().map(mail::carrier).transpose()?;
    let listener = listener::bind(config.listen)
        .with_context(|| format!("cannot listen on {}", config.listen))?;
    let address = listener.local_addr()?;
    let origins = origins(&config, address);
    let origin = origins[0].clone();
    let settings = Settings {
        has_dns: config.dns != Dns::Off,
        has_mail: carrier.is_some(),
        home: origin.to_string(),
        file_space: config.file_space_mb.saturating_mul(1 << 20),
        file_origin: config.files_url.as_ref().map(Origin::to_string),
        ..Settings::default()
            .times(config.rate_factor)
            .taking(&config.file_types)
    };
    let file_limits = settings.agent.files.as_deref().cloned();
    let options = Options {
        settings,
        zone: config.time_zone.clone(),
    };
    let (engine, failed) = Engine::start(Box::new(store), options)?;
    let register = register(&config, &engine)?;
    let setup_token = engine.ask(|accounts| setup_token(accounts)).await?;

    let (stop, stopping) = watch::channel(false);
    let (open, all_closed) = mpsc::channel(1);
    let seats = Seats::new(config.connections_per_address);
    let parts = Parts {
        apps,
        browsers,
        files,
        file_limits,
        origins,
        register: register.clone(),
    };
    let edge = Edge::new(config, engine.clone(), parts, stopping.clone(), open);
    tokio::spawn(files::sweep(edge.clone(), stopping.clone()));
    tokio::spawn(register::courier::run(
        engine.clone(),
        register,
        stopping.clone(),
    ));
    let mails = carrier.map(|it| {
        let outbox = mail::outbox::run(engine.clone(), it, stopping.clone());
        tokio::spawn(outbox)
    });
    let router = http::router(&edge);
    let listener = tokio::spawn(listener::serve(listener, router, seats, stopping));
    tracing::info!(%address, %origin, "listening");
    Ok(Running {
        address,
        origin,
        has_apps,
        engine,
        setup_token,
        failed,
        stop,
        open: all_closed,
        listener,
        mails,
        _lock: lock,
    })
}

impl Running {
    /// Says goodbye to everybody, carries out what was accepted, and ends.
    pub async fn shutdown(mut self) {
        tracing::info!("stopping");
        self.stop.send_replace(true);
        // A mail that is just being taken is not to be sent again.
        if let Some(mails) = self.mails.take()
            && timeout(MAIL_WITHIN, mails).await.is_err()
        {
            tracing::warn!("a mail may be sent twice: the mail server did not take it in time");
        }
        self.engine.stop(CloseCode::GoingAway).await;
        let _ = self.listener.await;
        // Everything that could open a socket is gone; each socket holds a sender until its end.
        if timeout(GOODBYES_WITHIN, self.open.recv()).await.is_err() {
            tracing::warn!("some sockets did not end in time");
        }
        tracing::info!("stopped");
    }
}

/// Where customers are kept.
fn register(config: &Config, engine: &Engine) -> Result<Arc<dyn Register>> {
    let (Some(address), Some(file)) = (&config.register, &config.register_secret) else {
        let scribe = register::Clerk::new(engine.clone());
        return Ok(Arc::new(register::Own::new(
            engine.reader(),
            Box::new(scribe),
        )));
    };
    let secret = fs::read_to_string(file)
        .with_context(|| format!("register_secret: cannot read {}", file.display()))?;
    let secret = secret.trim();
    let is_plain = !secret.is_empty() && secret.bytes().all(|byte| byte.is_ascii_graphic());
    ensure!(
        is_plain,
        "register_secret: {} holds no secret, or more than that",
        file.display()
    );
    Ok(Arc::new(register::Http::new(address, secret)))
}

/// The origins whose pages are ours.
fn origins(config: &Config, address: SocketAddr) -> Vec<Origin> {
    let public = config.public_url.clone().unwrap_or_else(|| {
        format!("http://localhost:{}", address.port())
            .parse()
            .expect("a host and a port are an origin")
    });
    let mut all = vec![public];
    all.extend(config.origins.iter().cloned());
    all
}

/// While nobody can sign in, whoever started the server can make the first account.
fn setup_token(accounts: &mut dyn Accounts) -> Result<Option<String>, Trouble> {
    accounts.forget_sessions(clock::now())?;
    if !accounts.accounts()?.is_empty() {
        accounts.set_setup_token(None)?;
        return Ok(None);
    }
    let token = secret::new();
    accounts.set_setup_token(Some(secret::hash(&token)))?;
    Ok(Some(token))
}
