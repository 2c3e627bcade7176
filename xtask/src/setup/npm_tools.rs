//! Tools that come from npm, all in one folder that is named after their versions.

use std::fs;
use std::path::PathBuf;

use anyhow::Result;

use super::pinned::{NPM_PACKAGES, PEER, Package};
use crate::out::{step, up_to_date};
use crate::{cache, place, process};

/// Where the packages live, whether or not they are there yet.
pub(crate) fn folder() -> Result<PathBuf> {
    folder_of(NPM_PACKAGES)
}

/// The accessibility checker, to be run inside a page.
pub(crate) fn axe_script() -> Result<PathBuf> {
    Ok(folder()?
        .join("node_modules")
        .join("axe-core")
        .join("axe.min.js"))
}

/// Another chat widget, in one script, to measure ours beside. Nothing but that measurement has it.
pub(crate) fn peer_script() -> Result<PathBuf> {
    install(PEER)?;
    let package = folder_of(PEER)?.join("node_modules").join("deep-chat");
    Ok(package.join("dist").join("deepChat.bundle.js"))
}

/// Installs the packages unless their folder exists.
pub(crate) fn ensure() -> Result<()> {
    install(NPM_PACKAGES)
}

fn folder_of(packages: &[Package]) -> Result<PathBuf> {
    let names = packages
        .iter()
        .map(|(name, version)| format!("{name}-{version}"));
    Ok(place::tools()?.join(names.collect::<Vec<_>>().join("-")))
}

/// Their install scripts are not run.
fn install(packages: &[Package]) -> Result<()> {
    let folder = folder_of(packages)?;
    let names = packages
        .iter()
        .map(|(name, version)| format!("{name}@{version}"));
    let names: Vec<String> = names.collect();
    if folder.is_dir() {
        up_to_date(&names.join(" "));
        return Ok(());
    }
    step(&names.join(" "), || {
        cache::fill_folder(&folder, |partial| {
            fs::write(partial.join("package.json"), "{ \"private\": true }\n")?;
            let mut install = process::command("npm");
            install.current_dir(partial);
            install.args(["install", "--save-exact", "--ignore-scripts"]);
            install
                .args(["--no-audit", "--no-fund", "--loglevel=error"])
                .args(&names);
            process::run(&mut install)
        })
    })
}
