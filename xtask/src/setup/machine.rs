//! What the machine itself must offer: the wasm target, a C compiler, node. Where Debian's
//! package tool is at hand and allowed, missing packages are installed; elsewhere it is said
//! what to install.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result, bail, ensure};

use crate::out::{say, step};
use crate::process;

const OLDEST_NODE: u32 = 18;

/// The standard library for wasm32. rustup does not install it by itself everywhere.
pub(crate) fn ensure_wasm_target() -> Result<()> {
    const TARGET: &str = "wasm32-unknown-unknown";
    let library = sysroot()?.join("lib/rustlib").join(TARGET).join("lib");
    if library.is_dir() {
        return Ok(());
    }
    let advice = format!("the compiler cannot build for {TARGET}: install that target");
    step(&format!("compiler target {TARGET}"), || {
        process::run(process::command("rustup").args(["target", "add", TARGET]))
            .with_context(|| advice.clone())
    })?;
    ensure!(library.is_dir(), advice);
    Ok(())
}

/// Gets the standard library's source where that is possible: the apps are smaller with it.
pub(crate) fn want_library_source() {
    if has_library_source() {
        return;
    }
    let added = step("compiler component rust-src", || {
        process::run(process::command("rustup").args(["component", "add", "rust-src"]))
    });
    if let Err(error) = added {
        say(format_args!("    {error:#}: the apps are built without"));
    }
}

/// Whether the standard library's source is there.
pub(crate) fn has_library_source() -> bool {
    let source = "lib/rustlib/src/rust/library/Cargo.lock";
    sysroot().is_ok_and(|it| it.join(source).is_file())
}

fn sysroot() -> Result<PathBuf> {
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let sysroot = process::read(process::command(rustc).args(["--print", "sysroot"]))?;
    Ok(PathBuf::from(sysroot.trim()))
}

/// clippy and rustfmt, which a minimal toolchain lacks.
pub(crate) fn ensure_lint_tools() -> Result<()> {
    for (tool, component) in [("clippy", "clippy"), ("fmt", "rustfmt")] {
        if process::read(process::cargo().args([tool, "--version"])).is_err() {
            step(&format!("compiler component {component}"), || {
                process::run(process::command("rustup").args(["component", "add", component]))
            })?;
        }
    }
    Ok(())
}

/// SQLite and some build scripts are compiled from C.
pub(crate) fn ensure_c_compiler() -> Result<()> {
    if process::find("cc").is_none() {
        install_packages(&["gcc", "libc6-dev"], "a C compiler")?;
    }
    Ok(())
}

/// Whether node and npm are there.
pub(crate) fn has_node() -> bool {
    process::find("node").is_some() && process::find("npm").is_some()
}

/// node runs wasm-opt, npm fetches it.
pub(crate) fn ensure_node() -> Result<()> {
    if !has_node() {
        install_packages(&["nodejs", "npm"], "node and npm")?;
    }
    let version = process::read(process::command("node").arg("--version"))?;
    let major = version
        .trim()
        .trim_start_matches('v')
        .split('.')
        .next()
        .unwrap_or_default();
    if major.parse::<u32>().is_ok_and(|it| it < OLDEST_NODE) {
        bail!(
            "node {} is too old; {OLDEST_NODE} or later is needed",
            version.trim()
        );
    }
    Ok(())
}

/// Installs Debian packages, or explains which ones are missing.
pub(crate) fn install_packages(packages: &[&str], purpose: &str) -> Result<()> {
    let wanted = packages.join(" ");
    let advice = format!(
        "{purpose} not found: install it and run this again (on Debian or Ubuntu, as root: \
         apt-get install --no-install-recommends {wanted})"
    );
    if process::find("apt-get").is_none() || !is_root() {
        bail!(advice);
    }
    step(&format!("Debian packages {wanted}"), || {
        // An outdated list is no reason to stop: the packages may well be found with it.
        if let Err(error) = process::run(apt_get().args(["update", "-qq"])) {
            say(format_args!("    {error:#}"));
        }
        let options = ["install", "-y", "-qq", "--no-install-recommends"];
        process::run(apt_get().args(options).args(packages)).context(advice)
    })
}

fn apt_get() -> Command {
    let mut command = process::command("apt-get");
    command.env("DEBIAN_FRONTEND", "noninteractive");
    command
}

fn is_root() -> bool {
    process::read(process::command("id").arg("-u")).is_ok_and(|it| it.trim() == "0")
}
