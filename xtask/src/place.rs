//! Where things lie: the checkout, what is built from it, and the tools shared by all checkouts.

use std::env;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// The checkout: the folder above this package.
pub(crate) fn root() -> &'static Path {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    package.parent().unwrap_or(package)
}

/// Cargo's target folder.
pub(crate) fn target() -> PathBuf {
    env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), |it| root().join(it))
}

/// The built apps, as the server serves them: `agent/` and `widget/`.
pub(crate) fn apps() -> PathBuf {
    target().join("apps")
}

/// Stamps, half-built apps and compressed files: all of it can be made again.
pub(crate) fn scratch() -> PathBuf {
    target().join("xtask")
}

/// The pinned tools. Outside the checkout, so that a second clone finds them built.
pub(crate) fn tools() -> Result<PathBuf> {
    if let Some(folder) = env::var_os("SAMTALE_TOOLS") {
        return Ok(root().join(folder));
    }
    let cache = match env::var_os("XDG_CACHE_HOME").filter(|it| !it.is_empty()) {
        Some(folder) => PathBuf::from(folder),
        None => env::home_dir()
            .context("no home folder: set SAMTALE_TOOLS to where the tools shall be kept")?
            .join(".cache"),
    };
    Ok(cache.join("samtale").join("tools"))
}
