//! Running other programs: always in the checkout's root, with the pinned tools first on PATH.

mod watch;

use std::env;
use std::ffi::OsStr;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::{place, setup};

pub(crate) use watch::watch;

/// A command that sees the pinned tools before anything installed on the machine. What cargo
/// tells this program about itself is not handed on: build scripts that watch such variables
/// would run again after every switch between `cargo xtask` and plain cargo.
pub(crate) fn command(program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(program);
    command.current_dir(place::root());
    for (name, _) in env::vars_os() {
        let told_by_cargo = name.to_str().is_some_and(|it| {
            it.starts_with("CARGO_PKG_")
                || it.starts_with("CARGO_MANIFEST_")
                || it == "CARGO_CRATE_NAME"
        });
        if told_by_cargo {
            command.env_remove(name);
        }
    }
    if let Ok(path) = search_path() {
        command.env("PATH", path);
    }
    command
}

/// The cargo that runs this program.
pub(crate) fn cargo() -> Command {
    command(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

/// Runs to the end with output on the terminal; an exit code other than zero is an error.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    let status = command
        .status()
        .with_context(|| format!("cannot run {}", spell(command)))?;
    if !status.success() {
        bail!("{} failed ({status})", spell(command));
    }
    Ok(())
}

/// Becomes the other program: what ends this one, by key or by signal, ends that one.
pub(crate) fn become_program(command: &mut Command) -> Result<()> {
    #[cfg(unix)]
    {
        let error = std::os::unix::process::CommandExt::exec(command);
        Err(error).with_context(|| format!("cannot run {}", spell(command)))
    }
    #[cfg(not(unix))]
    run(command)
}

/// Runs to the end and returns what was written to standard output.
pub(crate) fn read(command: &mut Command) -> Result<String> {
    let output = command
        .output()
        .with_context(|| format!("cannot run {}", spell(command)))?;
    if !output.status.success() {
        let complaint = String::from_utf8_lossy(&output.stderr);
        bail!(
            "{} failed ({}): {}",
            spell(command),
            output.status,
            complaint.trim()
        );
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// The first program of this name on the machine's own PATH.
pub(crate) fn find(name: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    env::split_paths(&path)
        .map(|folder| folder.join(format!("{name}{}", env::consts::EXE_SUFFIX)))
        .find(|candidate| candidate.is_file())
}

/// The command line as a person would type it.
pub(crate) fn spell(command: &Command) -> String {
    let program = PathBuf::from(command.get_program());
    let name = program
        .file_name()
        .unwrap_or(program.as_os_str())
        .to_string_lossy()
        .into_owned();
    let words = command
        .get_args()
        .map(|it| it.to_string_lossy().into_owned());
    std::iter::once(name)
        .chain(words)
        .collect::<Vec<_>>()
        .join(" ")
}

fn search_path() -> Result<std::ffi::OsString> {
    let inherited = env::var_os("PATH").unwrap_or_default();
    let folders = setup::tool_folders()?
        .into_iter()
        .chain(env::split_paths(&inherited));
    Ok(env::join_paths(folders)?)
}
