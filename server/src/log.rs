//! The log: one line for each thing that happened, to standard error.

use std::{
    io::{self, Write, stderr},
    panic::{self, PanicHookInfo},
};

use tracing::level_filters::LevelFilter;
use tracing_subscriber::fmt;

use crate::config::{Config, LogFormat, LogLevel};

/// Begins to log, once for the whole program.
pub(crate) fn start(config: &Config) {
    let level = match config.log {
        LogLevel::Off => LevelFilter::OFF,
        LogLevel::Error => LevelFilter::ERROR,
        LogLevel::Warn => LevelFilter::WARN,
        LogLevel::Info => LevelFilter::INFO,
        LogLevel::Debug => LevelFilter::DEBUG,
    };
    let log = fmt()
        .with_max_level(level)
        .with_writer(|| OneLine(stderr()));
    // A second server in the same program logs into the log of the first.
    let _ = match config.log_format {
        LogFormat::Human => log.with_ansi(false).with_target(false).try_init(),
        LogFormat::Json => log.json().flatten_event(true).try_init(),
    };
    panic::set_hook(Box::new(tell));
}

/// Logs where a task panicked, but not why: the reason may quote what somebody wrote.
fn tell(panic: &PanicHookInfo<'_>) {
    let place = panic.location().map(ToString::to_string);
    tracing::error!(place, "a task panicked");
}

/// Keeps every entry on one line, whatever is in it: nobody can write an entry of their own into the log.
struct OneLine<W>(W);

impl<W: Write> Write for OneLine<W> {
    /// The subscriber writes each entry, with its line feed, in one call.
    fn write(&mut self, entry: &[u8]) -> io::Result<usize> {
        let text = String::from_utf8_lossy(entry);
        let body = text.strip_suffix('\n').unwrap_or(&text);
        let mut line = String::with_capacity(text.len());
        for letter in body.chars() {
            if letter.is_control() {
                line.extend(letter.escape_default());
            } else {
                line.push(letter);
            }
        }
        line.push('\n');
        self.0.write_all(line.as_bytes())?;
        Ok(entry.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_stays_on_its_line() {
        let mut out = OneLine(Vec::new());
        let entry = "WARN origin=a\r\nINFO signed in \u{1b}[2J\u{85}\n";
        out.write_all(entry.as_bytes()).unwrap();
        let text = String::from_utf8(out.0).unwrap();
        assert_eq!(
            text,
            "WARN origin=a\\r\\nINFO signed in \\u{1b}[2J\\u{85}\n"
        );
    }
}
