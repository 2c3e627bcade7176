//! Reading a theme: a style sheet that sets tokens and nothing else.

/// The names and values that a sheet sets, in order. What its rules are for does not matter.
///
/// # Errors
/// Tells what is no theme, in plain words.
pub(crate) fn declarations(css: &str) -> Result<Vec<(String, String)>, String> {
    let css = without_comments(css)?;
    let mut found = Vec::new();
    let mut rest = css.trim();
    while !rest.is_empty() {
        if rest.starts_with('@') {
            return Err("a theme sets tokens for all screens: rules with @ are not taken".into());
        }
        let (_, after) = rest
            .split_once('{')
            .ok_or_else(|| format!("a rule was expected: `{}`", shortened(rest)))?;
        let (body, after) = after.split_once('}').ok_or("a `}` is missing")?;
        for declaration in body.split(';').map(str::trim).filter(|it| !it.is_empty()) {
            let (name, value) = declaration
                .split_once(':')
                .ok_or_else(|| format!("`{}` sets nothing", shortened(declaration)))?;
            found.push((name.trim().to_owned(), value.trim().to_owned()));
        }
        rest = after.trim();
    }
    Ok(found)
}

fn without_comments(css: &str) -> Result<String, String> {
    let mut kept = String::with_capacity(css.len());
    let mut rest = css;
    while let Some((before, comment)) = rest.split_once("/*") {
        kept.push_str(before);
        let (_, after) = comment.split_once("*/").ok_or("a comment has no end")?;
        rest = after;
    }
    kept.push_str(rest);
    Ok(kept)
}

fn shortened(text: &str) -> String {
    text.chars().take(40).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{directory::Look, look};

    #[test]
    fn a_theme_is_read() {
        let css =
            "/* Mine: { } */ samtale-chat { --samtale-accent: #123; } :root{--samtale-radius:2px}";
        let expected = [("--samtale-accent", "#123"), ("--samtale-radius", "2px")];
        let expected = expected.map(|(name, value)| (name.to_owned(), value.to_owned()));
        assert_eq!(declarations(css).unwrap(), expected);
        assert!(declarations(" /* nothing */ ").unwrap().is_empty());
    }

    #[test]
    fn what_is_no_theme_is_told() {
        for (css, told) in [
            ("@import url(x);", "with @"),
            ("a { b }", "sets nothing"),
            ("a { b: c", "is missing"),
            ("nonsense", "a rule"),
            ("/* a", "no end"),
        ] {
            let error = declarations(css).unwrap_err();
            assert!(error.contains(told), "{error}");
        }
    }

    /// TH-04, TH-07: all ready themes can be a channel's look.
    #[test]
    fn every_ready_theme_is_taken() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../style/themes");
        let mut count = 0;
        for entry in std::fs::read_dir(folder).unwrap() {
            let css = std::fs::read_to_string(entry.unwrap().path()).unwrap();
            let mut look = Look::default();
            for (name, value) in declarations(&css).unwrap() {
                look::set(&mut look, &name, &value).unwrap();
            }
            count += 1;
        }
        assert!(count >= 6, "{count}");
    }
}
