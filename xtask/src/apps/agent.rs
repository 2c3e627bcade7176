//! The agent app: `index.html` beside scripts, wasm and sentences whose names change with their content.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};

use super::{App, bundle, names, parts};
use crate::cache;

pub(super) const APP: App = App {
    name: "agent",
    trunk_config: "Trunk.toml",
    public_url: "/",
    sources: &["Trunk.toml", "index.html", "agent-app"],
    has_parts: true,
    finish,
};

const APP_FILES: &str = "agent-app-";
const SHEET: &str = "style/agent.css";
const WORDS: &str = "\"/words/\"";

fn finish(stage: &Path) -> Result<()> {
    let sheet = bundle::sheet(SHEET)?;
    let name = format!("agent-{}.css", &cache::name_of(sheet.as_bytes())[..12]);
    fs::write(stage.join(&name), sheet)?;
    cache::remove_folder(&stage.join("style"))?;

    let words = words(&stage.join("words"))?;

    let page = stage.join("index.html");
    let text = fs::read_to_string(&page)?;
    for it in [SHEET, WORDS] {
        ensure!(text.contains(it), "index.html does not name {it}");
    }
    let text = text.replace(SHEET, &name);
    let text = text.replace(WORDS, &format!("\"/words/{words}/\""));
    parts::finish(&script(stage)?)?;
    bundle::minify_scripts(stage)?;
    names::shorten(stage)?;
    fs::write(&page, stamp(stage, text)?)?;
    Ok(())
}

/// The app's script.
fn script(stage: &Path) -> Result<PathBuf> {
    let files = bundle::files(stage)?.into_iter();
    let mut scripts = files.filter(|it| {
        let name = file_name(it);
        name.starts_with(APP_FILES) && name.ends_with(".js")
    });
    scripts.next().context("there is no script")
}

/// Names script and wasm anew: the names trunk gave them tell what they held before they were made smaller.
/// Returns the page, which loads them.
fn stamp(stage: &Path, page: String) -> Result<String> {
    let (mut page, mut all) = (page, Vec::new());
    let files: Vec<PathBuf> = bundle::files(stage)?
        .into_iter()
        .filter(|it| file_name(it).starts_with(APP_FILES))
        .collect();
    for file in &files {
        all.extend(fs::read(file)?);
    }
    let mut text = fs::read_to_string(script(stage)?)?;
    let hash = &cache::name_of(&all)[..16];
    for file in &files {
        let old = file_name(file);
        let new = format!("{APP_FILES}{hash}{}", ending(&old));
        let loads = |text: &str| text.contains(&format!("/{old}\""));
        ensure!(loads(&page) || loads(&text), "nothing loads {old}");
        page = page.replace(&old, &new);
        text = text.replace(&old, &new);
        fs::rename(file, file.with_file_name(new))?;
    }
    fs::write(script(stage)?, text)?;
    Ok(page)
}

/// What stands behind the hash in the name of one of the app's files.
fn ending(name: &str) -> &str {
    let hash_and_more = name.strip_prefix(APP_FILES).unwrap_or_default();
    // Trunk writes a hash without the noughts it begins with.
    hash_and_more.trim_start_matches(|it: char| it.is_ascii_hexdigit())
}

fn file_name(path: &Path) -> String {
    let name = path.file_name().unwrap_or_default();
    name.to_string_lossy().into_owned()
}

/// Takes the names off the sentences: the app knows their order. So that it never reads a file of another
/// order, they move into a folder whose name, which is returned, says what they are.
fn words(folder: &Path) -> Result<String> {
    let mut languages = Vec::new();
    for file in bundle::files(folder)? {
        let text = fs::read_to_string(&file)?;
        let bare = bare(&text).with_context(|| format!("{}: not as expected", file.display()))?;
        languages.push((file, bare));
    }
    let all: String = languages.iter().map(|it| it.1.as_str()).collect();
    let name = format!("all-{}", &cache::name_of(all.as_bytes())[..12]);
    fs::create_dir(folder.join(&name))?;
    for (file, bare) in &languages {
        let place = folder
            .join(&name)
            .join(file.file_name().unwrap_or_default());
        fs::write(place, bare)?;
        fs::remove_file(file)?;
    }
    Ok(name)
}

/// A list of what an object holds, which has a line for each member.
fn bare(object: &str) -> Option<String> {
    let members = object.trim().strip_prefix('{')?.strip_suffix('}')?;
    let values: Option<Vec<&str>> = members
        .trim()
        .lines()
        .map(|line| line.split_once("\": ").map(|it| it.1.trim()))
        .collect();
    Some(format!("[{}]", values?.concat()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_may_be_shorter_than_usual() {
        assert_eq!(ending("agent-app-9e34c66605b98504_bg.wasm"), "_bg.wasm");
        assert_eq!(
            ending("agent-app-e34c66605b98504_later.wasm"),
            "_later.wasm"
        );
        assert_eq!(ending("agent-app-4c66605b98504.js"), ".js");
    }

    #[test]
    fn an_object_becomes_a_list() {
        let object = "{\n  \"a\": \"A: \\\"b\\\", {n}\",\n  \"c\": [\"one\", \"other\"]\n}\n";
        let list = bare(object).unwrap();
        assert_eq!(list, r#"["A: \"b\", {n}",["one", "other"]]"#);
        assert_eq!(bare("[\n]"), None);
    }
}
