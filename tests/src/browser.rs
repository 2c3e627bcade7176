//! A real browser, driven over WebDriver.

mod eyes;
pub mod files;
mod hands;
mod look;
mod vendor;
mod window;

use std::{
    io::ErrorKind,
    net::{IpAddr, Ipv4Addr, Ipv6Addr, TcpListener},
    path::PathBuf,
    sync::atomic::{AtomicU32, Ordering},
};

use tokio::process::Command;

use crate::{program::Program, settings};

pub use look::Look;
pub use window::Window;

/// A running chromedriver. Dropping it ends it and every browser it started.
pub struct Driver {
    _program: Program,
    url: String,
}

impl Driver {
    /// Starts one.
    pub async fn start() -> Self {
        let program = settings::path("SAMTALE_CHROMEDRIVER").unwrap_or("chromedriver".into());
        let mut command = Command::new(program);
        let port = free_port();
        command.arg(format!("--port={port}"));
        let mut program = Program::start("chromedriver", command);
        program
            .line("that chromedriver listens", |line| {
                line.contains("started successfully").then_some(())
            })
            .await;
        Self {
            _program: program,
            url: format!("http://127.0.0.1:{port}"),
        }
    }

    /// Opens a browser of its own, with an empty profile.
    pub async fn open(&self, look: &Look) -> Window {
        Window::open(&self.url, look).await
    }
}

/// A port for chromedriver. It wants the same one of both kinds of address, and where it chooses one itself, some
/// connection may have been given the other kind's meanwhile: so it is one that no system gives to connections.
fn free_port() -> u16 {
    const FIRST: u32 = 10_000;
    const COUNT: u32 = 20_000;
    /// So many for each process, so that two that run at the same time do not meet.
    const EACH: u32 = 200;
    static NEXT: AtomicU32 = AtomicU32::new(0);
    loop {
        let next = std::process::id() % COUNT * EACH + NEXT.fetch_add(1, Ordering::Relaxed);
        let port = (FIRST + next % COUNT) as u16;
        let is_taken = |address: IpAddr| {
            let bound = TcpListener::bind((address, port));
            bound.is_err_and(|error| error.kind() == ErrorKind::AddrInUse)
        };
        if !is_taken(Ipv4Addr::LOCALHOST.into()) && !is_taken(Ipv6Addr::LOCALHOST.into()) {
            return port;
        }
    }
}

/// The browser's program.
fn chromium() -> PathBuf {
    settings::path("SAMTALE_CHROMIUM").unwrap_or("/usr/bin/chromium".into())
}
