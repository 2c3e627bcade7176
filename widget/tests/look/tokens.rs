//! The custom properties of a sheet, as one of the two schemes has them.

use std::collections::BTreeMap;

use crate::colour::Colour;

#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Scheme {
    Light,
    Dark,
}

pub(crate) struct Tokens<'a> {
    values: BTreeMap<&'a str, &'a str>,
    scheme: Scheme,
}

impl<'a> Tokens<'a> {
    /// Reads declarations up to the first media query.
    pub(crate) fn of(sheet: &'a str, scheme: Scheme) -> Self {
        let sheet = sheet.split("@media").next().unwrap_or_default();
        let declarations = sheet.split(';').filter_map(|it| it.rsplit_once(':'));
        let values = declarations.filter_map(|(before, value)| {
            let name = before.split_whitespace().next_back()?;
            name.starts_with("--").then(|| (plain(name), value.trim()))
        });
        Self {
            values: values.collect(),
            scheme,
        }
    }

    /// The names of those that are colours.
    pub(crate) fn colours(&self) -> Vec<&'a str> {
        let names = self.values.keys().copied();
        names
            .filter(|name| self.resolve(self.values[name]).is_some())
            .collect()
    }

    pub(crate) fn colour(&self, name: &str) -> Colour {
        let value = self.values.get(name);
        let value = value.unwrap_or_else(|| panic!("there is no {name}"));
        self.resolve(value)
            .unwrap_or_else(|| panic!("{name} is no colour: {value}"))
    }

    fn resolve(&self, value: &str) -> Option<Colour> {
        if let Some(pair) = inside(value, "light-dark(") {
            let (light, dark) = pair.split_at(comma(pair)?);
            return self.resolve(match self.scheme {
                Scheme::Light => light,
                Scheme::Dark => &dark[1..],
            });
        }
        if let Some(name) = inside(value, "var(") {
            // What stands behind a comma is for pages that set nothing, such as the loader's.
            return match comma(name) {
                Some(at) => self.resolve(&name[at + 1..]),
                None => self.resolve(self.values.get(plain(name.trim()))?),
            };
        }
        let numbers = inside(value, "oklch(")?.split_whitespace();
        let numbers: Vec<f64> = numbers.filter_map(|it| it.parse().ok()).collect();
        let [lightness, chroma, hue] = numbers[..] else {
            return None;
        };
        Some(Colour {
            lightness,
            chroma,
            hue,
        })
    }
}

/// The name of a property without what all of them begin with.
fn plain(name: &str) -> &str {
    let name = name.trim_start_matches("--");
    name.strip_prefix("samtale-").unwrap_or(name)
}

/// What stands within the brackets of a function.
fn inside<'a>(value: &'a str, function: &str) -> Option<&'a str> {
    value.trim().strip_prefix(function)?.strip_suffix(')')
}

/// Where the first comma outside of brackets is.
fn comma(value: &str) -> Option<usize> {
    let mut depth = 0;
    value.char_indices().find_map(|(at, c)| {
        match c {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ => {}
        }
        (c == ',' && depth == 0).then_some(at)
    })
}
