//! What a visitor costs who is connected and says nothing.

use anyhow::Result;
use tests::world::World;

use crate::{SOCKETS, core, report::Report};

/// Sockets that are opened before anything is measured, so that what is made once is there.
const WARM_UP: usize = 50;

pub(crate) async fn measure(report: &mut Report) -> Result<()> {
    let mut world = World::outside().await;
    let process = world.house_mut().program().id();
    let mut sockets = Vec::new();
    for _ in 0..WARM_UP {
        sockets.push(world.visitor().await);
    }
    let before = core::resident_bytes(process);
    for _ in 0..SOCKETS {
        sockets.push(world.visitor().await);
    }
    let after = core::resident_bytes(process);
    let each = after.saturating_sub(before) as f64 / SOCKETS as f64 / 1024.0;
    report.figure("samtale: memory per idle socket", each, "KiB");
    report.figure(
        "samtale: memory in all",
        after as f64 / 1024.0 / 1024.0,
        "MiB",
    );
    Ok(())
}
