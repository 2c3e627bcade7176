//! The browsers of the end-to-end tests with their drivers: Chromium for every story, Firefox and WebKit for
//! what must hold for every visitor; and fonts that have what the apps draw.

use std::env;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use super::{cargo_tool, machine, pinned};
use crate::{cache, place, process};

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

/// A program of the tests: the variable that names it for them, where it may be, and the package it is in.
struct Wanted {
    variable: &'static str,
    names: &'static [&'static str],
    package: &'static str,
}

const CHROMIUM: &[Wanted] = &[
    Wanted {
        variable: "SAMTALE_CHROMIUM",
        names: &["chromium", "chromium-browser", "google-chrome"],
        package: "chromium",
    },
    Wanted {
        variable: "SAMTALE_CHROMEDRIVER",
        names: &["chromedriver"],
        package: "chromium-driver",
    },
];

const OTHERS: &[Wanted] = &[
    Wanted {
        variable: "SAMTALE_FIREFOX",
        names: &["firefox-esr", "firefox"],
        package: "firefox-esr",
    },
    Wanted {
        variable: "SAMTALE_WEBKIT_DRIVER",
        names: &["WebKitWebDriver"],
        package: "webkit2gtk-driver",
    },
    Wanted {
        variable: "SAMTALE_XVFB",
        names: &["Xvfb"],
        package: "xvfb",
    },
];

/// What a program is told of where the browsers are.
pub(crate) type Places = Vec<(&'static str, PathBuf)>;

/// Finds Chromium and its driver, installing them where that is possible. The variables that tests read
/// name others than those on PATH.
pub(crate) fn chromium() -> Result<Places> {
    find(CHROMIUM)
}

/// The same for all browsers.
pub(crate) fn browsers() -> Result<Places> {
    let mut places = find(CHROMIUM)?;
    places.extend(find(OTHERS)?);
    places.push(("SAMTALE_GECKODRIVER", geckodriver()?));
    Ok(places)
}

fn find(wanted: &[Wanted]) -> Result<Places> {
    let missing = |it: &&Wanted| it.locate().is_none();
    let packages: Vec<&str> = wanted.iter().filter(missing).map(|it| it.package).collect();
    let missing_fonts = FONTS.iter().filter(|(file, _)| !Path::new(file).exists());
    let fonts: Vec<&str> = missing_fonts.map(|it| it.1).collect();
    if !packages.is_empty() {
        machine::install_packages(&packages, "browsers and their drivers")?;
    }
    if !fonts.is_empty() && process::find("apt-get").is_some() {
        // Without them the tests still run; only pictures look different.
        if let Err(error) = machine::install_packages(&fonts, "fonts") {
            crate::out::say(format_args!("    {error:#}"));
        }
    }
    let place = |it: &Wanted| {
        let found = it.locate();
        let found = found.with_context(|| format!("{} is still not on PATH", it.names[0]))?;
        Ok((it.variable, found))
    };
    wanted.iter().map(place).collect()
}

impl Wanted {
    fn locate(&self) -> Option<PathBuf> {
        named(self.variable).or_else(|| self.names.iter().find_map(|name| process::find(name)))
    }
}

fn named(variable: &str) -> Option<PathBuf> {
    env::var_os(variable)
        .map(PathBuf::from)
        .filter(|it| it.is_file())
}

/// It is built as the tools of the apps are, and only where tests want it.
fn geckodriver() -> Result<PathBuf> {
    if let Some(found) = named("SAMTALE_GECKODRIVER") {
        return Ok(found);
    }
    let folder = cargo_tool::folder(&pinned::GECKODRIVER)?;
    if !folder.is_dir() {
        let _lock = cache::lock(&place::tools()?)?;
        cargo_tool::ensure(&pinned::GECKODRIVER)?;
        cargo_tool::remove_leftovers()?;
    }
    let program = folder.join("bin").join("geckodriver");
    if !program.is_file() {
        bail!("{} is missing: remove its folder", program.display());
    }
    Ok(program)
}
