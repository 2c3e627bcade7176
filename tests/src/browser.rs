//! A real browser, driven over WebDriver.

mod eyes;
mod hands;
mod look;
mod vendor;
mod window;

use std::path::PathBuf;

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
    /// Starts one on a free port.
    pub async fn start() -> Self {
        let program = settings::path("SAMTALE_CHROMEDRIVER").unwrap_or("chromedriver".into());
        let mut command = Command::new(program);
        command.arg("--port=0");
        let mut program = Program::start("chromedriver", command);
        let port: u16 = program
            .line("chromedriver's port", |line| {
                let port = line.split_once("started successfully on port ")?.1;
                port.trim_end_matches('.').parse().ok()
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

/// The browser's program.
fn chromium() -> PathBuf {
    settings::path("SAMTALE_CHROMIUM").unwrap_or("/usr/bin/chromium".into())
}
