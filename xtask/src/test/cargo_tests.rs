//! Test programs: all are compiled by one cargo call, then run one by one, so that each has its
//! own row and one that fails does not stop the others.

use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::Duration;

use anyhow::{Result, bail};
use serde_json::Value;

use super::DOC;
use super::report::{self, Count, Report};
use crate::{process, server};

/// Nothing here takes that long unless it hangs.
const LIMIT: Duration = Duration::from_secs(30 * 60);

/// A compiled test program.
pub(super) struct Program {
    /// `unit server`, `tests it`, …
    pub(super) name: String,
    path: PathBuf,
    /// Where cargo would run it.
    folder: PathBuf,
}

impl Program {
    /// The tests that need a browser, and the apps built.
    pub(super) fn is_end_to_end(&self) -> bool {
        self.name == "tests browser"
    }

    /// The command that runs the tests whose names contain one of `filters`. `SAMTALE_SERVER`
    /// names the server's program, compiled with the tests.
    pub(super) fn command(&self, filters: &[String]) -> Command {
        let mut command = process::command(&self.path);
        if let Ok(server) = server::program("debug") {
            command.env("SAMTALE_SERVER", server);
        }
        command
            .current_dir(&self.folder)
            .env("CARGO_MANIFEST_DIR", &self.folder)
            .args(filters);
        command
    }
}

/// Compiles every program and test of the workspace. What does not compile is reported, the
/// rest is returned.
pub(super) fn compile(report: &mut Report) -> Vec<Program> {
    let mut programs = Vec::new();
    report.check("compile tests", || {
        let mut cargo = process::cargo();
        cargo.args(["build", "--workspace", "--all-targets", "--keep-going"]);
        cargo.arg("--message-format=json-render-diagnostics");
        let output = cargo.stderr(Stdio::inherit()).output()?;
        let messages = String::from_utf8_lossy(&output.stdout);
        programs.extend(messages.lines().filter_map(test_program));
        if !output.status.success() {
            bail!("not everything compiles");
        }
        Ok(())
    });
    programs.sort_by(|a, b| a.name.cmp(&b.name));
    programs
}

/// Runs one program and counts its results.
pub(super) fn run(program: &Program, filters: &[String], report: &mut Report) {
    report.run(&program.name, || watch(&mut program.command(filters)));
}

/// Runs the examples in the documentation.
pub(super) fn run_doc_tests(filters: &[String], report: &mut Report) {
    report.run(DOC, || {
        let mut cargo = process::cargo();
        cargo.args([
            "test",
            "--workspace",
            "--doc",
            "--no-fail-fast",
            "--quiet",
            "--",
        ]);
        watch(cargo.args(filters))
    });
}

/// Runs a test program to its end, showing what it says.
pub(super) fn watch(command: &mut Command) -> Result<Count> {
    let watched = process::watch(command, LIMIT, |line| !line.trim().is_empty())?;
    Ok(report::count(&watched.output, watched.succeeded))
}

/// Reads one of cargo's messages: does it announce a test program?
fn test_program(message: &str) -> Option<Program> {
    let message: Value = serde_json::from_str(message).ok()?;
    if message["reason"] != "compiler-artifact" || message["profile"]["test"] != true {
        return None;
    }
    let path = PathBuf::from(message["executable"].as_str()?);
    let folder = PathBuf::from(message["manifest_path"].as_str()?)
        .parent()?
        .to_path_buf();
    let package = folder.file_name()?.to_string_lossy().into_owned();
    let target = message["target"]["name"].as_str()?;
    let is_integration = message["target"]["kind"][0] == "test";
    let name = if is_integration {
        format!("{package} {target}")
    } else {
        format!("unit {package}")
    };
    Some(Program { name, path, folder })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn artifact(kind: &str, test: bool) -> String {
        serde_json::json!({
            "reason": "compiler-artifact",
            "manifest_path": "/clone/tests/Cargo.toml",
            "target": { "name": "browser", "kind": [kind] },
            "profile": { "test": test },
            "executable": "/clone/target/debug/deps/browser-1",
        })
        .to_string()
    }

    #[test]
    fn test_programs_are_named_by_package_and_target() {
        let program = test_program(&artifact("test", true)).unwrap();
        assert!(program.is_end_to_end());
        assert_eq!(
            test_program(&artifact("lib", true)).unwrap().name,
            "unit tests"
        );
    }

    #[test]
    fn other_messages_are_passed_over() {
        assert!(test_program(&artifact("bin", false)).is_none());
        assert!(test_program("not json").is_none());
        assert!(test_program(r#"{"reason":"build-finished"}"#).is_none());
    }
}
