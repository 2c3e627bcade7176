//! Whether a text is a value of its kind: a small part of what CSS allows, and all of it harmless.

use super::Kind;

/// The longest value.
pub(super) const MAX: usize = 300;

const MOST_PIXELS: f64 = 2_000.0;
const MOST_REM: f64 = 120.0;
const MOST_LAYER: u32 = 2_147_483_647;

/// Functions that make a colour of numbers.
const FUNCTIONS: [&str; 11] = [
    "rgb", "rgba", "hsl", "hsla", "hwb", "lab", "lch", "oklab", "oklch", "color", "gray",
];

pub(super) fn is(kind: Kind, value: &str) -> bool {
    match kind {
        Kind::Colour => is_colour(value) || is_pair(value),
        Kind::Font => is_font(value),
        Kind::Length => is_length(value, 0.0),
        Kind::Shadow => value == "none" || parts(value, ',').into_iter().all(is_shadow),
        Kind::Number => {
            let is_plain = value.bytes().all(|it| it.is_ascii_digit());
            is_plain && value.parse::<u32>().is_ok_and(|it| it <= MOST_LAYER)
        }
    }
}

fn is_pair(value: &str) -> bool {
    let Some(inner) = inside(value, "light-dark") else {
        return false;
    };
    let two = parts(inner, ',');
    two.len() == 2 && two.into_iter().all(is_colour)
}

fn is_colour(value: &str) -> bool {
    let value = value.trim();
    if let Some(digits) = value.strip_prefix('#') {
        return matches!(digits.len(), 3 | 4 | 6 | 8)
            && digits.bytes().all(|it| it.is_ascii_hexdigit());
    }
    let is_name = (3..=24).contains(&value.len());
    if is_name && value.bytes().all(|it| it.is_ascii_lowercase()) {
        // Words that mean the value of another place are none of a colour.
        return !["inherit", "initial", "unset", "revert", "auto", "none"].contains(&value);
    }
    FUNCTIONS.iter().any(|name| {
        inside(value, name).is_some_and(|inner| {
            let is_plain = |it: u8| it.is_ascii_alphanumeric() || b" .,%/+-".contains(&it);
            !inner.trim().is_empty() && inner.bytes().all(is_plain)
        })
    })
}

fn is_length(value: &str, least: f64) -> bool {
    let most = [("px", MOST_PIXELS), ("rem", MOST_REM), ("em", MOST_REM)];
    let found = most
        .into_iter()
        .find_map(|(unit, most)| Some((value.strip_suffix(unit)?, most)));
    let Some((number, most)) = found else {
        return false;
    };
    let is_plain = |it: u8| it.is_ascii_digit() || b".-".contains(&it);
    let number = number.bytes().all(is_plain).then(|| number.parse::<f64>());
    number
        .and_then(Result::ok)
        .is_some_and(|it| it >= least && it <= most)
}

/// `[inset] x y [blur [spread]] colour`
fn is_shadow(value: &str) -> bool {
    let words = parts(value.trim(), ' ');
    let mut words = words.into_iter().filter(|it| !it.is_empty()).peekable();
    words.next_if_eq(&"inset");
    let words: Vec<&str> = words.collect();
    let Some((colour, lengths)) = words.split_last() else {
        return false;
    };
    let is_distance = |it: &&str| *it == "0" || is_length(it, -MOST_PIXELS);
    (2..=4).contains(&lengths.len()) && lengths.iter().all(is_distance) && is_colour(colour)
}

fn is_font(value: &str) -> bool {
    let families = parts(value, ',');
    families.into_iter().map(str::trim).all(|family| {
        let quoted = ['"', '\'']
            .into_iter()
            .find_map(|it| family.strip_prefix(it)?.strip_suffix(it));
        let name = quoted.unwrap_or(family);
        let is_plain = |it: char| it.is_alphanumeric() || " -_.".contains(it);
        !name.is_empty() && name.chars().all(is_plain)
    })
}

/// What stands within the brackets of a function.
fn inside<'a>(value: &'a str, function: &str) -> Option<&'a str> {
    value
        .trim()
        .strip_prefix(function)?
        .strip_prefix('(')?
        .strip_suffix(')')
}

/// The parts between marks that stand in no brackets.
fn parts(value: &str, mark: char) -> Vec<&str> {
    let mut depth = 0_u32;
    let is_mark = |it: char| {
        match it {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth == 0 && it == mark
    };
    value.split(is_mark).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(kind: Kind, good: &[&str], bad: &[&str]) {
        for value in good {
            assert!(is(kind, value), "{kind:?}: {value}");
        }
        for value in bad {
            assert!(!is(kind, value), "{kind:?}: {value}");
        }
    }

    #[test]
    fn colours_are_colours() {
        check(
            Kind::Colour,
            &[
                "#fff",
                "#12345678",
                "rebeccapurple",
                "rgb(1 2 3 / 50%)",
                "rgba(1, 2, 3, .5)",
                "oklch(0.5 0.1 240)",
                "hsl(120deg 50% 50%)",
                "color(display-p3 1 0 0)",
                "light-dark(#fff, oklch(0.2 0 0))",
            ],
            &[
                "",
                "#ff",
                "#ggg",
                "url(x)",
                "rgb(url(x))",
                "rgb()",
                "var(--x)",
                "env(x)",
                "light-dark(#fff)",
                "light-dark(#fff, light-dark(red, blue))",
                "red; color: blue",
                "red}",
                "red/**/",
                "inherit",
                "rgb(1 2 3",
                "rgb(1 2 3))",
                "oklch(from red l c h);",
                "Red",
                "\\72 ed",
            ],
        );
    }

    #[test]
    fn lengths_have_units_and_an_end() {
        check(
            Kind::Length,
            &["0px", "12px", "0.75rem", ".5em", "2000px"],
            &[
                "12",
                "0",
                "-1px",
                "12vw",
                "1e9px",
                "2001px",
                "calc(1px)",
                "px",
                "1 px",
                "NaNpx",
                "infpx",
                "1.2.3px",
            ],
        );
    }

    #[test]
    fn shadows_are_lengths_and_a_colour() {
        check(
            Kind::Shadow,
            &[
                "none",
                "0 2px 8px #0003",
                "0 2px 8px oklch(0 0 0 / 0.16), inset 0 -1px 0 1px red",
            ],
            &[
                "",
                "2px red",
                "0 0 0 0 0 red",
                "0 0 url(x)",
                "0 2px 8px",
                "0 2px 8px red;",
            ],
        );
    }

    #[test]
    fn fonts_are_names() {
        check(
            Kind::Font,
            &[
                "system-ui, sans-serif",
                "\"Open Sans\", 'Noto Sans'",
                "Ünit",
            ],
            &[
                "",
                "a,",
                "\"a",
                "a;b",
                "url(x)",
                "\"a\\\"b\"",
                "a}",
                "<b>",
                "\"\"",
            ],
        );
    }

    #[test]
    fn layers_are_numbers() {
        check(
            Kind::Number,
            &["0", "2147483647"],
            &["-1", "+1", "2147483648", "1.0", ""],
        );
    }
}
