//! Runs a program while showing and keeping what it says, and ends it when it takes too long.

use std::io::{BufRead, BufReader, Read};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};

use super::spell;
use crate::out::say;

/// What became of a watched program.
#[derive(Debug, Default)]
pub(crate) struct Watched {
    pub(crate) succeeded: bool,
    /// Standard output and standard error, in the order in which the lines arrived.
    pub(crate) output: String,
}

/// Runs `command`, printing the lines for which `shows` is true.
pub(crate) fn watch(
    command: &mut Command,
    limit: Duration,
    shows: impl Fn(&str) -> bool,
) -> Result<Watched> {
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .with_context(|| format!("cannot run {}", spell(command)))?;
    let (lines, arriving) = mpsc::channel();
    forward(child.stdout.take(), lines.clone());
    forward(child.stderr.take(), lines);

    let deadline = Instant::now() + limit;
    let mut watched = Watched::default();
    loop {
        match arriving.recv_timeout(deadline.saturating_duration_since(Instant::now())) {
            Ok(line) => {
                if shows(&line) {
                    say(format_args!("{line}"));
                }
                watched.output.push_str(&line);
                watched.output.push('\n');
            }
            Err(RecvTimeoutError::Disconnected) => break,
            Err(RecvTimeoutError::Timeout) => {
                say(format_args!(
                    "{} was ended after {} s",
                    spell(command),
                    limit.as_secs()
                ));
                end(&mut child);
                return Ok(watched);
            }
        }
    }
    watched.succeeded = child.wait()?.success();
    Ok(watched)
}

fn forward(stream: Option<impl Read + Send + 'static>, lines: Sender<String>) {
    let Some(stream) = stream else { return };
    thread::spawn(move || {
        for line in BufReader::new(stream).split(b'\n') {
            let Ok(line) = line else { return };
            let line = String::from_utf8_lossy(&line)
                .trim_end_matches('\r')
                .to_owned();
            if lines.send(line).is_err() {
                return;
            }
        }
    });
}

/// Ends a program with everything it has started, which is found while it still runs.
fn end(child: &mut Child) {
    let mut family = Vec::new();
    collect_children(child.id(), &mut family);
    let _ = child.kill();
    for id in family {
        let _ = Command::new("kill").arg(id.to_string()).status();
    }
    let _ = child.wait();
}

/// Reads the kernel's list of children; where there is none, the family stays empty.
fn collect_children(parent: u32, family: &mut Vec<u32>) {
    let Ok(threads) = std::fs::read_dir(format!("/proc/{parent}/task")) else {
        return;
    };
    for thread in threads.flatten() {
        let list = std::fs::read_to_string(thread.path().join("children")).unwrap_or_default();
        for id in list.split_whitespace().filter_map(|it| it.parse().ok()) {
            family.push(id);
            collect_children(id, family);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shell(script: &str, limit: Duration) -> Watched {
        watch(Command::new("sh").args(["-c", script]), limit, |_| false).unwrap()
    }

    #[test]
    fn both_streams_are_kept() {
        let watched = shell("echo out; echo err >&2", Duration::from_secs(60));
        assert!(watched.succeeded);
        assert!(watched.output.contains("out\n") && watched.output.contains("err\n"));
    }

    #[test]
    fn a_failure_is_not_a_success() {
        assert!(!shell("exit 3", Duration::from_secs(60)).succeeded);
    }

    #[test]
    fn a_hanging_program_is_ended() {
        let watched = shell(
            "echo begun; cat /dev/zero >/dev/null",
            Duration::from_millis(200),
        );
        assert!(!watched.succeeded);
    }
}
