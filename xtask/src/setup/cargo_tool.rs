//! Tools that cargo builds. Their dependencies are compiled into one folder that outlives an
//! interruption, and not optimised: compiling them takes minutes, using them less than a second.

use std::path::PathBuf;

use anyhow::Result;

use super::pinned::CargoTool;
use crate::out::{step, up_to_date};
use crate::{cache, place, process};

const PROFILE: &[(&str, &str)] = &[
    ("CARGO_PROFILE_RELEASE_OPT_LEVEL", "0"),
    ("CARGO_PROFILE_RELEASE_LTO", "off"),
    ("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16"),
    ("CARGO_PROFILE_RELEASE_DEBUG", "false"),
    ("CARGO_PROFILE_RELEASE_STRIP", "debuginfo"),
];

/// Where a tool lives, whether or not it is there yet.
pub(crate) fn folder(tool: &CargoTool) -> Result<PathBuf> {
    Ok(place::tools()?.join(format!("{}-{}", tool.package, tool.version)))
}

/// Builds and installs a tool unless its folder exists.
pub(crate) fn ensure(tool: &CargoTool) -> Result<()> {
    let folder = folder(tool)?;
    let name = format!("{} {}", tool.package, tool.version);
    if folder.is_dir() {
        up_to_date(&name);
        return Ok(());
    }
    step(&name, || {
        cache::fill_folder(&folder, |partial| {
            let mut install = process::cargo();
            install.current_dir(place::tools()?);
            install.args(["install", tool.package, "--version", tool.version, "--root"]);
            install.arg(partial).args(tool.arguments);
            install.envs(PROFILE.iter().copied());
            install.env("CARGO_TARGET_DIR", build_folder()?);
            install.env("CARGO_RESOLVER_INCOMPATIBLE_RUST_VERSIONS", "fallback");
            install.env_remove("RUSTFLAGS");
            process::run(&mut install)
        })
    })
}

/// Removes what compiling the tools has left behind.
pub(crate) fn remove_leftovers() -> Result<()> {
    cache::remove_folder(&build_folder()?)
}

fn build_folder() -> Result<PathBuf> {
    Ok(place::tools()?.join("build"))
}
