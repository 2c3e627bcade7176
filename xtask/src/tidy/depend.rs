//! Rules about packages: what each of ours may depend on, and how the widget is linked.

use std::collections::BTreeSet;

use super::tree::Tree;
use crate::process;

struct Bound {
    package: &'static str,
    forbidden: &'static [&'static str],
    /// Only what our own packages ask for by name counts, not what they get along with it.
    is_direct: bool,
}

const BOUNDS: &[Bound] = &[
    Bound {
        package: "widget",
        forbidden: &[
            "leptos_router",
            "leptos-use",
            "chrono",
            "server",
            "agent-app",
        ],
        is_direct: false,
    },
    Bound {
        package: "widget",
        forbidden: &["regex", "url"],
        is_direct: true,
    },
    Bound {
        package: "client",
        forbidden: &["leptos", "server", "regex", "chrono"],
        is_direct: false,
    },
    Bound {
        package: "shared",
        forbidden: &["client", "tokio", "web-sys"],
        is_direct: false,
    },
    Bound {
        package: "server",
        forbidden: &["leptos", "client"],
        is_direct: false,
    },
];

/// What a package must not contain, its tree does not contain.
pub(super) fn dependencies_stay_in_bounds(_: &Tree) -> Vec<String> {
    let mut findings = Vec::new();
    for bound in BOUNDS {
        let depth = if bound.is_direct { "1" } else { "1000" };
        match dependencies(bound.package, depth) {
            Ok(names) => findings.extend(
                bound
                    .forbidden
                    .iter()
                    .filter(|it| names.contains(**it))
                    .map(|it| format!("{} depends on {it}", bound.package)),
            ),
            Err(error) => findings.push(format!("{error:#}")),
        }
    }
    findings
}

fn dependencies(package: &str, depth: &str) -> anyhow::Result<BTreeSet<String>> {
    let mut cargo = process::cargo();
    cargo.args([
        "tree",
        "--package",
        package,
        "--edges",
        "normal",
        "--prefix",
        "none",
    ]);
    cargo.args(["--depth", depth, "--format", "{p}"]);
    if package != "server" {
        cargo.args(["--target", "wasm32-unknown-unknown"]);
    }
    let lines = process::read(&mut cargo)?;
    let names = lines.lines().filter_map(|line| line.split(' ').next());
    Ok(names.map(str::to_owned).collect())
}

/// With an `rlib` beside the `cdylib`, cargo silently leaves out link-time optimisation, and the
/// widget grows by ten kilobytes.
pub(super) fn the_widget_is_one_library(tree: &Tree) -> Vec<String> {
    let manifests = tree
        .files
        .iter()
        .filter(|it| it.path == "widget/Cargo.toml");
    let lines = manifests.flat_map(|it| it.text.lines());
    let wrong = lines.filter(|line| line.starts_with("crate-type") && line.contains("rlib"));
    wrong
        .map(|_| "widget/Cargo.toml: crate-type must be [\"cdylib\"] alone".to_owned())
        .collect()
}
