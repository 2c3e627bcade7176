//! Splits the agent app: what is not needed to begin with gets a file of its own, `later.wasm`.
//!
//! That has to happen between the compiler and wasm-bindgen, and trunk runs both. So trunk is given this very
//! program under the name `wasm-bindgen`: it splits, and hands the first part to the real one.

use std::env;
use std::ffi::{OsStr, OsString};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use anyhow::{Context, Result, ensure};

use super::bundle;
use crate::{cache, place, process};

/// The feature of the app that says where to split.
pub(super) const FEATURE: &str = "parts";

const NAME: &str = "wasm-bindgen";
/// The app's name in what trunk asks wasm-bindgen for.
const APP: &str = "agent-app";
const LATER: &str = "split_later.wasm";
const LINK: &str = "__wasm_split.js";
/// Stands behind the app's name and its hash.
const ENDING: &str = "_later.wasm";
/// As trunk optimises the first part; what the compiler uses is not written down in the second one.
const OPTIMIZE: [&str; 7] = [
    "-O1",
    "--reorder-functions-by-name",
    "--enable-bulk-memory",
    "--enable-multivalue",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
];

/// Lets trunk find this program where it looks for wasm-bindgen.
pub(super) fn stand_in(trunk: &mut Command) -> Result<()> {
    let folder = place::scratch().join("stand-in");
    let name = folder.join(format!("{NAME}{}", env::consts::EXE_SUFFIX));
    cache::remove_folder(&folder)?;
    fs::create_dir_all(&folder)?;
    fs::copy(this_program()?, &name).context("copying this program")?;
    let path = trunk.get_envs().find(|(name, _)| *name == "PATH");
    let path = path.and_then(|(_, path)| path.map(OsStr::to_owned));
    let path = path.or_else(|| env::var_os("PATH")).unwrap_or_default();
    let all = std::iter::once(folder).chain(env::split_paths(&path));
    trunk.env("PATH", env::join_paths(all)?);
    Ok(())
}

/// Where this program can be read. While it runs, cargo may have put a newer one in its place.
fn this_program() -> Result<PathBuf> {
    let running = PathBuf::from("/proc/self/exe");
    Ok(if running.exists() {
        running
    } else {
        env::current_exe()?
    })
}

/// What this program is to end with, if it was started in wasm-bindgen's place.
pub(crate) fn in_its_place() -> Option<ExitCode> {
    let mut arguments = env::args_os();
    let program = PathBuf::from(arguments.next()?);
    if program.file_stem()? != NAME {
        return None;
    }
    Some(match bind(arguments.collect()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            crate::out::say(format_args!("{error:#}"));
            ExitCode::FAILURE
        }
    })
}

fn bind(mut arguments: Vec<OsString>) -> Result<()> {
    let is_wasm = |it: &&mut OsString| Path::new(it).extension().is_some_and(|it| it == "wasm");
    if let Some(wasm) = arguments.iter_mut().find(is_wasm) {
        let folder = folder();
        cache::remove_folder(&folder)?;
        let mut split = process::command("wasm-split-cli");
        split.args(["--out-name", APP]).arg(&wasm).arg(&folder);
        process::read(&mut split)?;
        *wasm = folder.join(format!("{APP}.wasm")).into();
        // By these names the parts know each other.
        arguments.extend(["--keep-lld-exports", "--no-demangle"].map(Into::into));
    }
    process::run(process::command(NAME).args(arguments))
}

fn folder() -> PathBuf {
    place::scratch().join(FEATURE)
}

/// Puts the later part beside the app's script, and into the script what loads it.
pub(super) fn finish(script: &Path) -> Result<()> {
    let folder = folder();
    let stem = script.file_stem().unwrap_or_default().to_string_lossy();
    let later = format!("{stem}{ENDING}");
    let mut optimize = process::command("wasm-opt");
    optimize.args(OPTIMIZE);
    optimize.arg(folder.join(LATER)).arg("-o");
    optimize.arg(script.with_file_name(&later));
    process::read(&mut optimize)?;

    let link = fs::read_to_string(folder.join(LINK))?;
    ensure!(link.contains(LATER), "{LINK} does not load {LATER}");
    fs::write(folder.join(LINK), link.replace(LATER, &later))?;
    let whole = folder.join(format!("{APP}.js"));
    fs::copy(script, &whole)?;
    fs::write(script, bundle::script(&whole)?)?;
    Ok(())
}
