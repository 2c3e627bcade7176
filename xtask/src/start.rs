//! `cargo xtask start`: from a fresh clone to a running demo. Everything that is up to date is
//! skipped, so the second start is quick.

use anyhow::{Result, bail};

use crate::out::step;
use crate::{apps, process, server, setup};

/// Options that are handed on to `samtale demo`, and whether a value follows.
const OPTIONS: &[(&str, bool)] = &[("--port", true), ("--demo-port", true), ("--fresh", false)];

pub(crate) fn run(arguments: &[String]) -> Result<()> {
    check(arguments)?;
    let (apps, program) = step("build", || {
        setup::ensure()?;
        Ok((apps::build()?, server::build_release(None)?))
    })?;
    let mut demo = process::command(program);
    demo.arg("demo").arg("--apps").arg(apps).args(arguments);
    process::become_program(&mut demo)
}

/// Finds a mistyped option now and not after minutes of building.
fn check(arguments: &[String]) -> Result<()> {
    let mut rest = arguments.iter();
    while let Some(argument) = rest.next() {
        let Some((name, has_value)) = OPTIONS.iter().find(|(name, _)| name == argument) else {
            bail!("`start` does not understand `{argument}`");
        };
        if *has_value && rest.next().is_none_or(|it| it.parse::<u16>().is_err()) {
            bail!("`{name}` wants a port number");
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn checked(line: &str) -> bool {
        check(
            &line
                .split_whitespace()
                .map(str::to_owned)
                .collect::<Vec<_>>(),
        )
        .is_ok()
    }

    #[test]
    fn known_options_pass_and_others_do_not() {
        assert!(checked(""));
        assert!(checked("--fresh --port 8080 --demo-port 8081"));
        for wrong in ["--port", "--port x", "--port 70000", "--prot 80", "8080"] {
            assert!(!checked(wrong), "{wrong}");
        }
    }
}
