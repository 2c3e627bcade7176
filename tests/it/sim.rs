//! Seeded runs of the whole core: whatever happens, what must hold, holds.

use std::thread;

use shared::{agent, channel::Rights};
use tests::{
    settings,
    sim::{Fate, Sim},
};

/// Seeds of one run, unless `SAMTALE_SEEDS` says otherwise. `SAMTALE_SEED` runs that one alone.
const SEEDS: u64 = 2_000;

/// A visitor or two, two or three agents who work together, and everything that can go wrong. In every
/// second office what waits is offered.
fn live(seed: u64) {
    let fate = match seed % 4 {
        0 => Fate::RoughAndSlow,
        _ => Fate::Rough,
    };
    let mut sim = Sim::new(seed, fate);
    if seed % 2 == 1 {
        sim.offer();
    }
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

/// D-04.
#[test]
fn sixty_four_who_write_at_once_see_the_same_in_the_same_order() {
    let mut sim = Sim::new(4, Fate::Calm);
    let kari = sim.visitor("kari");
    let owner = sim.agent("ann");
    let others: Vec<usize> = (0..62)
        .map(|it| sim.agent(&format!("colleague {it}")))
        .collect();
    sim.run(1_000);
    sim.says(kari, false);
    sim.run(1_000);
    sim.takes_next(owner);
    sim.run(1_000);
    for round in 0..10 {
        sim.says(kari, false);
        sim.says(owner, round % 2 == 0);
        for &other in &others {
            sim.says(other, true);
        }
        sim.run(50);
        sim.cut(others[round * 5]);
    }
    sim.rest();
    sim.check();
    let logs = sim.logs();
    assert_eq!(logs.len(), 1);
    let lines = logs[0].iter().filter(|it| {
        matches!(
            it.change,
            agent::Change::Posted(_) | agent::Change::Noted(_)
        )
    });
    assert_eq!(lines.count(), 1 + 64 * 10);
}

/// F-05.
#[test]
fn notes_between_messages_leave_the_visitors_numbers_dense() {
    let mut sim = Sim::new(5, Fate::Rough);
    let kari = sim.visitor("kari");
    let ann = sim.agent("ann");
    sim.run(1_000);
    sim.says(kari, false);
    sim.run(1_000);
    sim.takes_next(ann);
    for _ in 0..20 {
        sim.run(1_000);
        sim.says(ann, true);
        sim.says(ann, false);
        sim.says(kari, false);
        sim.cut(kari);
    }
    sim.rest();
    sim.check();
    let shown = sim.lines_of(kari);
    assert_eq!(shown.len(), 1 + 2 * 20);
    assert!(shown.iter().all(|line| !line.contains("canary")));
}
