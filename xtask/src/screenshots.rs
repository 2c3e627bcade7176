//! `cargo xtask screenshots`: pictures of both apps in all their states, in light and dark, on phones
//! and from right to left, in `target/screenshots`.

use anyhow::Result;

use crate::out::{say, step};
use crate::{apps, cache, command, place, process, server, setup};

/// The program that takes them.
const PROGRAM: &str = "screenshots";

pub(crate) fn run(arguments: &[String]) -> Result<()> {
    command::expect_no_arguments(arguments)?;
    setup::ensure()?;
    let apps = apps::build()?;
    step("server and camera", || {
        let mut cargo = process::cargo();
        cargo.args(["build", "--package", server::PACKAGE]);
        cargo.args(["--bin", server::PROGRAM]);
        cargo.args(["--package", "tests", "--bin", PROGRAM]);
        process::run(&mut cargo)
    })?;
    let folder = place::target().join("screenshots");
    cache::remove_folder(&folder)?;
    step("pictures", || {
        let browser = setup::chromium()?;
        let camera = place::target().join("debug").join(PROGRAM);
        let mut camera = process::command(camera);
        camera.arg(&folder);
        camera.env("SAMTALE_SERVER", server::program("debug")?);
        camera.env("SAMTALE_APPS", apps);
        camera.envs(browser);
        process::run(&mut camera)
    })?;
    say(format_args!("{}", folder.display()));
    Ok(())
}
