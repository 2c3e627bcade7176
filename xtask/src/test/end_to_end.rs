//! The end-to-end tests: real apps on the real server in real browsers. Beside what every test
//! program is told, this one learns from variables where everything is:
//!
//! - `SAMTALE_APPS`: the folder with the built apps (the server reads it too, so that other tests,
//!   which run before the apps are built, must not have it)
//! - `SAMTALE_CHROMIUM`, `SAMTALE_CHROMEDRIVER`, `SAMTALE_FIREFOX`, `SAMTALE_GECKODRIVER`,
//!   `SAMTALE_WEBKIT_DRIVER`, `SAMTALE_XVFB`: the browsers and their drivers
//! - `SAMTALE_AXE`: the script that checks a page's accessibility

use super::cargo_tests::{self, Program};
use super::report::Report;
use crate::{place, setup};

pub(super) fn run(program: &Program, filters: &[String], report: &mut Report) {
    report.run(&program.name, || {
        let browsers = setup::browsers()?;
        let mut command = program.command(filters);
        command.env("SAMTALE_APPS", place::apps());
        command.envs(browsers);
        command.env("SAMTALE_AXE", setup::axe_script()?);
        cargo_tests::watch(&mut command)
    });
}
