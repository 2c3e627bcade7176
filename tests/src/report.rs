//! The figures of a benchmark, for people and for programs.

use std::{
    fs,
    io::{self, Write},
    path::Path,
    time::Duration,
};

use serde_json::{Map, Value, json};

use crate::histogram::Histogram;

/// All figures of one run, in the order in which they came.
pub struct Report {
    cores: usize,
    /// How many programs wanted a processor when the run began.
    load: f64,
    lines: Vec<(String, String)>,
    figures: Map<String, Value>,
    aims: Vec<Aim>,
}

/// What is wanted of a figure.
#[derive(Clone, Copy, Debug)]
pub enum Wish {
    /// So much or more.
    AtLeast(f64),
    /// So much or less.
    AtMost(f64),
}

/// A figure beside what is wanted of it.
struct Aim {
    name: String,
    number: f64,
    unit: &'static str,
    wish: Wish,
}

impl Report {
    /// Begins a run. Do so before a core is chosen: it tells how many there are.
    pub fn new() -> Self {
        Self {
            cores: std::thread::available_parallelism().map_or(0, usize::from),
            load: load(),
            lines: Vec::new(),
            figures: Map::new(),
            aims: Vec::new(),
        }
    }

    /// So many in so long.
    pub fn rate(&mut self, name: &str, count: u64, took: Duration) {
        self.figure(name, count as f64 / took.as_secs_f64(), "per second");
    }

    /// How long something took: the middle, the slow end, the slowest.
    pub fn times(&mut self, name: &str, times: &Histogram) {
        let [p50, p99, max] =
            [times.quantile(0.5), times.quantile(0.99), times.longest()].map(millis);
        let shown = format!("p50 {p50:.2}  p99 {p99:.2}  max {max:.1} ms");
        let figure = json!({ "p50_ms": p50, "p99_ms": p99, "max_ms": max });
        self.add(name, shown, figure);
    }

    /// A number with its unit.
    pub fn figure(&mut self, name: &str, number: f64, unit: &str) {
        self.add(
            name,
            format!("{} {unit}", spell(number)),
            json!({ unit: number }),
        );
    }

    /// A number and what is wanted of it.
    pub fn aim(&mut self, name: &str, number: f64, unit: &'static str, wish: Wish) {
        self.aims.push(Aim {
            name: name.to_owned(),
            number,
            unit,
            wish,
        });
    }

    /// Shows all figures as a table, and below them what is wanted.
    pub fn show(&self) {
        let shown = self.lines.iter().map(|(name, shown)| (name, shown.clone()));
        let figures: Vec<_> = shown.collect();
        let aims: Vec<_> = self.aims.iter().map(|it| (&it.name, it.spell())).collect();
        let mut out = io::stdout().lock();
        // Nobody may be listening any more.
        let _ = writeln!(
            out,
            "\nOn {} cores; programs that wanted one when this began: {:.1}\n",
            self.cores, self.load
        );
        write_table(&mut out, &figures);
        let _ = writeln!(out);
        write_table(&mut out, &aims);
    }

    /// Saves them as JSON.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn save(&self, file: &Path) -> io::Result<()> {
        let aims: Vec<Value> = self.aims.iter().map(Aim::json).collect();
        let all = json!({
            "cores": self.cores,
            "load_before": self.load,
            "figures": self.figures,
            "aims": aims,
        });
        if let Some(folder) = file.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::write(file, format!("{all:#}\n"))
    }

    fn add(&mut self, name: &str, shown: String, figure: Value) {
        // For whoever waits; the table comes at the end.
        let _ = writeln!(io::stderr(), "{name}: {shown}");
        let entry = self
            .figures
            .entry(name.trim().to_owned())
            .or_insert_with(|| json!({}));
        if let (Value::Object(known), Value::Object(new)) = (entry, figure) {
            known.extend(new);
        }
        self.lines.push((name.to_owned(), shown));
    }
}

impl Default for Report {
    fn default() -> Self {
        Self::new()
    }
}

impl Aim {
    fn is_met(&self) -> bool {
        match self.wish {
            Wish::AtLeast(least) => self.number >= least,
            Wish::AtMost(most) => self.number <= most,
        }
    }

    fn spell(&self) -> String {
        let (sign, wanted) = match self.wish {
            Wish::AtLeast(least) => ('≥', least),
            Wish::AtMost(most) => ('≤', most),
        };
        let verdict = if self.is_met() { "met" } else { "MISSED" };
        let Self { number, unit, .. } = self;
        format!("{number:>8.2} {unit}   aim {sign} {wanted} {unit}   {verdict}")
    }

    fn json(&self) -> Value {
        let (wish, wanted) = match self.wish {
            Wish::AtLeast(least) => ("at_least", least),
            Wish::AtMost(most) => ("at_most", most),
        };
        json!({
            "name": self.name,
            "unit": self.unit,
            "number": self.number,
            wish: wanted,
            "is_met": self.is_met(),
        })
    }
}

/// Milliseconds.
pub fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1_000.0
}

fn spell(number: f64) -> String {
    let digits = match number {
        1_000.0.. => 0,
        10.0.. => 1,
        _ => 2,
    };
    format!("{number:.digits$}")
}

/// How many programs wanted a processor within the last minute, where the system tells.
fn load() -> f64 {
    let text = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    let first = text.split(' ').next().and_then(|it| it.parse().ok());
    first.unwrap_or_default()
}

fn write_table(out: &mut impl Write, lines: &[(&String, String)]) {
    let width = lines.iter().map(|it| it.0.chars().count()).max();
    let width = width.unwrap_or_default();
    for (name, shown) in lines {
        let _ = writeln!(out, "{name:<width$}  {shown}");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_aim_is_met_or_missed_and_says_so() {
        let mut report = Report::new();
        report.aim("speed", 0.65, "×", Wish::AtLeast(0.7));
        report.aim("memory", 16.0, "KiB", Wish::AtMost(16.0));
        let verdicts: Vec<bool> = report.aims.iter().map(Aim::is_met).collect();
        assert_eq!(verdicts, [false, true]);
        assert!(report.aims[0].spell().contains("aim ≥ 0.7 ×   MISSED"));
    }

    #[test]
    fn what_is_saved_has_every_figure_with_its_unit() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("new").join("bench.json");
        let mut report = Report::new();
        report.figure("echo", 12.5, "per second");
        report.times("echo", &Histogram::default());
        report.aim("echo", 12.5, "per second", Wish::AtLeast(1.0));
        report.save(&file).unwrap();
        let saved: Value = serde_json::from_slice(&fs::read(file).unwrap()).unwrap();
        assert_eq!(saved["figures"]["echo"]["per second"], 12.5);
        assert_eq!(saved["figures"]["echo"]["p99_ms"], 0.0);
        assert_eq!(saved["aims"][0]["is_met"], true);
    }
}
