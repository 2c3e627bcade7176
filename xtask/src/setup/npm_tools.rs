//! Tools that come from npm, all in one folder that is named after their versions.

use std::fs;
use std::path::PathBuf;

use anyhow::Result;

use super::pinned::NPM_PACKAGES;
use crate::out::{step, up_to_date};
use crate::{cache, place, process};

/// Where the packages live, whether or not they are there yet.
pub(crate) fn folder() -> Result<PathBuf> {
    let names = NPM_PACKAGES
        .iter()
        .map(|(name, version)| format!("{name}-{version}"));
    Ok(place::tools()?.join(names.collect::<Vec<_>>().join("-")))
}

/// The accessibility checker, to be run inside a page.
pub(crate) fn axe_script() -> Result<PathBuf> {
    Ok(folder()?
        .join("node_modules")
        .join("axe-core")
        .join("axe.min.js"))
}

/// Installs the packages unless their folder exists. Their install scripts are not run.
pub(crate) fn ensure() -> Result<()> {
    let folder = folder()?;
    let names = NPM_PACKAGES
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
