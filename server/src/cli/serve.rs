//! `samtale serve`

use std::{path::Path, time::Duration};

use anyhow::{Context, Result, bail};
use clap::Args;
use tokio::time::timeout;

use super::{
    out,
    ready::{Ready, ReadyFile},
};
use crate::{
    Running,
    config::{Config, Values},
    descriptors, log, serve,
};

/// How long the server may take to say goodbye and to store what it accepted.
const STOP_WITHIN: Duration = Duration::from_secs(9);
/// How long what still runs after that is waited for.
const LEFTOVERS_WITHIN: Duration = Duration::from_millis(500);

/// Runs the server until it is told to stop (SIGTERM or Ctrl-C).
#[derive(Args, Debug)]
pub(super) struct Serve {
    #[command(flatten)]
    values: Values,
    #[command(flatten)]
    ready: ReadyFile,
}

impl Serve {
    pub(super) fn run(self, file: Option<&Path>) -> Result<()> {
        let config = Config::new(self.values.or(Values::from_file(file)?))?;
        log::start(&config);
        run(async {
            let signals = Signals::listen()?;
            let running = serve(config).await?;
            out::say(&announcement(&running));
            self.ready.write(&Ready::of(&running))?;
            until_stopped(running, signals).await
        })
    }
}

fn announcement(running: &Running) -> String {
    let origin = &running.origin;
    let mut text = format!(
        "Samtale listens on {}. Agents sign in at {origin}/",
        running.address
    );
    if !origin.is_https() {
        text.push_str("\nThis is plain http, for this machine alone.");
    }
    if let Some(token) = &running.setup_token {
        text.push_str(&format!(
            "\n\nNobody can sign in yet. Make the first administrator\n  \
             - at {origin}/setup with this one-time token: {token}\n  \
             - or here: samtale agent add you@example.com --name You --administrator\n\
             The token is good until an account exists or the server stops."
        ));
    }
    text
}

/// Runs a server to its end.
pub(super) fn run(server: impl Future<Output = Result<()>>) -> Result<()> {
    descriptors::raise();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .context("cannot start threads")?;
    let done = runtime.block_on(server);
    // A read that hangs in a broken disk is not waited for.
    runtime.shutdown_timeout(LEFTOVERS_WITHIN);
    done
}

/// Runs until somebody stops the program, or the server cannot go on.
pub(super) async fn until_stopped(mut running: Running, mut signals: Signals) -> Result<()> {
    let has_failed = tokio::select! {
        () = signals.stop() => false,
        _ = &mut running.failed => true,
    };
    if timeout(STOP_WITHIN, running.shutdown()).await.is_err() {
        bail!("the server did not stop in time; what was acknowledged is stored");
    }
    if has_failed {
        bail!("the server met a fault and cannot go on; the log says which");
    }
    Ok(())
}

/// What the system tells the program.
#[cfg(unix)]
pub(super) struct Signals {
    terminate: tokio::signal::unix::Signal,
    interrupt: tokio::signal::unix::Signal,
}

#[cfg(unix)]
impl Signals {
    /// From here on a signal to stop is not lost.
    pub(super) fn listen() -> Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};

        let cannot = "cannot wait for signals";
        Ok(Self {
            terminate: signal(SignalKind::terminate()).context(cannot)?,
            interrupt: signal(SignalKind::interrupt()).context(cannot)?,
        })
    }

    async fn stop(&mut self) {
        tokio::select! {
            _ = self.terminate.recv() => {}
            _ = self.interrupt.recv() => {}
        }
    }
}

/// What the system tells the program.
#[cfg(not(unix))]
pub(super) struct Signals;

#[cfg(not(unix))]
impl Signals {
    /// Nothing is needed for it here.
    pub(super) fn listen() -> Result<Self> {
        Ok(Self)
    }

    async fn stop(&mut self) {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending().await
        }
    }
}
