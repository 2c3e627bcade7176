//! The table at the end, and the line that sums it up.

use std::time::{Duration, Instant};

use anyhow::Result;

use crate::out::say;

/// How many tests went which way.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(super) struct Count {
    pub(super) passed: usize,
    pub(super) failed: usize,
}

struct Row {
    runner: String,
    count: Count,
    time: Duration,
}

/// The results so far, in the order in which they came.
#[derive(Default)]
pub(super) struct Report {
    rows: Vec<Row>,
}

impl Report {
    /// Runs a check that either holds or does not.
    pub(super) fn check(&mut self, runner: &str, work: impl FnOnce() -> Result<()>) {
        self.run(runner, || {
            work()?;
            Ok(Count {
                passed: 1,
                failed: 0,
            })
        });
    }

    /// Runs something that counts for itself. An error is one failure.
    pub(super) fn run(&mut self, runner: &str, work: impl FnOnce() -> Result<Count>) {
        say(format_args!("\n##### {runner}"));
        let begun = Instant::now();
        let count = work().unwrap_or_else(|error| {
            say(format_args!("error: {error:#}"));
            Count {
                passed: 0,
                failed: 1,
            }
        });
        self.add(runner, count, begun.elapsed());
    }

    /// Results of the same runner make one row; one that ran nothing makes none.
    fn add(&mut self, runner: &str, count: Count, time: Duration) {
        if count == Count::default() {
            return;
        }
        match self.rows.iter_mut().find(|it| it.runner == runner) {
            Some(row) => {
                row.count.passed += count.passed;
                row.count.failed += count.failed;
                row.time += time;
            }
            None => self.rows.push(Row {
                runner: runner.to_owned(),
                count,
                time,
            }),
        }
    }

    pub(super) fn failed(&self) -> usize {
        self.rows.iter().map(|it| it.count.failed).sum()
    }

    fn passed(&self) -> usize {
        self.rows.iter().map(|it| it.count.passed).sum()
    }

    /// Prints the table and, as the last line, the sum alone.
    pub(super) fn print(&self) {
        say(format_args!(
            "\n{:<28}{:>8}{:>8}{:>10}",
            "runner", "passed", "failed", "seconds"
        ));
        for Row {
            runner,
            count: Count { passed, failed },
            time,
        } in &self.rows
        {
            let seconds = time.as_secs_f64();
            let mark = if *failed > 0 { "  FAILED" } else { "" };
            say(format_args!(
                "{runner:<28}{passed:>8}{failed:>8}{seconds:>10.1}{mark}"
            ));
        }
        say(format_args!(
            "\n{} passed, {} failed",
            self.passed(),
            self.failed()
        ));
    }
}

/// Adds up the `test result:` lines of a test program. One that fails without counting a
/// failure (it crashed, or was ended) has one.
pub(super) fn count(output: &str, succeeded: bool) -> Count {
    let mut count = Count::default();
    for line in output
        .lines()
        .filter_map(|it| it.trim().strip_prefix("test result: "))
    {
        count.passed += number_before(line, " passed");
        count.failed += number_before(line, " failed");
    }
    if !succeeded && count.failed == 0 {
        count.failed = 1;
    }
    count
}

fn number_before(line: &str, word: &str) -> usize {
    let number = line
        .split(word)
        .next()
        .and_then(|it| it.split(' ').next_back());
    number.and_then(|it| it.parse().ok()).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_are_added_up() {
        let output = "running 3 tests\n\
            test result: ok. 3 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out\n\
            test result: FAILED. 12 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out\n";
        assert_eq!(
            count(output, false),
            Count {
                passed: 15,
                failed: 2
            }
        );
    }

    #[test]
    fn a_crash_is_a_failure() {
        assert_eq!(
            count("", false),
            Count {
                passed: 0,
                failed: 1
            }
        );
        assert_eq!(count("", true), Count::default());
    }

    #[test]
    fn rows_of_one_runner_are_one_row() {
        let mut report = Report::default();
        report.run("unit", || {
            Ok(Count {
                passed: 2,
                failed: 0,
            })
        });
        report.run("unit", || {
            Ok(Count {
                passed: 1,
                failed: 1,
            })
        });
        report.run("nothing", || Ok(Count::default()));
        assert_eq!(
            (report.rows.len(), report.passed(), report.failed()),
            (1, 3, 1)
        );
    }
}
