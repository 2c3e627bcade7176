//! A real browser, driven over WebDriver.

mod engine;
mod eyes;
pub mod files;
mod hands;
mod look;
mod vendor;
mod window;

use std::{
    io::ErrorKind,
    net::{IpAddr, Ipv4Addr, Ipv6Addr, TcpListener},
    sync::atomic::{AtomicU32, Ordering},
};

use crate::program::Program;

pub use engine::Engine;
pub use look::Look;
pub use window::Window;

/// A running driver of browsers. Dropping it ends it and every browser it started.
pub struct Driver {
    engine: Engine,
    programs: Vec<Program>,
    url: String,
}

impl Driver {
    /// Starts one.
    pub async fn start(engine: Engine) -> Self {
        let port = free_port();
        Self {
            engine,
            programs: engine.start(port).await,
            url: format!("http://127.0.0.1:{port}"),
        }
    }

    /// Opens a browser of its own, with an empty profile.
    pub async fn open(&self, look: &Look) -> Window {
        assert_eq!(look.engine, self.engine, "each engine has its driver");
        Window::open(&self.url, look, self.programs[0].voice()).await
    }
}

/// A port for a driver. Chromium's wants the same one of both kinds of address, and where it chooses one itself, some
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
