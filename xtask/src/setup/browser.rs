//! The browser of the end-to-end tests: Chromium with its driver, and fonts that have what the
//! apps draw.

use std::env;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use super::machine;
use crate::process;

const FONTS: &[(&str, &str)] = &[
    (
        "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf",
        "fonts-dejavu-core",
    ),
    (
        "/usr/share/fonts/truetype/noto/NotoColorEmoji.ttf",
        "fonts-noto-color-emoji",
    ),
];

/// Where browser and driver are.
pub(crate) struct Browser {
    pub(crate) program: PathBuf,
    pub(crate) driver: PathBuf,
}

/// Finds the browser, installing it where that is possible. The variables CHROMIUM and
/// CHROMEDRIVER name others than those on PATH.
pub(crate) fn browser() -> Result<Browser> {
    if locate().is_none() {
        machine::install_packages(&["chromium", "chromium-driver"], "Chromium and its driver")?;
    }
    let missing: Vec<&str> = FONTS
        .iter()
        .filter(|(file, _)| !Path::new(file).exists())
        .map(|it| it.1)
        .collect();
    if !missing.is_empty() && process::find("apt-get").is_some() {
        // Without them the tests still run; only pictures look different.
        if let Err(error) = machine::install_packages(&missing, "fonts") {
            crate::out::say(format_args!("    {error:#}"));
        }
    }
    locate().context("Chromium or chromedriver is still not on PATH")
}

fn locate() -> Option<Browser> {
    let program = named("CHROMIUM").or_else(|| {
        ["chromium", "chromium-browser", "google-chrome"]
            .into_iter()
            .find_map(process::find)
    })?;
    let driver = named("CHROMEDRIVER").or_else(|| process::find("chromedriver"))?;
    Some(Browser { program, driver })
}

fn named(variable: &str) -> Option<PathBuf> {
    env::var_os(variable)
        .map(PathBuf::from)
        .filter(|it| it.is_file())
}
