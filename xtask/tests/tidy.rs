//! The house rules as tests, one each, so that `cargo test` names the one that is broken.

use xtask::tidy;

fn holds(rule: &str) {
    let findings = tidy::findings(rule).expect("the checkout can be read");
    assert!(findings.is_empty(), "{rule}:\n{}", findings.join("\n"));
}

#[test]
fn every_rule_is_a_test() {
    for name in tidy::names() {
        assert!(
            include_str!("tidy.rs").contains(&format!("holds(\"{name}\")")),
            "{name}"
        );
    }
}

#[test]
fn files_are_short() {
    holds("files are short");
}

#[test]
fn modules_are_files() {
    holds("modules are files");
}

#[test]
fn files_say_what_they_are_for() {
    holds("files say what they are for");
}

#[test]
fn names_are_nouns() {
    holds("names are nouns");
}

#[test]
fn nothing_is_unfinished() {
    holds("nothing is unfinished");
}

#[test]
fn tests_wait_for_events() {
    holds("tests wait for events");
}

#[test]
fn what_agents_do_has_its_story() {
    holds("what agents do has its story");
}

#[test]
fn borders_are_kept() {
    holds("borders are kept");
}

#[test]
fn dependencies_stay_in_bounds() {
    holds("dependencies stay in bounds");
}

#[test]
fn the_widget_is_one_library() {
    holds("the widget is one library");
}

#[test]
fn styles_use_tokens() {
    holds("styles use tokens");
}

#[test]
fn tokens_are_defined() {
    holds("tokens are defined");
}

#[test]
fn pages_have_no_inline_code() {
    holds("pages have no inline code");
}

#[test]
fn markup_is_never_a_string() {
    holds("markup is never a string");
}

#[test]
fn no_path_of_one_machine() {
    holds("no path of one machine");
}
