//! The end-to-end tests: real apps on the real server in a real browser. Beside what every test
//! program is told, this one learns from variables where the browser is:
//!
//! - `SAMTALE_CHROMIUM`, `SAMTALE_CHROMEDRIVER`: the browser and its driver
//! - `SAMTALE_AXE`: the script that checks a page's accessibility

use super::cargo_tests::{self, Program};
use super::report::Report;
use crate::setup;

pub(super) fn run(program: &Program, filters: &[String], report: &mut Report) {
    report.run(&program.name, || {
        let browser = setup::browser()?;
        let mut command = program.command(filters);
        command.env("SAMTALE_CHROMIUM", browser.program);
        command.env("SAMTALE_CHROMEDRIVER", browser.driver);
        command.env("SAMTALE_AXE", setup::axe_script()?);
        cargo_tests::watch(&mut command)
    });
}
