//! Every sentence of the app, in every language. Nowhere else does a sentence stand, and nowhere else
//! does an error become one.

mod en;
mod forms;
mod nb;
mod nl;
mod refusal;
mod sv;
mod table;

pub(crate) use forms::{Forms, fill};
pub(crate) use table::Words;

/// A language of the app.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(crate) enum Language {
    #[default]
    English,
    Bokmal,
    Swedish,
    Dutch,
}

impl Language {
    pub(crate) const ALL: [Self; 4] = [Self::English, Self::Bokmal, Self::Swedish, Self::Dutch];

    /// The BCP 47 tag.
    pub(crate) const fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Bokmal => "nb",
            Self::Swedish => "sv",
            Self::Dutch => "nl",
        }
    }

    /// What its speakers call it.
    pub(crate) const fn own_name(self) -> &'static str {
        match self {
            Self::English => "English",
            Self::Bokmal => "Norsk bokmål",
            Self::Swedish => "Svenska",
            Self::Dutch => "Nederlands",
        }
    }

    /// The language a browser asks for with a tag such as `no-NO`, if it is one of ours.
    pub(crate) fn of_tag(tag: &str) -> Option<Self> {
        match tag.split(['-', '_']).next()?.to_ascii_lowercase().as_str() {
            "en" => Some(Self::English),
            "nb" | "no" | "nn" | "da" => Some(Self::Bokmal),
            "sv" => Some(Self::Swedish),
            "nl" | "af" => Some(Self::Dutch),
            _ => None,
        }
    }

    /// Its sentences.
    pub(crate) const fn words(self) -> &'static Words {
        match self {
            Self::English => &en::WORDS,
            Self::Bokmal => &nb::WORDS,
            Self::Swedish => &sv::WORDS,
            Self::Dutch => &nl::WORDS,
        }
    }
}

#[cfg(test)]
mod tests;
