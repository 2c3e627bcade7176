//! The look of a channel's widget as a style sheet. Only values that are what their token says get in: no address, no
//! expression, nothing that could end the declaration it stands in.

mod sheet;
mod value;

use std::sync::LazyLock;

use serde::Deserialize;

use crate::directory::{Logo, Look, Scheme};

pub(crate) use sheet::declarations;

/// What a web designer may set, as every version of the widget knows it.
const CONTRACT: &str = include_str!("../../style/contract.json");
/// What the names of all tokens begin with in style sheets.
pub(crate) const PREFIX: &str = "--samtale-";

/// How high a logo is shown, and how wide at most, in rem.
const LOGO_HEIGHT: f64 = 2.25;
const LOGO_WIDTH: f64 = 7.5;

#[derive(Deserialize)]
struct Contract {
    tokens: Vec<Token>,
}

/// A public token.
#[derive(Debug, Deserialize)]
pub(crate) struct Token {
    name: String,
    kind: Kind,
}

/// What a token's value is.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "snake_case")]
enum Kind {
    Colour,
    Font,
    Length,
    Shadow,
    Number,
}

static TOKENS: LazyLock<Vec<Token>> = LazyLock::new(|| {
    let contract: Contract = serde_json::from_str(CONTRACT).expect("the contract is well-formed");
    contract.tokens
});

/// Takes a value for a token, by its name with or without what all names begin with.
///
/// # Errors
/// Tells what is wrong with name or value, in plain words.
pub(crate) fn set(look: &mut Look, name: &str, value: &str) -> Result<(), String> {
    let short = name.strip_prefix(PREFIX).unwrap_or(name);
    let Some(token) = TOKENS.iter().find(|it| it.name == short) else {
        let known: Vec<&str> = TOKENS.iter().map(|it| it.name.as_str()).collect();
        return Err(format!(
            "there is no token `{name}`; there are: {}",
            known.join(" ")
        ));
    };
    let value = value.trim();
    if value.len() > value::MAX || !value::is(token.kind, value) {
        let wanted = token.kind.in_words();
        return Err(format!("{PREFIX}{short}: `{value}` is not taken: {wanted}"));
    }
    look.tokens.insert(short.to_owned(), value.to_owned());
    Ok(())
}

impl Kind {
    fn in_words(self) -> &'static str {
        match self {
            Self::Colour => {
                "a colour, such as #7a1f5c or oklch(0.5 0.1 240), or light-dark(…, …) of two"
            }
            Self::Font => "names of fonts, such as \"Open Sans\", sans-serif",
            Self::Length => {
                "a length with its unit, such as 12px or 0.75rem, at most 2000px or 120rem"
            }
            Self::Shadow => {
                "none, or shadows such as 0 2px 8px #0003, each of 2 to 4 lengths and a colour"
            }
            Self::Number => "a whole number up to 2147483647",
        }
    }
}

/// The style sheet; empty where nothing is set. `logo` is where the logo can be got.
pub(crate) fn sheet(look: &Look, logo: &str) -> String {
    let mut rules = String::new();
    match look.scheme {
        Scheme::Auto => {}
        Scheme::Light => rules.push_str("color-scheme:light;"),
        Scheme::Dark => rules.push_str("color-scheme:dark;"),
    }
    for (name, value) in &look.tokens {
        // It was checked when it was set; what has come in another way is checked once more.
        let mut checked = Look::default();
        if set(&mut checked, name, value).is_ok() {
            rules.push_str(&format!("{PREFIX}{name}:{value};"));
        }
    }
    if let Some(picture) = &look.logo {
        let width = shown_width(picture);
        rules.push_str(&format!("--logo:url(\"{logo}\");--logo-width:{width}rem;"));
    }
    if rules.is_empty() {
        return rules;
    }
    format!(":root,:host{{{rules}}}\n")
}

fn shown_width(logo: &Logo) -> f64 {
    let ratio = f64::from(logo.width) / f64::from(logo.height.max(1));
    let width = (LOGO_HEIGHT * ratio).min(LOGO_WIDTH);
    (width * 1_000.0).round() / 1_000.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_look_is_a_sheet() {
        let mut look = Look {
            scheme: Scheme::Dark,
            ..Look::default()
        };
        set(&mut look, "--samtale-accent", " #7a1f5c ").unwrap();
        set(&mut look, "radius", "0.5rem").unwrap();
        look.logo = Some(Logo {
            kind: "image/png".to_owned(),
            width: 300,
            height: 100,
            bytes: "".into(),
        });
        let expected = ":root,:host{color-scheme:dark;--samtale-accent:#7a1f5c;--samtale-radius:0.5rem;\
                        --logo:url(\"/l\");--logo-width:6.75rem;}\n";
        assert_eq!(sheet(&look, "/l"), expected);
        assert_eq!(sheet(&Look::default(), "/l"), "");
    }

    #[test]
    fn what_is_no_value_of_its_token_is_told() {
        let mut look = Look::default();
        for (name, value, told) in [
            ("nonsense", "red", "there are: accent"),
            ("accent", "1px", "a colour"),
            ("accent", "red;}body{display:none", "a colour"),
            ("radius", "12", "with its unit"),
            ("shadow", "url(https://example.com/)", "shadows"),
            ("layer", "1.5", "whole number"),
            ("font", "a}b", "names of fonts"),
        ] {
            let error = set(&mut look, name, value).unwrap_err();
            assert!(error.contains(told), "{error}");
        }
        assert_eq!(look, Look::default());
    }

    #[test]
    fn what_was_put_into_the_store_by_other_means_gets_nowhere() {
        let mut look = Look::default();
        let evil = "red;background:url(https://example.com/)";
        look.tokens.insert("accent".to_owned(), evil.to_owned());
        look.tokens.insert("x:y;z".to_owned(), "red".to_owned());
        assert_eq!(sheet(&look, "/l"), "");
    }
}
