//! What the commands print: plain lines, and steps with the time they took.

use std::fmt::Arguments;
use std::io::Write;
use std::time::{Duration, Instant};

use anyhow::Result;

/// Prints one line. A closed pipe (`cargo xtask … | head`) is not an error.
pub(crate) fn say(line: Arguments<'_>) {
    let mut out = std::io::stdout().lock();
    let _ = writeln!(out, "{line}");
    let _ = out.flush();
}

/// Announces a step, runs it, and tells how long it took.
pub(crate) fn step<T>(name: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
    say(format_args!("==> {name}"));
    let begun = Instant::now();
    let result = work();
    let outcome = if result.is_ok() { "done" } else { "FAILED" };
    say(format_args!(
        "    {name}: {outcome} in {}",
        spell(begun.elapsed())
    ));
    result
}

/// A step that had nothing to do.
pub(crate) fn up_to_date(name: &str) {
    say(format_args!("==> {name}: up to date"));
}

/// `0.4 s`, `12.3 s`, `3 min 5 s`.
pub(crate) fn spell(time: Duration) -> String {
    let seconds = time.as_secs();
    if seconds < 60 {
        format!("{:.1} s", time.as_secs_f64())
    } else {
        format!("{} min {} s", seconds / 60, seconds % 60)
    }
}

/// `12,345`: a number a person can read.
pub(crate) fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_grouped() {
        let spelled: Vec<String> = [0, 999, 1_000, 1_234_567].map(grouped).into();
        assert_eq!(spelled, ["0", "999", "1,000", "1,234,567"]);
    }

    #[test]
    fn times_read_naturally() {
        assert_eq!(spell(Duration::from_millis(1_250)), "1.2 s");
        assert_eq!(spell(Duration::from_secs(185)), "3 min 5 s");
    }
}
