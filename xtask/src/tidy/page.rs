//! Rules about what ends up on a page or on another person's machine.

use super::tree::Tree;

/// Our security policy forbids inline scripts; the pages must do without.
pub(super) fn pages_have_no_inline_code(tree: &Tree) -> Vec<String> {
    let mut findings = Vec::new();
    let pages = ["index.html", "widget/frame.html"];
    for file in tree
        .files
        .iter()
        .filter(|it| pages.contains(&it.path.as_str()))
    {
        for tag in file.text.split("<script").skip(1) {
            if !tag.split('>').next().is_some_and(|it| it.contains("src=")) {
                findings.push(format!("{}: a script without src", file.path));
            }
        }
        for attribute in [" onclick=", " onload=", " style=", "<style", "javascript:"] {
            findings.extend(file.lines_with(attribute, "is inline code"));
        }
    }
    findings
}

/// Text of strangers becomes text nodes, never markup.
pub(super) fn markup_is_never_a_string(tree: &Tree) -> Vec<String> {
    let ways = [
        "inner_html",
        "set_inner_html",
        "innerHTML",
        "outerHTML",
        "insertAdjacentHTML",
        "insert_adjacent_html",
        "document.write",
        "createContextualFragment",
        "DOMParser",
    ];
    let apps = ["agent-app/", "widget/", "client/"];
    let files = tree
        .files
        .iter()
        .filter(|it| apps.iter().any(|app| it.path.starts_with(app)));
    let code = files.filter(|it| ["rs", "js"].contains(&it.ending()) && !it.is_test());
    code.flat_map(|file| {
        ways.iter()
            .flat_map(|it| file.lines_with(it, "parses markup"))
    })
    .collect()
}

/// What is written here holds on every machine.
pub(super) fn no_path_of_one_machine(tree: &Tree) -> Vec<String> {
    let files = tree.files.iter().filter(|it| !it.is_rule());
    let mut findings = Vec::new();
    for file in files {
        for path in ["/home/", "/root/", "/Users/", "/work/"] {
            let numbered = file.text.lines().enumerate();
            let offending = numbered.filter(|(_, line)| begins_path(line, path));
            findings.extend(offending.map(|(index, _)| {
                format!(
                    "{}:{}: `{path}` exists on one machine only",
                    file.path,
                    index + 1
                )
            }));
        }
    }
    findings
}

/// Whether an absolute path in the line begins with `folder`.
fn begins_path(line: &str, folder: &str) -> bool {
    line.match_indices(folder).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        before.is_none_or(|it| !it.is_alphanumeric() && !"./}_-~*".contains(it))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_absolute() {
        assert!(begins_path("path = \"/home/ann/clone\"", "/home/"));
        assert!(!begins_path("see docs/home/index", "/home/"));
        assert!(!begins_path("https://example.org/home/", "/home/"));
    }
}
