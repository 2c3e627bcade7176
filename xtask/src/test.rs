//! `cargo xtask test`: every check there is, one after the other, each to its end.
//!
//! Arguments choose runners by a part of their name (`clippy`, `unit`, `browser`); what follows
//! `--` chooses tests by a part of theirs.

mod cargo_tests;
mod checks;
mod end_to_end;
mod report;

use anyhow::Result;

use crate::command::Reported;
use crate::setup;
use report::Report;

/// What the command line asks for.
struct Selection {
    runners: Vec<String>,
    tests: Vec<String>,
}

/// Runners that are not test programs, in the order in which they run.
const FMT: &str = "fmt";
const CLIPPY: &str = "clippy";
const CLIPPY_WASM: &str = "clippy wasm32";
const DOC: &str = "doc";
const APPS: &str = "apps";
const SIZE: &str = "size";
const NOT_PROGRAMS: [&str; 6] = [FMT, CLIPPY, CLIPPY_WASM, DOC, APPS, SIZE];

pub(crate) fn run(arguments: &[String]) -> Result<()> {
    let selection = Selection::parse(arguments);
    let mut report = Report::default();

    report.check("set-up", || {
        setup::ensure().and_then(|()| setup::ensure_lint_tools())
    });
    if selection.wants(FMT) {
        report.check(FMT, checks::fmt);
    }
    if selection.wants(CLIPPY) {
        report.check(CLIPPY, checks::clippy);
    }
    if selection.wants(CLIPPY_WASM) {
        report.check(CLIPPY_WASM, checks::clippy_wasm);
    }
    let programs = if selection.wants_programs() {
        cargo_tests::compile(&mut report)
    } else {
        Vec::new()
    };
    for program in programs.iter().filter(|it| !it.is_end_to_end()) {
        if selection.wants(&program.name) {
            cargo_tests::run(program, &selection.tests, &mut report);
        }
    }
    if selection.wants(DOC) {
        cargo_tests::run_doc_tests(&selection.tests, &mut report);
    }
    let end_to_end = programs
        .iter()
        .find(|it| it.is_end_to_end() && selection.wants(&it.name));
    if selection.wants(APPS) || end_to_end.is_some() {
        report.check(APPS, checks::apps);
    }
    if let Some(program) = end_to_end {
        end_to_end::run(program, &selection.tests, &mut report);
    }
    if selection.wants(SIZE) {
        checks::size(&mut report);
    }

    report.print();
    match report.failed() {
        0 => Ok(()),
        _ => Err(Reported.into()),
    }
}

impl Selection {
    fn parse(arguments: &[String]) -> Self {
        let mut parts = arguments.splitn(2, |it| it == "--");
        let mut next = || parts.next().unwrap_or_default().to_vec();
        Self {
            runners: next(),
            tests: next(),
        }
    }

    fn wants(&self, runner: &str) -> bool {
        self.runners.is_empty() || self.runners.iter().any(|it| runner.contains(it.as_str()))
    }

    /// Whether a test program may be meant: their names are only known once they are compiled.
    fn wants_programs(&self) -> bool {
        self.runners.is_empty()
            || self
                .runners
                .iter()
                .any(|it| !NOT_PROGRAMS.iter().any(|name| name.contains(it.as_str())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn selection(line: &str) -> Selection {
        Selection::parse(
            &line
                .split_whitespace()
                .map(str::to_owned)
                .collect::<Vec<_>>(),
        )
    }

    #[test]
    fn without_arguments_everything_runs() {
        let all = selection("");
        assert!(all.wants(FMT) && all.wants("unit shared") && all.wants_programs());
    }

    #[test]
    fn a_part_of_a_name_is_enough() {
        let some = selection("clippy unit -- resume");
        assert!(some.wants(CLIPPY) && some.wants(CLIPPY_WASM) && some.wants("unit client"));
        assert!(!some.wants(FMT) && some.wants_programs());
        assert_eq!(some.tests, ["resume"]);
    }

    #[test]
    fn nothing_is_compiled_for_a_check_alone() {
        assert!(!selection("fmt size").wants_programs());
    }
}
