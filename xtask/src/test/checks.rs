//! Runners that are not test programs: formatting, lints, the apps' release build, the budgets.

use anyhow::Result;

use super::SIZE;
use super::report::{Count, Report};
use crate::{apps, place, process, size};

/// The packages that run in a browser.
const WASM_PACKAGES: [&str; 4] = ["shared", "client", "agent-app", "widget"];

pub(super) fn fmt() -> Result<()> {
    process::run(process::cargo().args(["fmt", "--all", "--check"]))
}

pub(super) fn clippy() -> Result<()> {
    let options = ["clippy", "--workspace", "--all-targets", "--keep-going"];
    process::run(
        process::cargo()
            .args(options)
            .args(["--", "-D", "warnings"]),
    )
}

pub(super) fn clippy_wasm() -> Result<()> {
    let mut cargo = process::cargo();
    cargo.args([
        "clippy",
        "--target",
        "wasm32-unknown-unknown",
        "--keep-going",
    ]);
    for package in WASM_PACKAGES {
        cargo.args(["--package", package]);
    }
    cargo.args(["--features", "agent-app/parts"]);
    process::run(cargo.args(["--", "-D", "warnings"]))?;
    // In one part, as `trunk serve` builds it.
    let in_one = ["check", "--target", "wasm32-unknown-unknown"];
    process::run(
        process::cargo()
            .args(in_one)
            .args(["--package", "agent-app"]),
    )
}

pub(super) fn apps() -> Result<()> {
    apps::build().map(|_| ())
}

/// One result per budget, measured on what the last build has made.
pub(super) fn size(report: &mut Report) {
    report.run(SIZE, || {
        let verdicts = size::check(&place::apps())?;
        let passed = verdicts.iter().filter(|it| it.is_within).count();
        Ok(Count {
            passed,
            failed: verdicts.len() - passed,
        })
    });
}
