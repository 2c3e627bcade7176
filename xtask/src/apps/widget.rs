//! The widget: `widget.js`, which hosts paste, what that fetches later, and beside it the page and the files it loads.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};

use super::{App, bundle, glue, names, shadow};
use crate::{cache, place};

pub(super) const APP: App = App {
    name: "widget",
    trunk_config: "widget/Trunk.toml",
    public_url: "/widget/",
    sources: &["widget"],
    has_parts: false,
    finish,
};

const LOADER: &str = "loader.js";
/// Its name where it is served.
const SERVED: &str = "widget.js";
/// What is fetched later, and by which. Their names there change with their content, and so what fetches them does.
const LATER: [(&str, &[&str]); 6] = [
    ("move.js", &["bridge.js"]),
    ("shadow.js", &["bridge.js"]),
    ("wear.js", &["bridge.js", "extras.js"]),
    ("bridge.js", &[SERVED]),
    ("doctor.js", &["extras.js"]),
    ("extras.js", &[SERVED]),
];
/// What whoever looks for what is wrong fetches: what looks, and a picture to see whether there are any.
const CHECK: [&str; 2] = ["check.js", "check.svg"];
/// Where a script has a style sheet of its own.
const STYLE: &str = "const STYLE = `";

fn finish(stage: &Path) -> Result<()> {
    cache::remove_folder(&stage.join("style"))?;
    fs::write(stage.join("widget.css"), bundle::sheet("style/widget.css")?)?;
    copy(LOADER, &stage.join(SERVED))?;
    for name in LATER.map(|it| it.0).into_iter().chain(CHECK) {
        copy(name, &stage.join(name))?;
    }
    fs::write(stage.join("shadow.js"), shadow::script(stage)?)?;
    glue::replace(stage)?;
    bundle::minify_scripts(stage)?;
    for (name, by) in LATER {
        stamp(stage, name, by)?;
    }
    names::shorten(stage)
}

/// Copies a script of the widget, with its styles minified.
fn copy(name: &str, to: &Path) -> Result<()> {
    let script = fs::read_to_string(place::root().join("widget").join(name))?;
    let Some((before, rest)) = script.split_once(STYLE) else {
        return Ok(fs::write(to, script)?);
    };
    let (style, after) = rest.split_once('`').context("a style has no end")?;
    let sheet = to.with_extension("style.css");
    fs::write(&sheet, style)?;
    let style = bundle::sheet(&sheet.to_string_lossy())?;
    fs::remove_file(&sheet)?;
    let style = style.trim_end().replace('\\', "\\\\");
    fs::write(to, [before, STYLE, &style, "`", after].concat())?;
    Ok(())
}

/// Puts a script's content into its name, and that name into the scripts that fetch it: short, for a hash does not
/// compress, and the loader holds two.
fn stamp(stage: &Path, name: &str, by: &[&str]) -> Result<()> {
    let hash = cache::name_of(&fs::read(stage.join(name))?);
    let stem = name.trim_end_matches(".js");
    let new = format!("{stem}-{}.js", &hash[..8]);
    let quoted = format!("\"{name}\"");
    for by in by {
        let by = stage.join(by);
        let text = fs::read_to_string(&by)?;
        ensure!(text.contains(&quoted), "nothing fetches {name}");
        fs::write(&by, text.replace(&quoted, &format!("\"{new}\"")))?;
    }
    fs::rename(stage.join(name), stage.join(new))?;
    Ok(())
}
