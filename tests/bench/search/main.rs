//! Measures the archive: how long it takes to find something among so many messages, and to open the store.
//!
//! The first argument names a file for the figures as JSON, the second how many messages there are.

mod story;

use std::{
    env,
    path::{Path, PathBuf},
    time::Instant,
};

use anyhow::{Context, Result, anyhow, ensure};
use server::store::{Query, Store, Trouble, sqlite::Sqlite};
use shared::time::Timestamp;
use tests::{
    histogram::Histogram,
    random::Random,
    report::{Report, Wish, millis},
};

use story::{CHANNELS, Story};

/// How many messages there are, unless it is said.
const MESSAGES: usize = 1_000_000;
/// Conversations that are written in one round.
const ROUND: usize = 200;
/// Questions of each kind.
const QUESTIONS: usize = 100;

fn main() -> Result<()> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let messages = match arguments.get(1) {
        Some(it) => it
            .parse()
            .with_context(|| format!("`{it}` is no number of messages"))?,
        None => MESSAGES,
    };
    ensure!(messages >= story::LENGTH, "there must be some messages");
    let mut report = Report::new();
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("samtale.db");
    let mut random = Random::new(7);
    fill(&file, messages, &mut random, &mut report)?;
    let slowest = ask(&file, &mut random, &mut report)?;
    let name = "finding the first 20, p95, the slowest kind of question";
    report.aim(name, slowest, "ms", Wish::AtMost(100.0));
    report.show();
    if let Some(out) = arguments.first().map(PathBuf::from) {
        report.save(&out)?;
    }
    Ok(())
}

/// Writes the conversations and the index of their words.
fn fill(file: &Path, messages: usize, random: &mut Random, report: &mut Report) -> Result<()> {
    let mut store = Sqlite::open(file).map_err(said)?;
    story::channels(&mut store).map_err(said)?;
    let conversations = messages / story::LENGTH;
    let began = Instant::now();
    for first in (0..conversations).step_by(ROUND) {
        store.begin().map_err(said)?;
        for number in first..(first + ROUND).min(conversations) {
            for write in Story::new(number).writes(random) {
                store.apply(&write).map_err(said)?;
            }
        }
        store.commit().map_err(said)?;
    }
    let count = (conversations * story::LENGTH) as u64;
    report.figure("messages", count as f64, "");
    report.rate("written, in large rounds", count, began.elapsed());
    let began = Instant::now();
    while store.index().map_err(said)? {}
    report.rate("put into the index", count, began.elapsed());
    Ok(())
}

/// Asks all kinds of questions. Answers the p95 of the slowest kind in milliseconds.
fn ask(file: &Path, random: &mut Random, report: &mut Report) -> Result<f64> {
    let began = Instant::now();
    let mut store = Sqlite::open(file).map_err(said)?;
    let opened = began.elapsed();
    store.live(Timestamp(0)).map_err(said)?;
    report.figure("opening the file", millis(opened), "ms");
    let reader = store.reader();
    let mut slowest: f64 = 0.0;
    type Draw = fn(&mut Random) -> Vec<String>;
    let kinds: [(&str, Draw, bool); 5] = [
        ("a rare word", |it| vec![story::rare(it)], false),
        ("a common word", |it| vec![story::common(it)], false),
        (
            "two common words",
            |it| vec![story::common(it), story::common(it)],
            false,
        ),
        (
            "a common and a rare word",
            |it| vec![story::common(it), story::rare(it)],
            false,
        ),
        (
            "a common word on one channel, ended",
            |it| vec![story::common(it)],
            true,
        ),
    ];
    for (name, draw, is_filtered) in kinds {
        let mut times = Histogram::default();
        for _ in 0..QUESTIONS {
            let channels = if is_filtered { 1 } else { CHANNELS.len() };
            let query = Query {
                words: draw(random),
                channels: CHANNELS[..channels]
                    .iter()
                    .map(|it| story::channel(it))
                    .collect(),
                status: is_filtered.then_some(shared::conversation::Status::Ended),
                limit: 20,
                ..Query::default()
            };
            let began = Instant::now();
            let found = reader.search(&query).map_err(said)?;
            times.add(began.elapsed());
            ensure!(draw_finds(name, found.len()), "{name} was not found");
        }
        slowest = slowest.max(millis(times.quantile(0.95)));
        report.times(&format!("finding {name}"), &times);
    }
    Ok(slowest)
}

/// Two words need not stand in one message; one always stands somewhere.
fn draw_finds(kind: &str, found: usize) -> bool {
    found > 0 || kind.contains("two") || kind.contains("and") || kind.contains("ended")
}

fn said(trouble: Trouble) -> anyhow::Error {
    anyhow!("{trouble}")
}
