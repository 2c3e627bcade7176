//! What sites are told about embedding is what the scripts do, and the other way round: docs/EMBEDDING.md, the types of the
//! package, and the messages between page and frame.

use std::{collections::BTreeSet, path::Path, process::Command};

use serde_json::Value;

const GUIDE: &str = include_str!("../../docs/EMBEDDING.md");
const TYPES: &str = include_str!("../npm/index.d.ts");
const LOADER: &str = include_str!("../loader.js");
const BRIDGE: &str = include_str!("../bridge.js");
const BOOT: &str = include_str!("../boot.js");
const EXTRAS: &str = include_str!("../extras.js");
const DOCTOR: &str = include_str!("../doctor.js");

type Names = BTreeSet<String>;

/// What stands between two texts, without them.
fn between<'a>(text: &'a str, start: &str, end: &str) -> &'a str {
    let rest = text
        .split_once(start)
        .unwrap_or_else(|| panic!("{start} is not there"))
        .1;
    rest.split_once(end).map_or(rest, |it| it.0)
}

/// A section of the guide.
fn section(name: &str) -> &'static str {
    between(GUIDE, &format!("\n## {name}\n"), "\n## ")
}

/// The letters a text begins with.
fn word(text: &str) -> &str {
    let end = text.find(|it: char| !it.is_ascii_alphanumeric() && it != '-');
    &text[..end.unwrap_or(text.len())]
}

/// The words that follow each time a text stands there.
fn words_behind(text: &str, mark: &str) -> Names {
    let rests = text.split(mark).skip(1);
    rests
        .map(|rest| word(rest).to_owned())
        .filter(|it| !it.is_empty())
        .collect()
}

/// The words in backticks of a column of a section's tables.
fn column(section: &str, index: usize) -> Names {
    let rows = section.lines().filter(|line| line.starts_with("| "));
    let cells = rows.filter_map(|row| row.split('|').nth(index + 1));
    let named = cells.flat_map(|cell| cell.split('`').skip(1).step_by(2));
    named
        .map(|it| word(it).to_owned())
        .filter(|it| !it.is_empty())
        .collect()
}

fn set(names: &[&str]) -> Names {
    names.iter().map(|&it| it.to_owned()).collect()
}

/// The attributes that the element hears of.
fn choices() -> Names {
    let list = between(LOADER, "const CHOICES = \"", "\"");
    list.split(' ').map(str::to_owned).collect()
}

#[test]
fn every_attribute_is_explained_and_every_explained_one_is_there() {
    let told = column(section("Attributes"), 1);
    let known: Names = choices()
        .union(&set(&["open", "hidden"]))
        .cloned()
        .collect();
    assert_eq!(told, known);
    let of_script: Names = column(section("Attributes"), 0);
    let expected: Names = choices().iter().map(|it| format!("data-{it}")).collect();
    assert_eq!(of_script, expected);
    let typed = words_behind(between(TYPES, "interface Attributes {", "\n}"), "\n  ");
    assert_eq!(typed, known);
}

#[test]
fn every_method_is_explained_and_typed_and_nothing_else_is() {
    let class = between(LOADER, "class Chat extends HTMLElement {", "\n  }\n");
    let methods = class
        .split("\n    ")
        .filter(|it| it.lines().next().is_some_and(|line| line.ends_with(") {")));
    let methods: Names = methods
        .map(|it| word(it).to_owned())
        .filter(|it| !it.is_empty() && !it.ends_with("Callback"))
        .collect();
    assert!(methods.len() > 10, "{methods:?}");
    assert_eq!(words_behind(section("Methods"), "chat."), methods);
    let interface = between(TYPES, "interface SamtaleChat extends", "\n}");
    let typed = interface
        .lines()
        .filter(|line| line.contains("): void;") && !line.contains("EventListener"));
    let typed: Names = typed
        .map(|line| word(line.trim()).to_owned())
        .filter(|it| !it.is_empty())
        .collect();
    assert_eq!(typed, methods);
}

#[test]
fn every_event_is_explained_and_typed_and_happens() {
    let scripts = [LOADER, BRIDGE].concat();
    let mut told: Names = words_behind(&scripts, "emit(it, \"");
    assert!(LOADER.contains(r#"emit(it, isOpen ? "open" : "close")"#));
    told.extend(set(&["open", "close"]));
    told.insert("error".to_owned());
    assert_eq!(column(section("Events"), 0), told);
    let typed = words_behind(
        between(TYPES, "interface SamtaleChatEvents {", "\n}"),
        "\n  ",
    );
    assert_eq!(typed, told);
}

#[test]
fn every_part_of_the_state_is_explained_and_typed_and_told() {
    let told = between(BRIDGE, "const state = () => ({", "\n  });");
    let told = words_behind(told, "\n    ");
    assert!(told.len() > 5, "{told:?}");
    assert_eq!(column(section("State"), 0), told);
    let typed = between(TYPES, "interface State {", "\n}");
    assert_eq!(words_behind(typed, "\n  "), told);
    let version = between(BRIDGE, "const VERSION = \"", "\"");
    assert_eq!(version, env!("CARGO_PKG_VERSION"));
}

#[test]
fn every_message_between_page_and_frame_is_written_down_and_both_sides_know_it() {
    let list = between(BRIDGE, "page → frame", "*/");
    let (to_frame, to_page) = list
        .split_once("frame → page")
        .expect("both ways are there");
    let names = |lines: &str| -> Names {
        let beginning = lines
            .lines()
            .map(|line| line.trim_start_matches([' ', '*']));
        let named = beginning.filter(|line| line.contains(" {"));
        named
            .map(|line| word(line).to_owned())
            .filter(|it| it.starts_with(|c: char| c.is_ascii_lowercase()))
            .collect()
    };
    assert_eq!(
        names(to_frame),
        words_behind(BRIDGE, "post(\""),
        "what the page says"
    );
    assert_eq!(
        names(to_frame),
        words_behind(BOOT, "hear(\""),
        "what the frame hears"
    );
    let hears = between(BRIDGE, "const hears = {", "\n  };");
    let heard: Names = hears
        .lines()
        .filter(|line| line.starts_with("    ") && !line.starts_with("     "))
        .map(|line| word(line.trim()).to_owned())
        .filter(|it| !it.is_empty())
        .collect();
    assert_eq!(names(to_page), heard, "what the page hears");
    let app = [
        include_str!("../src/session.rs"),
        include_str!("../src/session/trail.rs"),
        include_str!("../src/news.rs"),
        include_str!("../src/status.rs"),
    ]
    .concat();
    for name in heard {
        let says =
            BOOT.contains(&format!("type: \"{name}\"")) || app.contains(&format!("\"{name}\""));
        assert!(says, "{name}");
    }
}

#[test]
fn conditions_and_outcomes_of_rules_are_explained() {
    let rules = section("Rules");
    let known = words_behind(
        between(EXTRAS, "const CONDITIONS = new Map([", "]);"),
        "\n  [\"",
    );
    let known: Names = known
        .into_iter()
        .chain(set(&["launcher", "greeting", "badge"]))
        .collect();
    assert_eq!(column(rules, 0), known);
    let example = between(rules, "```json\n", "```");
    let example: Value = serde_json::from_str(example).expect("the example is JSON");
    assert!(example.as_array().is_some_and(|it| it.len() == 3));
}

#[test]
fn what_the_doctor_refers_to_is_there() {
    for name in words_behind(DOCTOR, "`data-") {
        assert!(choices().contains(&name), "{name}");
    }
    assert!(GUIDE.contains("?samtale-doctor"));
}

#[test]
fn the_doctor_says_the_same_in_all_its_languages() {
    let words = between(DOCTOR, "const WORDS = new Map([", "\n]);");
    let languages: Vec<&str> = words.split("\n  [\n").skip(1).collect();
    assert_eq!(languages.len(), 4);
    // What is named, filled in and copied, in order.
    let shape = |text: &str| -> Vec<String> {
        let names = text.lines().filter_map(|it| it.trim().split_once(": ["));
        let names = names.map(|(name, rest)| {
            let gaps = rest.split('{').skip(1).map(word);
            let copied = rest.split('`').skip(1).step_by(2);
            let count = rest.split("\", \"").count();
            let mut all: Vec<&str> = gaps.chain(copied).collect();
            all.sort_unstable();
            format!("{name} {count} {all:?}")
        });
        names.collect()
    };
    let english = shape(languages[0]);
    assert!(english.len() > 15, "{english:?}");
    for other in &languages[1..] {
        assert_eq!(shape(other), english);
    }
    let named = DOCTOR.split("new Ill(\"").skip(1).map(word);
    for name in named {
        assert!(languages[0].contains(&format!(" {name}: [")), "{name}");
    }
}

#[test]
fn the_package_can_be_packed_and_holds_what_it_names() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("npm");
    let packed = Command::new("npm")
        .args(["pack", "--dry-run", "--json", "--offline"])
        .current_dir(&folder)
        .output();
    let packed = packed.expect("npm is there, as for the other tools");
    assert!(
        packed.status.success(),
        "{}",
        String::from_utf8_lossy(&packed.stderr)
    );
    let packed: Value = serde_json::from_slice(&packed.stdout).expect("it is JSON");
    let files = packed[0]["files"]
        .as_array()
        .expect("there are files")
        .iter();
    let files: Names = files
        .filter_map(|it| it["path"].as_str().map(str::to_owned))
        .collect();
    assert_eq!(
        files,
        set(&[
            "README.md",
            "index.d.ts",
            "index.js",
            "package.json",
            "react.d.ts"
        ])
    );
}
