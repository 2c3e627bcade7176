//! Measures the server's program, pinned to one core, with this program on the other: messages per
//! second, times to acknowledgement and delivery, memory per idle socket; beside it in the same run
//! what the disk, a bare WebSocket echo and a relay without rules can do.
//!
//! `SAMTALE_SERVER` names the program. The first argument names a file for the figures as JSON, the second
//! how many sockets there are in the open loop and when idle.

mod core;
mod crowd;
mod disk;
mod echo;
mod idle;
mod pairs;
mod peer;
mod relay;
mod wire;

use std::{env, path::PathBuf};

use anyhow::{Context, Result, ensure};
use tests::report::{Report, Wish, millis};

/// How many chats are measured in the closed loop.
const PAIRS: usize = 50;
/// How many sockets there are in the open loop and when idle, unless it is said.
const SOCKETS: usize = 1_000;
/// Fewer give the agents nobody to talk to; for more the system has no room in one process.
const POSSIBLE: std::ops::RangeInclusive<usize> = 200..=19_500;

fn main() -> Result<()> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    // The peers are this same program, so that each has a process of its own.
    match arguments.first().map(String::as_str) {
        Some("echo") => peer::serve(echo::router()),
        Some("relay") => peer::serve(relay::router(&PathBuf::from(&arguments[1]))?),
        out => measure(out.map(PathBuf::from), sockets(arguments.get(1))?),
    }
}

fn sockets(argument: Option<&String>) -> Result<usize> {
    let Some(argument) = argument else {
        return Ok(SOCKETS);
    };
    let sockets = argument
        .parse()
        .with_context(|| format!("`{argument}` is no number of sockets"))?;
    let (least, most) = (POSSIBLE.start(), POSSIBLE.end());
    ensure!(
        POSSIBLE.contains(&sockets),
        "{sockets} sockets cannot be measured: {least} to {most} can"
    );
    Ok(sockets)
}

fn measure(out: Option<PathBuf>, sockets: usize) -> Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let mut report = Report::new();
    core::pin_this(core::LOAD);
    runtime.block_on(async {
        let disk = disk::measure(&mut report)?;
        echo::measure(&mut report).await?;
        let floor = relay::measure(&mut report).await?;
        let ours = pairs::measure(&mut report).await?;
        pairs::measure_crowded(&mut report).await?;
        let crowd = crowd::measure(sockets, &mut report).await?;
        let idle = idle::measure(sockets, &mut report).await?;

        let speed = ours.per_second / floor.per_second;
        let name = "durable messages per second, to the floor relay's";
        report.aim(name, speed, "×", Wish::AtLeast(0.7));
        let processor = ours.processor_micros / floor.processor_micros;
        let name = "processor per message, to the floor relay's";
        report.aim(name, processor, "×", Wish::AtMost(1.5));
        for (name, times) in [
            ("acknowledged", &crowd.acknowledged),
            ("delivered", &crowd.delivered),
        ] {
            for (part, rank, most) in [(0.5, "p50", 2.0), (0.99, "p99", 10.0)] {
                let took = millis(times.quantile(part));
                report.aim(&format!("{name}, {rank}"), took, "ms", Wish::AtMost(most));
                let sync = millis(disk.quantile(part));
                let name = format!("{name}, {rank}, to the disk's sync");
                report.figure(&name, took / sync, "×");
            }
        }
        let name = "memory per idle socket";
        report.aim(name, idle, "KiB", Wish::AtMost(16.0));
        anyhow::Ok(())
    })?;
    report.show();
    if let Some(out) = out {
        report.save(&out)?;
    }
    Ok(())
}
