//! Seeded runs of the whole core: whatever happens, what must hold, holds.

use std::thread;

use shared::channel::Rights;
use tests::{
    settings,
    sim::{Fate, Sim},
};

/// Seeds of one run, unless `SAMTALE_SEEDS` says otherwise. `SAMTALE_SEED` runs that one alone.
const SEEDS: u64 = 2_000;

/// A visitor or two, two or three agents, and everything that can go wrong.
fn live(seed: u64) {
    let fate = match seed % 4 {
        0 => Fate::RoughAndSlow,
        _ => Fate::Rough,
    };
    let mut sim = Sim::new(seed, fate);
    sim.agent("ann");
    sim.agent_with(
        "bob",
        Rights {
            respond: true,
            ..Rights::default()
        },
    );
    sim.visitor("kari");
    if seed.is_multiple_of(2) {
        sim.visitor("ola");
    }
    if seed.is_multiple_of(3) {
        sim.agent("meg");
    }
    sim.live(60);
}

#[test]
fn whatever_happens_each_line_is_kept_once_in_order_and_everybody_sees_the_same() {
    if let Some(seed) = settings::number("SAMTALE_SEED") {
        return live(seed);
    }
    let seeds = settings::number("SAMTALE_SEEDS").unwrap_or(SEEDS);
    let threads = thread::available_parallelism().map_or(1, |it| it.get() as u64);
    thread::scope(|scope| {
        for first in 0..threads {
            scope.spawn(move || {
                for seed in (first..seeds).step_by(threads as usize) {
                    let lived = std::panic::catch_unwind(|| live(seed));
                    assert!(lived.is_ok(), "failed with SAMTALE_SEED={seed}");
                }
            });
        }
    });
    println!("{seeds} seeds");
}
