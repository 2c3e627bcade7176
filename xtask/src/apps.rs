//! Builds both browser apps, and the gallery of the widget: trunk compiles, esbuild bundles styles and minifies scripts, every
//! file gets a compressed twin (`name.br`), and the finished folder replaces the last one.
//!
//! `agent/` is served from `/`, with `index.html` for every unknown path. Of `widget/`, the loader
//! is served as `/widget.js`, `frame.html` as `/frame/{channel}`, and all files below `/widget/`. `gallery/` is below
//! `/gallery/`.

mod agent;
mod bundle;
mod compress;
mod gallery;
mod glue;
mod names;
mod parts;
mod shadow;
mod widget;

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};

use crate::out::{step, up_to_date};
use crate::stamp::Stamp;
use crate::{cache, place, process, setup};

pub(crate) use bundle::files;
pub(crate) use compress::compressed;
pub(crate) use parts::in_its_place;

/// What every app is made from.
const COMMON_SOURCES: &[&str] = &[
    "Cargo.toml",
    "Cargo.lock",
    ".cargo",
    "rust-toolchain.toml",
    "xtask/src/apps",
    "xtask/src/apps.rs",
    "shared",
    "client",
    "style",
];

struct App {
    /// The folder below `target/apps`.
    name: &'static str,
    trunk_config: &'static str,
    /// Where the browser finds the files; paths in the page begin with it.
    public_url: &'static str,
    sources: &'static [&'static str],
    /// Whether a part of it loads later.
    has_parts: bool,
    /// Turns what trunk has made into what is served.
    finish: fn(&Path) -> Result<()>,
}

const ALL: [App; 2] = [agent::APP, widget::APP];

/// `cargo xtask apps`
pub(crate) fn run(arguments: &[String]) -> Result<()> {
    for name in arguments {
        ensure!(
            ALL.iter().any(|it| it.name == name),
            "there is no app `{name}`"
        );
    }
    setup::ensure()?;
    let _lock = cache::lock(&place::scratch())?;
    let is_wanted = |app: &App| arguments.is_empty() || arguments.iter().any(|it| it == app.name);
    ALL.iter()
        .filter(|it| is_wanted(it))
        .try_for_each(build_one)?;
    if is_wanted(&widget::APP) {
        gallery::build()?;
    }
    Ok(())
}

/// Builds what is out of date and returns the folder that holds both apps.
pub(crate) fn build() -> Result<PathBuf> {
    let _lock = cache::lock(&place::scratch())?;
    for app in &ALL {
        build_one(app)?;
    }
    gallery::build()?;
    Ok(place::apps())
}

fn build_one(app: &App) -> Result<()> {
    let title = format!("{} app", app.name);
    let sources = [COMMON_SOURCES, app.sources].concat();
    let stamp = Stamp::of(app.name, &sources)?;
    let folder = place::apps().join(app.name);
    if folder.is_dir() && stamp.is_current() {
        up_to_date(&title);
        return Ok(());
    }
    step(&title, || {
        cache::fill_folder(&folder, |stage| {
            let dist = place::scratch().join(app.name);
            trunk(app, &dist)?;
            bundle::copy_folder(&dist, stage)?;
            (app.finish)(stage).with_context(|| format!("finishing the {title}"))?;
            compress::folder(stage)
        })
    })?;
    stamp.set()
}

fn trunk(app: &App, dist: &Path) -> Result<()> {
    cache::remove_folder(dist)?;
    let mut trunk = process::command("trunk");
    trunk.args(["build", "--config", app.trunk_config, "--release"]);
    trunk.args(["--cargo-profile", "wasm-release", "--skip-version-check"]);
    trunk
        .args(["--public-url", app.public_url, "--dist"])
        .arg(dist);
    // Trunk takes NO_COLOR for an option of its own and stumbles over the value "1"; and where
    // in trunk an error arose helps nobody.
    trunk.env_remove("NO_COLOR").env("RUST_BACKTRACE", "0");
    if app.has_parts {
        trunk.args(["--features", parts::FEATURE]);
        parts::stand_in(&mut trunk)?;
    }
    if setup::has_library_source() {
        small_library(&mut trunk);
    }
    process::run(&mut trunk)
}

/// Compiles the standard library along with the app, without what tells of panics: seven of a hundred bytes less
/// to load. The compiler offers this on trial only; where its library's source is missing, the app is built without.
fn small_library(trunk: &mut Command) {
    trunk
        .env("RUSTC_BOOTSTRAP", "1")
        .env("CARGO_UNSTABLE_BUILD_STD", "std,panic_abort")
        .env("CARGO_UNSTABLE_BUILD_STD_FEATURES", "optimize_for_size")
        .env("CARGO_UNSTABLE_PANIC_IMMEDIATE_ABORT", "true")
        .env("CARGO_PROFILE_WASM_RELEASE_PANIC", "immediate-abort")
        .env(
            "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS",
            "--cfg erase_components -Zunstable-options -Zlocation-detail=none -Zfmt-debug=none",
        );
}
