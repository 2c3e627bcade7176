//! The colours of `style/tokens.css`: every pair that is used together can be read, in light and dark,
//! and the loader, which stands alone in a foreign page, has the same ones.

#[path = "look/colour.rs"]
mod colour;
#[path = "look/tokens.rs"]
mod tokens;

use tokens::{Scheme, Tokens};

const SHEET: &str = include_str!("../../style/tokens.css");
/// What stands in a foreign page.
const SCRIPTS: [&str; 2] = [include_str!("../loader.js"), include_str!("../bridge.js")];

const GROUNDS: [&str; 6] = [
    "surface",
    "surface-sunken",
    "surface-deep",
    "surface-raised",
    "surface-hover",
    "surface-selected",
];
const MEANINGS: [&str; 4] = ["danger", "warning", "success", "private"];
/// Text upon these is `on-…`.
const FILLS: [&str; 9] = [
    "accent",
    "accent-soft",
    "head",
    "own",
    "other",
    "danger",
    "warning",
    "success",
    "private",
];

/// Asserts that one colour can be told from another, in both schemes.
fn check(mark: &str, ground: &str, least: f64) {
    for scheme in [Scheme::Light, Scheme::Dark] {
        let tokens = Tokens::of(SHEET, scheme);
        let contrast = tokens.colour(mark).contrast(tokens.colour(ground));
        assert!(
            contrast >= least,
            "{mark} on {ground}, {scheme:?}: {contrast:.2}, not {least}"
        );
    }
}

#[test]
fn text_can_be_read_on_every_ground() {
    for text in ["text", "text-muted", "link"].into_iter().chain(MEANINGS) {
        for ground in GROUNDS {
            check(text, ground, 4.5);
        }
    }
}

#[test]
fn text_can_be_read_on_every_fill() {
    for fill in FILLS {
        check(&format!("on-{fill}"), fill, 4.5);
    }
    check("on-accent", "accent-hover", 4.5);
    for meaning in MEANINGS {
        let soft = format!("{meaning}-soft");
        check(meaning, &soft, 4.5);
        check("text", &soft, 4.5);
        check("text-muted", &soft, 4.5);
    }
}

#[test]
fn marks_and_the_lines_of_controls_can_be_seen_on_every_ground() {
    let dots = (1..=8).map(|number| format!("dot-{number}"));
    let marks = ["accent", "focus", "line-strong"].map(str::to_owned);
    for mark in dots.chain(marks) {
        for ground in GROUNDS {
            check(&mark, ground, 3.0);
        }
    }
}

#[test]
fn the_loader_has_the_colours_of_the_tokens() {
    for scheme in [Scheme::Light, Scheme::Dark] {
        let tokens = Tokens::of(SHEET, scheme);
        let mut names = Vec::new();
        for script in SCRIPTS {
            let own = Tokens::of(script, scheme);
            for name in own.colours() {
                assert_eq!(own.colour(name), tokens.colour(name), "{name}, {scheme:?}");
                names.push(name);
            }
        }
        // The others are computed from these.
        for name in ["accent", "launcher", "surface", "text", "danger"] {
            assert!(names.contains(&name), "{name}, {scheme:?}");
        }
    }
}
