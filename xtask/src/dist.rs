//! `cargo xtask dist`: one file to copy onto a server.

use std::fs;

use anyhow::{Context, Result};

use crate::out::{grouped, say};
use crate::{apps, command, place, server, setup};

pub(crate) fn run(arguments: &[String]) -> Result<()> {
    command::expect_no_arguments(arguments)?;
    setup::ensure()?;
    let apps = apps::build()?;
    let program = server::build_release(Some(apps))?;
    let folder = place::target().join("dist");
    fs::create_dir_all(&folder)?;
    let target = folder.join(program.file_name().context("a program has a name")?);
    let bytes = fs::copy(&program, &target)?;
    say(format_args!(
        "{}: {} bytes",
        target.display(),
        grouped(usize::try_from(bytes)?)
    ));
    Ok(())
}
