//! The operator's own look at files, such as for viruses: a program of theirs.

use std::{io, path::Path, process::Stdio, time::Duration};

use tokio::{process::Command, time::timeout};

/// How long the program may take.
const WITHIN: Duration = Duration::from_secs(60);
/// What it ends with when the file is not to be taken.
const REFUSES: i32 = 1;

/// Runs the program with the file's place as its one argument: it ends with 0 when the file may be taken, and
/// with 1 when not.
///
/// # Errors
/// When it cannot be run, takes too long, or ends with anything else.
pub(crate) async fn allows(program: &Path, file: &Path) -> io::Result<bool> {
    let mut command = Command::new(program);
    command
        .arg(file)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .kill_on_drop(true);
    let ended = timeout(WITHIN, command.status()).await;
    let status = ended.map_err(|_| io::Error::from(io::ErrorKind::TimedOut))??;
    match status.code() {
        Some(0) => Ok(true),
        Some(REFUSES) => Ok(false),
        _ => Err(io::Error::other(format!("the scanner ended with {status}"))),
    }
}
