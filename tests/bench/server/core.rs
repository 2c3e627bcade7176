//! Which processor core runs what, and what a process used.

use std::fs;

use rustix::{
    process::Pid,
    thread::{CpuSet, sched_setaffinity},
};

/// The core of whatever is measured.
pub(crate) const SERVER: usize = 0;
/// The core of whatever measures.
pub(crate) const LOAD: usize = 1;

/// Clock ticks of the system per second, as `/proc` counts processor time.
const TICKS: f64 = 100.0;

/// Keeps this thread on a core.
pub(crate) fn pin_this(core: usize) {
    pin(None, core);
}

/// Keeps every thread of a process, and those it starts later, on a core.
pub(crate) fn pin_process(process: u32, core: usize) {
    let tasks = fs::read_dir(format!("/proc/{process}/task"))
        .into_iter()
        .flatten()
        .flatten();
    for task in tasks {
        let id = task.file_name().to_string_lossy().parse().ok();
        pin(id.and_then(Pid::from_raw), core);
    }
}

fn pin(thread: Option<Pid>, core: usize) {
    let mut cores = CpuSet::new();
    cores.set(core);
    if let Err(error) = sched_setaffinity(thread, &cores) {
        eprintln!("not pinned to core {core}: {error}");
    }
}

/// Seconds of processor time that a process has used.
pub(crate) fn processor_seconds(process: u32) -> f64 {
    let stat = fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
    let words: Vec<&str> = match stat.rsplit_once(')') {
        Some((_, rest)) => rest.split_whitespace().collect(),
        None => Vec::new(),
    };
    let ticks = |index: usize| words.get(index).and_then(|it| it.parse::<f64>().ok());
    (ticks(11).unwrap_or_default() + ticks(12).unwrap_or_default()) / TICKS
}

/// Bytes of memory that a process holds.
pub(crate) fn resident_bytes(process: u32) -> u64 {
    // `status` tells of it too, but lets each core be some pages behind.
    let pages = fs::read_to_string(format!("/proc/{process}/smaps_rollup")).unwrap_or_default();
    let line = pages.lines().find_map(|line| line.strip_prefix("Rss:"));
    let kibibytes = line.and_then(|it| it.trim().trim_end_matches(" kB").parse::<u64>().ok());
    kibibytes.unwrap_or_default() * 1024
}
