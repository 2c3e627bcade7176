//! What the program says to whoever started it.

use std::io::{self, Write};

/// Says something on standard output. Whoever closed it does not want to hear it.
pub(super) fn say(text: &str) {
    let mut out = io::stdout().lock();
    let _ = writeln!(out, "{}", text.trim_end()).and_then(|()| out.flush());
}

/// Says on standard error why it did not work.
pub(super) fn complain(text: &str) {
    let _ = writeln!(io::stderr().lock(), "samtale: {text}");
}
