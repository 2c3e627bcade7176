//! A small server to compare with, in a process of its own on the measured core.

use std::{env, io::Write, net::SocketAddr, path::Path};

use anyhow::{Context, Result};
use axum::Router;
use tests::program::Program;
use tokio::{net::TcpListener, process::Command};

use crate::core;

/// Buffers as small as those of the server itself.
pub(crate) const BUFFER: usize = 8 * 1024;

/// Serves until it is killed, and says where.
pub(crate) fn serve(router: Router) -> Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    runtime.block_on(async {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        writeln!(std::io::stdout(), "listens on {}", listener.local_addr()?)?;
        axum::serve(listener, router)
            .await
            .context("it serves for ever")
    })
}

/// Starts one of this program's peers and waits until it listens.
pub(crate) async fn start(name: &str, folder: &Path) -> Result<(Program, SocketAddr)> {
    let mut command = Command::new(env::current_exe()?);
    command.arg(name).arg(folder);
    let mut program = Program::start(name, command);
    let address = program
        .line("where it listens", |line| {
            line.strip_prefix("listens on ")?.parse().ok()
        })
        .await;
    core::pin_process(program.id(), core::SERVER);
    Ok((program, address))
}
