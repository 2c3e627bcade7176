//! What web designers may rely on, `style/contract.json`: nothing of it goes away, all of it is there and
//! does something.

use std::collections::BTreeSet;

use serde_json::Value;

const CONTRACT: &str = include_str!("../../style/contract.json");
const TOKENS: &str = include_str!("../../style/tokens.css");
const DERIVED: &str = include_str!("../../style/derived.css");
const LOADER: &str = concat!(include_str!("../loader.js"), include_str!("../bridge.js"));
const DOCTOR: &str = include_str!("../doctor.js");
const PAGE: &str = include_str!("../frame.html");

/// What was promised with version 1. To take a name away is to break somebody's page: it needs a version of its own.
const TOKENS_OF_1: [&str; 28] = [
    "accent",
    "on-accent",
    "launcher",
    "on-launcher",
    "head",
    "on-head",
    "own",
    "on-own",
    "other",
    "on-other",
    "surface",
    "text",
    "text-muted",
    "line",
    "link",
    "danger",
    "font",
    "size",
    "space",
    "radius",
    "radius-bubble",
    "radius-panel",
    "shadow",
    "launcher-size",
    "launcher-offset",
    "panel-width",
    "panel-height",
    "layer",
];
const PARTS_OF_1: [&str; 13] = [
    "launcher",
    "unread",
    "panel",
    "header",
    "notice",
    "messages",
    "message-own",
    "message-other",
    "card",
    "button",
    "composer",
    "input",
    "send",
];
const KINDS: [&str; 5] = ["colour", "font", "length", "shadow", "number"];

fn contract() -> Value {
    serde_json::from_str(CONTRACT).expect("the contract is JSON")
}

/// The members of one of its lists.
fn all(list: &str) -> Vec<Value> {
    let contract = contract();
    contract[list].as_array().expect("it is a list").clone()
}

fn names(list: &str) -> Vec<String> {
    let named = all(list).into_iter();
    let named = named.map(|it| it["name"].as_str().map(str::to_owned));
    named.map(|it| it.expect("all have names")).collect()
}

#[test]
fn what_was_promised_is_there() {
    assert_eq!(contract()["version"], 1);
    let (tokens, parts) = (names("tokens"), names("parts"));
    for (now, promised) in [(&tokens, &TOKENS_OF_1[..]), (&parts, &PARTS_OF_1[..])] {
        // The order counts too: page and frame name tokens by it.
        assert_eq!(&now[..promised.len()], promised);
        let different: BTreeSet<&String> = now.iter().collect();
        assert_eq!(different.len(), now.len(), "{now:?}");
    }
}

#[test]
fn every_token_says_what_it_is() {
    for token in all("tokens") {
        let said = |member: &str| token[member].as_str().is_some_and(|it| !it.is_empty());
        assert!(said("means") && said("used"), "{token}");
        let kind = token["kind"].as_str().unwrap_or_default();
        assert!(KINDS.contains(&kind), "{token}");
        let is_pair = said("light") && said("dark");
        assert_eq!(is_pair, kind == "colour", "{token}");
        assert_eq!(said("default"), kind != "colour", "{token}");
    }
}

#[test]
fn every_token_has_a_value_and_is_read() {
    let sheets = [TOKENS, DERIVED, LOADER].concat();
    for name in names("tokens") {
        assert!(
            TOKENS.contains(&format!("    --samtale-{name}: ")),
            "{name}"
        );
        let reads = [")", ","].map(|end| sheets.contains(&format!("var(--samtale-{name}{end}")));
        let reads = reads.contains(&true) || in_components(&format!("var(--samtale-{name})"));
        assert!(reads, "{name}");
    }
}

fn in_components(words: &str) -> bool {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../style/ui");
    let entries = folder.read_dir().expect("the sheets are here");
    let mut paths = entries.map(|it| it.expect("it can be read").path());
    paths.any(|it| std::fs::read_to_string(it).is_ok_and(|text| text.contains(words)))
}

#[test]
fn pairs_are_of_tokens() {
    let sheets = [TOKENS, DERIVED].concat();
    for pair in all("pairs") {
        for name in [&pair[0], &pair[1]] {
            let name = name.as_str().expect("it is a name");
            assert!(sheets.contains(&format!("--samtale-{name}:")), "{name}");
        }
        assert!([3.0, 4.5].contains(&pair[2].as_f64().expect("it is a number")));
    }
}

#[test]
fn every_part_is_somewhere() {
    let lines = include_str!("../src/view/lines.rs");
    assert!(lines.contains(r#"bubble.set("part", &["message-", line.side].concat())"#));
    for part in all("parts") {
        let name = part["name"].as_str().expect("it has one");
        let is_there = match part["where"].as_str() {
            Some("page") => LOADER.contains(&format!("part: \"{name}\"")),
            Some("panel") => PAGE.contains(&format!("part=\"{name}\"")),
            _ => false,
        };
        assert!(is_there || name.starts_with("message-"), "{name}");
    }
}

/// A page's style sheet reaches what is in the panel's root only where its names are let out.
#[test]
fn every_part_of_the_panel_is_let_out_where_there_is_no_frame() {
    let script = include_str!("../shadow.js");
    let list = script.split("const PARTS = \"").nth(1);
    let list = list.and_then(|it| it.split('"').next()).unwrap_or_default();
    let parts = all("parts").into_iter().filter(|it| it["where"] == "panel");
    let names = parts.map(|it| it["name"].as_str().unwrap_or_default().to_owned());
    let let_out: Vec<&str> = list.split(", ").collect();
    assert_eq!(let_out, names.collect::<Vec<_>>());
}

#[test]
fn what_looks_like_a_part_is_one() {
    for (class, part) in [("button", "button"), ("input", "input"), ("card", "card")] {
        for rest in PAGE.split(&format!("class=\"{class}")).skip(1) {
            let tag = rest.split('>').next().unwrap_or_default();
            let is_other = !tag.starts_with(['"', ' ']);
            assert!(
                is_other || tag.contains(&format!("part=\"{part}\"")),
                "{tag}"
            );
        }
    }
}

#[test]
fn what_the_page_sets_reaches_the_frame() {
    let list = LOADER.split("const TOKENS = [").nth(1);
    let list = list.and_then(|it| it.split(']').next()).unwrap_or_default();
    let told = list
        .split(['"', ' ', ',', '\n'])
        .filter(|it| !it.is_empty());
    assert_eq!(told.collect::<Vec<_>>(), names("tokens"));
}

/// It tells values that are none of their kind, and names that are none.
#[test]
fn the_doctor_knows_every_token_by_its_kind() {
    let list = DOCTOR.split("const TOKENS = new Map([").nth(1);
    let list = list
        .and_then(|it| it.split("]);").next())
        .unwrap_or_default();
    let told: BTreeSet<(&str, &str)> = list
        .lines()
        .filter_map(|line| line.trim().strip_prefix("[\"")?.split_once("\", \""))
        .flat_map(|(takes, names)| {
            let names = names.split('"').next().unwrap_or_default();
            names.split(' ').map(move |name| (takes, name))
        })
        .collect();
    let tokens = all("tokens");
    let kept = tokens.iter().map(|token| {
        let takes = match token["kind"].as_str() {
            Some("colour") => "color",
            Some("length") => "width",
            Some("font") => "font-family",
            Some("shadow") => "box-shadow",
            _ => "z-index",
        };
        (takes, token["name"].as_str().unwrap_or_default())
    });
    assert_eq!(told, kept.collect());
}

/// TH-02: the document for web designers says of each token and part what the contract says, and shows each token.
#[test]
fn the_document_explains_everything_and_nothing_else() {
    let document = include_str!("../../docs/THEMING.md");
    let pictures = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/pictures/tokens");
    for token in all("tokens") {
        let text = |member: &str| token[member].as_str().unwrap_or_default().to_owned();
        let name = text("name");
        let row = format!("| `--samtale-{name}`<br>![](pictures/tokens/{name}.png) |");
        let row = document.lines().find(|it| it.starts_with(&row));
        let row = row.unwrap_or_else(|| panic!("{name} is not explained"));
        for member in ["means", "light", "dark", "default"] {
            assert!(row.contains(&text(member)), "{name}: {member}");
        }
        let used = text("used").to_lowercase();
        assert!(row.to_lowercase().contains(&used), "{name}: {used}");
        let picture = pictures.join(format!("{name}.png"));
        assert!(picture.is_file(), "{}", picture.display());
    }
    for part in all("parts") {
        let text = |member: &str| part[member].as_str().unwrap_or_default().to_owned();
        let place = match text("where").as_str() {
            "page" => "the page, in every isolation",
            _ => "the panel",
        };
        let row = format!("\n| `{}` | {} | {place} |\n", text("name"), text("means"));
        assert!(document.contains(&row), "{row}");
    }
    let tokens = names("tokens");
    for rest in document.split("`--samtale-").skip(1) {
        let end = rest.find(|it: char| !it.is_ascii_alphanumeric() && it != '-');
        let name = &rest[..end.unwrap_or(rest.len())];
        assert!(tokens.iter().any(|it| it == name), "{name} is no token");
    }
    let themes = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../style/themes");
    for theme in themes.read_dir().expect("the themes are here") {
        let name = theme.expect("it can be read").file_name();
        let row = format!("| `{}` |", name.to_string_lossy());
        assert!(document.contains(&row), "{row}");
    }
}
