//! The gallery and the studio: pages that show the real widget in all its states, with no server. They use the files of
//! the built widget beside them, so that both folders together can lie on any web server.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use serde_json::{Map, Value, json};

use super::{COMMON_SOURCES, bundle, compress};
use crate::out::{step, up_to_date};
use crate::stamp::Stamp;
use crate::{cache, place};

const NAME: &str = "gallery";
/// What it is made from, beside the widget.
const SOURCES: &[&str] = &["widget", "tests/vectors"];
/// In the page of the built widget: what starts the app.
const BOOT: &str = "<script type=\"module\" src=\"../widget/boot.js\"";
/// What comes before it here.
const STAND_IN: &str =
    "<link rel=\"icon\" href=\"data:,\"><script type=\"module\" src=\"stage.js\"></script>";
/// Frames that states name instead of repeating them.
const VECTORS: [&str; 2] = [
    "tests/vectors/visitor_hears.json",
    "tests/vectors/visitor_failures.json",
];

/// Builds it from the widget, which is there already.
pub(super) fn build() -> Result<()> {
    let stamp = Stamp::of(NAME, &[COMMON_SOURCES, SOURCES].concat())?;
    let folder = place::apps().join(NAME);
    if folder.is_dir() && stamp.is_current() {
        up_to_date(NAME);
        return Ok(());
    }
    step(NAME, || {
        cache::fill_folder(&folder, |stage| {
            fill(stage)?;
            compress::folder(stage)
        })
    })?;
    stamp.set()
}

fn fill(stage: &Path) -> Result<()> {
    let sources = place::root().join("widget/gallery");
    bundle::copy_folder(&sources, stage)?;
    cache::remove_folder(&stage.join("states"))?;
    let states = states(&sources.join("states"))?;
    fs::write(stage.join("states.json"), states.to_string())?;
    let style = place::root().join("style");
    fs::copy(style.join("contract.json"), stage.join("contract.json"))?;
    let themes = stage.join("themes");
    fs::create_dir_all(&themes)?;
    bundle::copy_folder(&style.join("themes"), &themes)?;
    let names: Vec<String> = bundle::files(&themes)?.iter().map(|it| stem(it)).collect();
    fs::write(stage.join("themes.json"), json!(names).to_string())?;
    fs::write(stage.join("stage.html"), page()?)?;
    Ok(())
}

/// The widget's page, with what stands in for the world before what starts the app.
fn page() -> Result<String> {
    let page = fs::read_to_string(place::apps().join("widget/frame.html"))?;
    let page = page.replace("\"/widget/", "\"../widget/");
    ensure!(
        page.contains(BOOT),
        "the widget's page does not name boot.js"
    );
    Ok(page.replace(BOOT, &format!("{STAND_IN}{BOOT}")))
}

/// All states in the order of their files' names, with the frames that they name.
fn states(folder: &Path) -> Result<Value> {
    let mut named = Map::new();
    for path in VECTORS {
        let vectors = read(&place::root().join(path))?;
        for it in vectors["frames"].as_array().into_iter().flatten() {
            let name = it["name"].as_str().unwrap_or_default();
            named.insert(name.to_owned(), it["frame"].clone());
        }
    }
    let files = bundle::files(folder)?;
    let states = files.iter().map(|file| {
        let mut state = read(file)?;
        for list in ["hears", "repeats"] {
            let frames = state.get_mut(list).and_then(Value::as_array_mut);
            for frame in frames.into_iter().flatten() {
                resolve(frame, &named).with_context(|| file.display().to_string())?;
            }
        }
        let stem = stem(file);
        let (_, id) = stem
            .split_once('-')
            .context("a state is NUMBER-NAME.json")?;
        state["id"] = json!(id);
        Ok(state)
    });
    Ok(Value::Array(states.collect::<Result<_>>()?))
}

fn resolve(frame: &mut Value, named: &Map<String, Value>) -> Result<()> {
    if let Some(name) = frame.as_str() {
        let found = named.get(name);
        *frame = found
            .with_context(|| format!("no vector is called `{name}`"))?
            .clone();
    }
    Ok(())
}

fn read(file: &Path) -> Result<Value> {
    let text = fs::read_to_string(file)?;
    serde_json::from_str(&text).with_context(|| file.display().to_string())
}

fn stem(path: &Path) -> String {
    let stem = path.file_stem().unwrap_or_default();
    stem.to_string_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_frame_that_is_named_is_put_in() {
        let mut named = Map::new();
        named.insert("beat".to_owned(), json!({ "beat": {} }));
        let mut frame = json!("beat");
        resolve(&mut frame, &named).unwrap();
        assert_eq!(frame, json!({ "beat": {} }));
        assert!(resolve(&mut json!("nonsense"), &named).is_err());
    }

    #[test]
    fn every_state_can_be_put_together() {
        let states = states(&place::root().join("widget/gallery/states")).unwrap();
        assert!(states.as_array().unwrap().len() > 20);
    }
}
