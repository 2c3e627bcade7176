//! What the disk can do: append 4 KiB and make sure that they are on it.

use std::{
    fs::File,
    io::Write,
    time::{Duration, Instant},
};

use anyhow::Result;
use tests::{histogram::Histogram, report::Report, settings};

const BLOCK: [u8; 4096] = [7; 4096];
const FOR: Duration = Duration::from_secs(2);

pub(crate) fn measure(report: &mut Report) -> Result<Histogram> {
    let folder = tempfile::tempdir_in(settings::target())?;
    let mut file = File::create(folder.path().join("appended"))?;
    let mut times = Histogram::default();
    let begin = Instant::now();
    while begin.elapsed() < FOR {
        let start = Instant::now();
        file.write_all(&BLOCK)?;
        file.sync_data()?;
        times.add(start.elapsed());
    }
    report.rate(
        "disk: append 4 KiB + fdatasync",
        times.count(),
        begin.elapsed(),
    );
    report.times("disk: append 4 KiB + fdatasync", &times);
    Ok(times)
}
