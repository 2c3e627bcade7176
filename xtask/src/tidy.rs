//! House rules that neither the compiler nor clippy knows: `cargo xtask tidy`, and the same as
//! tests in `tests/tidy.rs`. CONTRIBUTING.md has the reasons.

mod border;
mod depend;
mod naming;
mod page;
mod shape;
mod sheet;
mod story;
mod tree;

use anyhow::{Result, bail};

use crate::out::say;
use crate::{command, place};
use tree::Tree;

/// A rule looks at the whole checkout and returns what offends it, one line each.
struct Rule {
    name: &'static str,
    check: fn(&Tree) -> Vec<String>,
}

const RULES: &[Rule] = &[
    Rule {
        name: "files are short",
        check: shape::files_are_short,
    },
    Rule {
        name: "modules are files",
        check: shape::modules_are_files,
    },
    Rule {
        name: "files say what they are for",
        check: shape::files_say_what_they_are_for,
    },
    Rule {
        name: "names are nouns",
        check: naming::names_are_nouns,
    },
    Rule {
        name: "nothing is unfinished",
        check: naming::nothing_is_unfinished,
    },
    Rule {
        name: "tests wait for events",
        check: naming::tests_wait_for_events,
    },
    Rule {
        name: "what agents do has its story",
        check: story::what_agents_do_has_its_story,
    },
    Rule {
        name: "borders are kept",
        check: border::borders_are_kept,
    },
    Rule {
        name: "dependencies stay in bounds",
        check: depend::dependencies_stay_in_bounds,
    },
    Rule {
        name: "the widget is one library",
        check: depend::the_widget_is_one_library,
    },
    Rule {
        name: "styles use tokens",
        check: sheet::styles_use_tokens,
    },
    Rule {
        name: "tokens are defined",
        check: sheet::tokens_are_defined,
    },
    Rule {
        name: "pages have no inline code",
        check: page::pages_have_no_inline_code,
    },
    Rule {
        name: "markup is never a string",
        check: page::markup_is_never_a_string,
    },
    Rule {
        name: "no path of one machine",
        check: page::no_path_of_one_machine,
    },
];

/// `cargo xtask tidy`
pub(crate) fn run(arguments: &[String]) -> Result<()> {
    command::expect_no_arguments(arguments)?;
    let tree = Tree::load(place::root())?;
    let mut broken = 0;
    for rule in RULES {
        let findings = (rule.check)(&tree);
        say(format_args!(
            "{:<30}{}",
            rule.name,
            if findings.is_empty() { "ok" } else { "BROKEN" }
        ));
        for finding in &findings {
            say(format_args!("    {finding}"));
        }
        broken += usize::from(!findings.is_empty());
    }
    if broken > 0 {
        bail!("{broken} of {} rules broken", RULES.len());
    }
    Ok(())
}

/// The names of all rules.
#[must_use]
pub fn names() -> Vec<&'static str> {
    RULES.iter().map(|it| it.name).collect()
}

/// What offends the rule of this name in the checkout.
///
/// # Errors
/// When the checkout cannot be read, or there is no such rule.
pub fn findings(name: &str) -> Result<Vec<String>> {
    let tree = Tree::load(place::root())?;
    match RULES.iter().find(|it| it.name == name) {
        Some(rule) => Ok((rule.check)(&tree)),
        None => bail!("there is no rule `{name}`"),
    }
}
