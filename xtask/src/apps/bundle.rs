//! esbuild: one style sheet out of many, and scripts without spaces.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::process;

/// A style sheet of the checkout with all that it imports, minified.
pub(super) fn sheet(path: &str) -> Result<String> {
    let mut esbuild = process::command("esbuild");
    esbuild.args([path, "--bundle", "--minify", "--log-level=warning"]);
    process::read(&mut esbuild).with_context(|| format!("bundling {path}"))
}

/// A script with all that it imports.
pub(super) fn script(path: &Path) -> Result<String> {
    let mut esbuild = process::command("esbuild");
    esbuild.arg(path).args([
        "--bundle",
        "--format=esm",
        "--charset=utf8",
        "--log-level=warning",
    ]);
    process::read(&mut esbuild).with_context(|| format!("bundling {}", path.display()))
}

/// A script that runs in other sites' pages, with all that it imports but what it fetches from the server later.
pub(super) fn script_for_pages(path: &Path) -> Result<String> {
    let mut esbuild = process::command("esbuild");
    esbuild.arg(path).args([
        "--bundle",
        "--format=esm",
        "--external:/widget/*",
        "--charset=utf8",
        "--log-level=warning",
    ]);
    process::read(&mut esbuild).with_context(|| format!("bundling {}", path.display()))
}

/// Minifies every script below `folder` in its place.
pub(super) fn minify_scripts(folder: &Path) -> Result<()> {
    for script in files(folder)? {
        if script.extension().is_some_and(|it| it == "js") {
            let mut esbuild = process::command("esbuild");
            esbuild
                .arg(&script)
                .args(["--minify", "--charset=utf8", "--log-level=warning"]);
            let text = process::read(&mut esbuild)
                .with_context(|| format!("minifying {}", script.display()))?;
            fs::write(&script, text)?;
        }
    }
    Ok(())
}

/// Copies all files below one folder into another.
pub(super) fn copy_folder(from: &Path, to: &Path) -> Result<()> {
    for file in files(from)? {
        let target = to.join(file.strip_prefix(from)?);
        if let Some(folder) = target.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::copy(&file, &target).with_context(|| format!("copying {}", file.display()))?;
    }
    Ok(())
}

/// All files below a folder, in order.
pub(crate) fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let entries =
        fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))?;
    for entry in entries {
        let path = entry?.path();
        if path.is_dir() {
            found.extend(files(&path)?);
        } else {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}
