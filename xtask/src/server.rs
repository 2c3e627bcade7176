//! Builds the server. `start` wants it fast, the tests take the one they compile anyway.

use std::path::PathBuf;

use anyhow::{Result, ensure};

use crate::out::step;
use crate::{place, process};

/// The package, and the program it makes.
pub(crate) const PACKAGE: &str = "server";
pub(crate) const PROGRAM: &str = "samtale";

/// Tells the server's build script which apps to embed.
pub(crate) const APPS_VARIABLE: &str = "SAMTALE_APPS_DIR";

/// Builds the server for use and returns the program. With `apps`, they become part of it.
pub(crate) fn build_release(apps: Option<PathBuf>) -> Result<PathBuf> {
    step("server", || {
        let mut cargo = process::cargo();
        cargo.args(["build", "--release", "--package", PACKAGE, "--bin", PROGRAM]);
        cargo.env_remove(APPS_VARIABLE);
        if let Some(apps) = apps {
            cargo.env(APPS_VARIABLE, apps);
        }
        process::run(&mut cargo)?;
        program("release")
    })
}

/// The program in a profile's folder, after a build.
pub(crate) fn program(profile_folder: &str) -> Result<PathBuf> {
    let name = format!("{PROGRAM}{}", std::env::consts::EXE_SUFFIX);
    let program = place::target().join(profile_folder).join(name);
    ensure!(program.is_file(), "{} is missing", program.display());
    Ok(program)
}
