//! The agent app: `index.html` beside scripts and wasm whose names change with their content.

use std::fs;
use std::path::Path;

use anyhow::{Result, ensure};

use super::{App, bundle};
use crate::cache;

pub(super) const APP: App = App {
    name: "agent",
    trunk_config: "Trunk.toml",
    public_url: "/",
    sources: &["Trunk.toml", "index.html", "agent-app"],
    finish,
};

const SHEET: &str = "style/agent.css";

fn finish(stage: &Path) -> Result<()> {
    let sheet = bundle::sheet(SHEET)?;
    let name = format!("agent-{}.css", &cache::name_of(sheet.as_bytes())[..12]);
    fs::write(stage.join(&name), sheet)?;
    cache::remove_folder(&stage.join("style"))?;

    let page = stage.join("index.html");
    let text = fs::read_to_string(&page)?;
    ensure!(text.contains(SHEET), "index.html does not link {SHEET}");
    fs::write(&page, text.replace(SHEET, &name))?;
    bundle::minify_scripts(stage)
}
