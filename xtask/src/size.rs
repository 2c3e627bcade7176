//! `cargo xtask size`: what a browser has to load, exactly, beside what it may be.

use std::fs;
use std::io::Write;
use std::path::Path;

use anyhow::{Context, Result, bail, ensure};
use flate2::Compression;
use flate2::write::GzEncoder;

use crate::out::{grouped, say};
use crate::{apps, command, setup};

/// A set of files with a limit for their size in brotli.
struct Budget {
    name: &'static str,
    folder: &'static str,
    /// Whether a file, named relative to the folder, is loaded.
    counts: fn(&str) -> bool,
    limit: usize,
}

const BUDGETS: &[Budget] = &[
    Budget {
        name: "loader",
        folder: "widget",
        counts: |name| name == "widget.js",
        limit: 4_000,
    },
    Budget {
        name: "widget until one can write",
        folder: "widget",
        counts: |name| is_loaded(name) && !is_extra(name),
        limit: 100_000,
    },
    Budget {
        name: "agent app, first load",
        folder: "agent",
        counts: |name| is_loaded(name) && !is_later(name),
        limit: 450_000,
    },
    Budget {
        name: "agent app, what comes later",
        folder: "agent",
        counts: is_later,
        limit: 250_000,
    },
];

/// Folders of which a browser loads one file: the largest one counts.
const ONE_OF: &[&str] = &["words/"];

#[derive(Clone, Copy, Default)]
struct Bytes {
    raw: usize,
    gzip: usize,
    brotli: usize,
}

/// One finished measurement.
pub(crate) struct Verdict {
    pub(crate) name: &'static str,
    pub(crate) is_within: bool,
}

pub(crate) fn run(arguments: &[String]) -> Result<()> {
    command::expect_no_arguments(arguments)?;
    setup::ensure()?;
    let verdicts = check(&apps::build()?)?;
    let over: Vec<&str> = verdicts
        .iter()
        .filter(|it| !it.is_within)
        .map(|it| it.name)
        .collect();
    if !over.is_empty() {
        bail!("above the budget: {}", over.join(", "));
    }
    Ok(())
}

/// Measures the built apps and prints the table.
pub(crate) fn check(apps: &Path) -> Result<Vec<Verdict>> {
    say(format_args!(
        "{:<44}{:>12}{:>12}{:>12}{:>12}",
        "", "raw", "gzip -9", "brotli -11", "budget"
    ));
    BUDGETS.iter().map(|budget| weigh(budget, apps)).collect()
}

fn weigh(budget: &Budget, apps: &Path) -> Result<Verdict> {
    let folder = apps.join(budget.folder);
    let mut total = Bytes::default();
    let mut alternatives = vec![Bytes::default(); ONE_OF.len()];
    for file in apps::files(&folder)? {
        let name = file
            .strip_prefix(&folder)?
            .to_string_lossy()
            .replace('\\', "/");
        if name.ends_with(".br") || !(budget.counts)(&name) {
            continue;
        }
        let bytes = measure(&file)?;
        print_row(&format!("  {name}"), bytes, None);
        match ONE_OF.iter().position(|it| name.starts_with(it)) {
            Some(index) if bytes.brotli > alternatives[index].brotli => alternatives[index] = bytes,
            Some(_) => {}
            None => total = total.plus(bytes),
        }
    }
    let total = alternatives.into_iter().fold(total, Bytes::plus);
    ensure!(
        total.raw > 0,
        "{}: nothing to measure in {}",
        budget.name,
        folder.display()
    );
    print_row(budget.name, total, Some(budget.limit));
    Ok(Verdict {
        name: budget.name,
        is_within: total.brotli <= budget.limit,
    })
}

/// Pages, scripts, wasm and styles; pictures and sounds come later, when they are needed.
fn is_loaded(name: &str) -> bool {
    [".html", ".js", ".wasm", ".css", ".json"]
        .iter()
        .any(|ending| name.ends_with(ending))
}

/// What only some pages load, such as those with rules, and whoever puts the chat into a page.
fn is_extra(name: &str) -> bool {
    ["extras-", "doctor-", "move-", "shadow-", "wear-", "check."]
        .iter()
        .any(|it| name.starts_with(it))
}

/// The part of the agent app that is loaded once its desk is there.
fn is_later(name: &str) -> bool {
    name.ends_with("_later.wasm")
}

fn measure(file: &Path) -> Result<Bytes> {
    let bytes = fs::read(file).with_context(|| format!("cannot read {}", file.display()))?;
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(&bytes)?;
    let gzip = encoder.finish()?.len();
    Ok(Bytes {
        raw: bytes.len(),
        gzip,
        brotli: apps::compressed(&bytes)?.len(),
    })
}

fn print_row(name: &str, bytes: Bytes, limit: Option<usize>) {
    let Bytes { raw, gzip, brotli } = bytes;
    let verdict = match limit {
        Some(limit) if brotli > limit => format!("{:>12}  OVER", grouped(limit)),
        Some(limit) => format!("{:>12}  ok", grouped(limit)),
        None => String::new(),
    };
    let [raw, gzip, brotli] = [raw, gzip, brotli].map(grouped);
    say(format_args!(
        "{name:<44}{raw:>12}{gzip:>12}{brotli:>12}{verdict}"
    ));
}

impl Bytes {
    fn plus(self, other: Self) -> Self {
        Self {
            raw: self.raw + other.raw,
            gzip: self.gzip + other.gzip,
            brotli: self.brotli + other.brotli,
        }
    }
}
