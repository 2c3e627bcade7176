//! The widget: `widget.js`, which hosts paste, and beside it the page and the files it loads.

use std::fs;
use std::path::Path;

use anyhow::Result;

use super::{App, bundle, names};
use crate::{cache, place};

pub(super) const APP: App = App {
    name: "widget",
    trunk_config: "widget/Trunk.toml",
    public_url: "/widget/",
    sources: &["widget"],
    has_parts: false,
    finish,
};

const LOADER: &str = "widget/loader.js";

fn finish(stage: &Path) -> Result<()> {
    cache::remove_folder(&stage.join("style"))?;
    fs::write(stage.join("widget.css"), bundle::sheet("style/widget.css")?)?;
    fs::copy(place::root().join(LOADER), stage.join("widget.js"))?;
    bundle::minify_scripts(stage)?;
    names::shorten(stage)
}
