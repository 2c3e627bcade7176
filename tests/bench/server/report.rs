//! The figures, for people and for programs.

use std::{
    fs,
    io::{self, Write},
    path::Path,
    time::Duration,
};

use anyhow::Result;
use serde_json::{Map, Value, json};
use tests::histogram::Histogram;

/// All figures of one run, in the order in which they came.
#[derive(Default)]
pub(crate) struct Report {
    lines: Vec<(String, String)>,
    figures: Map<String, Value>,
}

impl Report {
    /// So many in so long.
    pub(crate) fn rate(&mut self, name: &str, count: u64, took: Duration) {
        self.figure(name, count as f64 / took.as_secs_f64(), "per second");
    }

    /// How long something took: the middle, the slow end, the slowest.
    pub(crate) fn times(&mut self, name: &str, times: &Histogram) {
        let millis = |it: Duration| it.as_secs_f64() * 1_000.0;
        let [p50, p99, max] = [
            millis(times.quantile(0.5)),
            millis(times.quantile(0.99)),
            millis(times.longest()),
        ];
        let shown = format!("p50 {p50:.2}  p99 {p99:.2}  max {max:.1} ms");
        self.add(
            name,
            shown,
            json!({ "p50_ms": p50, "p99_ms": p99, "max_ms": max }),
        );
    }

    /// A number with its unit.
    pub(crate) fn figure(&mut self, name: &str, number: f64, unit: &str) {
        let digits = if number >= 1_000.0 { 0 } else { 1 };
        self.add(
            name,
            format!("{number:.digits$} {unit}"),
            json!({ unit: number }),
        );
    }

    /// Shows them as a table.
    pub(crate) fn show(&self) {
        let width = self
            .lines
            .iter()
            .map(|it| it.0.chars().count())
            .max()
            .unwrap_or(0);
        let mut out = io::stdout().lock();
        for (name, shown) in &self.lines {
            // Nobody may be listening any more.
            let _ = writeln!(out, "{name:<width$}  {shown}");
        }
    }

    /// Saves them as JSON.
    pub(crate) fn save(&self, file: &Path) -> Result<()> {
        if let Some(folder) = file.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::write(file, serde_json::to_string_pretty(&self.figures)? + "\n")?;
        Ok(())
    }

    fn add(&mut self, name: &str, shown: String, figure: Value) {
        eprintln!("{name}: {shown}");
        let entry = self.figures.entry(name).or_insert_with(|| json!({}));
        if let (Value::Object(known), Value::Object(new)) = (entry, figure) {
            known.extend(new);
        }
        self.lines.push((name.to_owned(), shown));
    }
}
