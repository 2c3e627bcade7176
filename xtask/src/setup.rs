//! Set-up: the compiler's wasm target and the pinned tools, installed once per user and version.
//!
//! Every tool has a folder of its own, named after its version, that appears only when it is
//! complete. An interrupted set-up is therefore taken up again by the next run, another checkout
//! finds the tools ready, and a tool of the same name elsewhere on the machine is never used.

mod browser;
mod cargo_tool;
mod machine;
mod npm_tools;
mod pinned;

use std::path::PathBuf;
use std::time::Instant;

use anyhow::Result;

use crate::out::{say, spell};
use crate::{cache, command, place};

pub(crate) use browser::{browsers, chromium};
pub(crate) use machine::{ensure_lint_tools, has_library_source};
pub(crate) use npm_tools::{axe_script, peer_script};
pub(crate) use pinned::fingerprint;

/// `cargo xtask setup`
pub(crate) fn run(arguments: &[String]) -> Result<()> {
    command::expect_no_arguments(arguments)?;
    ensure()?;
    for folder in tool_folders()? {
        say(format_args!("    {}", folder.display()));
    }
    Ok(())
}

/// Installs whatever is missing for building the apps; with everything there it only looks.
pub(crate) fn ensure() -> Result<()> {
    let begun = Instant::now();
    machine::ensure_wasm_target()?;
    machine::want_library_source();
    if !is_complete()? {
        let home = place::tools()?;
        let _lock = cache::lock(&home)?;
        say(format_args!(
            "==> tools into {} (once; some minutes)",
            home.display()
        ));
        machine::ensure_c_compiler()?;
        machine::ensure_node()?;
        npm_tools::ensure()?;
        for tool in pinned::CARGO_TOOLS {
            cargo_tool::ensure(tool)?;
        }
        cargo_tool::remove_leftovers()?;
    }
    say(format_args!(
        "==> set-up: ready ({})",
        spell(begun.elapsed())
    ));
    Ok(())
}

/// The folders that hold the pinned tools' programs.
pub(crate) fn tool_folders() -> Result<Vec<PathBuf>> {
    let mut folders = Vec::new();
    for tool in pinned::CARGO_TOOLS {
        folders.push(cargo_tool::folder(tool)?.join("bin"));
    }
    folders.push(npm_tools::folder()?.join("node_modules").join(".bin"));
    Ok(folders)
}

fn is_complete() -> Result<bool> {
    Ok(machine::has_node() && tool_folders()?.iter().all(|folder| folder.is_dir()))
}
