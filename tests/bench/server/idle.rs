//! What a visitor costs who is connected and says nothing.

use anyhow::Result;
use futures_util::StreamExt;
use tests::{report::Report, world::World};
use tokio::task::LocalSet;

use crate::{core, crowd};

/// Sockets that are opened before anything is measured, so that what is made once is there.
const WARM_UP: usize = 50;

/// Answers how many KiB each socket takes.
pub(crate) async fn measure(sockets: usize, report: &mut Report) -> Result<f64> {
    let mut world = World::outside().await;
    let process = world.house_mut().program().id();
    let local = LocalSet::new();
    let open = async |first: usize, count: usize| {
        for index in first..first + count {
            let visitor = world.visitor_from(crowd::machine(index), "support").await;
            let mut stream = visitor.into_stream();
            // Reading answers the server's pings; without that it would give them up one by one.
            local.spawn_local(async move { while let Some(Ok(_)) = stream.next().await {} });
        }
        core::resident_bytes(process)
    };
    let before = local.run_until(open(0, WARM_UP)).await;
    let after = local.run_until(open(WARM_UP, sockets)).await;
    let each = after.saturating_sub(before) as f64 / sockets as f64 / 1024.0;
    report.figure("samtale: memory per idle socket", each, "KiB");
    let all = after as f64 / 1024.0 / 1024.0;
    report.figure(
        &format!("samtale: memory with {sockets} idle sockets"),
        all,
        "MiB",
    );
    Ok(each)
}
