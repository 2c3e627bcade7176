//! Every sentence of the app, in every language. Nowhere else does a sentence stand, and nowhere else
//! does an error become one.
//!
//! The languages lie in `words/*.json`, and only the one that is spoken is fetched.

mod forms;
mod making;
mod refusal;
mod table;

use client::json::Value;

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
    Arabic,
}

impl Language {
    pub(crate) const ALL: [Self; 5] = [
        Self::English,
        Self::Bokmal,
        Self::Swedish,
        Self::Dutch,
        Self::Arabic,
    ];

    /// The BCP 47 tag.
    pub(crate) const fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Bokmal => "nb",
            Self::Swedish => "sv",
            Self::Dutch => "nl",
            Self::Arabic => "ar",
        }
    }

    /// The direction in which it is written.
    pub(crate) const fn direction(self) -> &'static str {
        match self {
            Self::Arabic => "rtl",
            _ => "ltr",
        }
    }

    /// What its speakers call it.
    pub(crate) const fn own_name(self) -> &'static str {
        match self {
            Self::English => "English",
            Self::Bokmal => "Norsk bokmål",
            Self::Swedish => "Svenska",
            Self::Dutch => "Nederlands",
            Self::Arabic => "العربية",
        }
    }

    /// The language a browser asks for with a tag such as `no-NO`, if it is one of ours.
    pub(crate) fn of_tag(tag: &str) -> Option<Self> {
        match tag.split(['-', '_']).next()?.to_ascii_lowercase().as_str() {
            "en" => Some(Self::English),
            "nb" | "no" | "nn" | "da" => Some(Self::Bokmal),
            "sv" => Some(Self::Swedish),
            "nl" | "af" => Some(Self::Dutch),
            "ar" => Some(Self::Arabic),
            _ => None,
        }
    }

    /// What is said when the app has failed, and what helps. It must be there when nothing can be fetched.
    pub(crate) const fn fault(self) -> [&'static str; 2] {
        match self {
            Self::English => [
                "Samtale has failed. What you wrote is kept; reload the page to go on.",
                "Reload",
            ],
            Self::Bokmal => [
                "Samtale har sviktet. Det du skrev, er tatt vare på; last siden på nytt for å fortsette.",
                "Last på nytt",
            ],
            Self::Swedish => [
                "Samtale har slutat fungera. Det du skrev finns kvar; ladda om sidan för att fortsätta.",
                "Ladda om",
            ],
            Self::Dutch => [
                "Samtale is vastgelopen. Wat je schreef is bewaard; laad de pagina opnieuw om verder te gaan.",
                "Opnieuw laden",
            ],
            Self::Arabic => [
                "توقف Samtale عن العمل. ما كتبته محفوظ؛ أعد تحميل الصفحة للمتابعة.",
                "إعادة التحميل",
            ],
        }
    }
}

impl Words {
    /// Reads the file of a language, in which the sentences stand in the order of the table, with their
    /// names or without. They stay for as long as the app is there.
    pub(crate) fn read(file: &str) -> Option<&'static Self> {
        let sentences: Vec<Value> = match Value::parse(file).ok()? {
            Value::List(sentences) => sentences,
            Value::Object(named) => named.into_iter().map(|it| it.1).collect(),
            _ => return None,
        };
        let sentences: Option<Vec<_>> = sentences.into_iter().map(sentence).collect();
        Self::of(sentences?).map(|it| &*Box::leak(Box::new(it)))
    }

    /// What is said before a language has come: nothing.
    pub(crate) fn none() -> &'static Self {
        let nothing = Self::of(vec![""; Self::NAMES.len()]);
        Box::leak(Box::new(nothing.expect("there is one for each name")))
    }
}

/// A sentence, or the forms of one.
fn sentence(value: Value) -> Option<&'static str> {
    let forms = match value {
        Value::Text(it) => it,
        Value::List(forms) => {
            let forms: Option<Vec<_>> = forms.into_iter().map(sentence).collect();
            forms?.join(forms::BETWEEN)
        }
        _ => return None,
    };
    Some(forms.leak())
}

#[cfg(test)]
mod tests;
