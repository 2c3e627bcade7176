//! Measures the server's program, pinned to one core, with this program on the other: messages per
//! second, times to acknowledgement and delivery, memory per idle socket; beside it in the same run
//! what the disk, a bare WebSocket echo and a relay without rules can do.
//!
//! `SAMTALE_SERVER` names the program. The first argument names a file for the figures as JSON.

mod core;
mod crowd;
mod disk;
mod echo;
mod idle;
mod pairs;
mod peer;
mod relay;
mod report;
mod wire;

use std::{env, path::PathBuf};

use anyhow::Result;

use report::Report;

/// How many chats are measured in the closed loop.
const PAIRS: usize = 50;
/// How many sockets there are in the open loop and when idle.
const SOCKETS: usize = 1_000;

fn main() -> Result<()> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    // The peers are this same program, so that each has a process of its own.
    match arguments.first().map(String::as_str) {
        Some("echo") => peer::serve(echo::router()),
        Some("relay") => peer::serve(relay::router(&PathBuf::from(&arguments[1]))?),
        out => measure(out.map(PathBuf::from)),
    }
}

fn measure(out: Option<PathBuf>) -> Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    core::pin_this(core::LOAD);
    let report = runtime.block_on(async {
        let mut report = Report::default();
        disk::measure(&mut report)?;
        echo::measure(&mut report).await?;
        relay::measure(&mut report).await?;
        pairs::measure(&mut report).await?;
        crowd::measure(&mut report).await?;
        idle::measure(&mut report).await?;
        anyhow::Ok(report)
    })?;
    report.show();
    if let Some(out) = out {
        report.save(&out)?;
    }
    Ok(())
}
