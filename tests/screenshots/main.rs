//! Takes pictures of both apps in all their states: the real demo, real browsers, people who talk. Each
//! state is looked at in light and dark, on two phones, and from right to left.
//!
//! The first argument names the folder for the pictures, and a second one, if there is one, the only story to take.

mod alerts;
mod camera;
mod desk;
mod files;
mod gallery;
mod panel;
mod together;

use std::{env, path::PathBuf};

use anyhow::{Context, Result};
use tests::stage;

use camera::Camera;

fn main() -> Result<()> {
    let folder = env::args().nth(1).context("where to put the pictures?")?;
    let camera = Camera::new(PathBuf::from(folder));
    let runtime = tokio::runtime::Runtime::new()?;
    let only = env::args().nth(2);
    let is_wanted = |name: &str| only.as_ref().is_none_or(|it| it == name);
    if is_wanted("tokens") {
        runtime.block_on(stage::play("tokens", async |it| {
            gallery::tokens(it, &camera).await;
        }));
    }
    for is_dark in [false, true] {
        let camera = camera.with_scheme(is_dark);
        if is_wanted("panel") {
            runtime.block_on(stage::play("panel", async |it| {
                panel::take(it, &camera).await;
            }));
        }
        if is_wanted("desk") {
            runtime.block_on(stage::play("desk", async |it| {
                desk::take(it, &camera).await;
            }));
        }
        if is_wanted("together") {
            runtime.block_on(stage::play("together", async |it| {
                together::take(it, &camera).await;
            }));
        }
        if is_wanted("alerts") {
            runtime.block_on(stage::play("alerts", async |it| {
                alerts::take(it, &camera).await;
            }));
        }
        if is_wanted("files") {
            runtime.block_on(stage::play("files", async |it| {
                files::take(it, &camera).await;
            }));
        }
        if is_wanted("gallery") {
            runtime.block_on(stage::play("gallery", async |it| {
                gallery::take(it, &camera).await;
            }));
        }
    }
    Ok(())
}
