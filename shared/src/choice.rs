//! Options that an agent offers, and what the visitor chose of them.

use serde::{Deserialize, Serialize};

use crate::{
    id::{self, Id},
    limits::{MAX_OPTION, MAX_OPTIONS},
    text::{self, Invalid},
};

/// Options beside the text of an agent's message. The visitor answers them once.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
pub struct Options {
    /// What can be chosen: 2 to [`MAX_OPTIONS`] different texts of one line, each of at most [`MAX_OPTION`]
    /// characters.
    pub texts: Vec<String>,
    /// Whether several may be chosen.
    #[serde(default, skip_serializing_if = "crate::is_false")]
    pub multiple: bool,
    /// Whether the visitor shall choose before anything else is written: none of them is no answer then, and the
    /// visitor's app has nothing to write in until there is one.
    #[serde(default, skip_serializing_if = "crate::is_false")]
    pub required: bool,
}

/// The visitor's answer to a message with options.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Choice {
    /// The message that offered them.
    pub message: Id<id::Message>,
    /// What was chosen, in the order in which it was offered.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub texts: Vec<String>,
    /// Whether the visitor wants none of them.
    #[serde(default, skip_serializing_if = "crate::is_false")]
    pub cancelled: bool,
}

impl Options {
    /// The same, cleaned.
    ///
    /// # Errors
    /// When a text is empty or too long, there are too few or too many, or one stands there twice.
    pub fn clean(&self) -> Result<Self, Invalid> {
        let mut texts: Vec<String> = Vec::new();
        for text in &self.texts {
            let text = text::line(text, MAX_OPTION)?;
            if texts.contains(&text) {
                return Err(Invalid::Malformed);
            }
            texts.push(text);
        }
        if !(2..=MAX_OPTIONS).contains(&texts.len()) {
            return Err(Invalid::Malformed);
        }
        Ok(Self { texts, ..*self })
    }

    /// A choice as it may stand: in the order of what is offered.
    ///
    /// # Errors
    /// When something else is chosen, nothing where that is no answer, or more than may be.
    pub fn check(&self, choice: &Choice) -> Result<Choice, Invalid> {
        let is_chosen = |it: &&String| choice.texts.contains(it);
        let texts: Vec<String> = self.texts.iter().filter(is_chosen).cloned().collect();
        let is_right = match (choice.cancelled, texts.len()) {
            (true, count) => count == 0 && choice.texts.is_empty() && !self.required,
            (false, 0) => false,
            (false, count) => count == choice.texts.len() && (self.multiple || count == 1),
        };
        if !is_right {
            return Err(Invalid::Malformed);
        }
        Ok(Choice {
            texts,
            ..choice.clone()
        })
    }
}

impl Choice {
    /// What was chosen, as a text.
    pub fn text(&self) -> String {
        self.texts.join(", ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn options(texts: &[&str], multiple: bool) -> Options {
        Options {
            texts: texts.iter().map(|it| (*it).to_owned()).collect(),
            multiple,
            required: false,
        }
    }

    fn checked(options: &Options, texts: &[&str], cancelled: bool) -> Option<String> {
        let choice = Choice {
            message: Id::new("m"),
            texts: texts.iter().map(|it| (*it).to_owned()).collect(),
            cancelled,
        };
        options.check(&choice).ok().map(|it| it.text())
    }

    #[test]
    fn options_are_a_few_different_lines() {
        assert_eq!(
            options(&[" a\n", "b"], false).clean(),
            Ok(options(&["a", "b"], false))
        );
        let ten: Vec<String> = (0..10).map(|it| it.to_string()).collect();
        let texts: Vec<&str> = ten.iter().map(String::as_str).collect();
        assert!(options(&texts, true).clean().is_ok());
        let eleven = [&texts[..], &["more"]].concat();
        let long = "å".repeat(256);
        for (texts, why) in [
            (&["a"][..], Invalid::Malformed),
            (&["a", " a"], Invalid::Malformed),
            (&eleven, Invalid::Malformed),
            (&["a", " "], Invalid::Empty),
            (&["a", &long], Invalid::TooLong),
        ] {
            assert_eq!(options(texts, false).clean(), Err(why), "{texts:?}");
        }
    }

    #[test]
    fn a_choice_is_among_what_is_offered() {
        let (one, more) = (
            options(&["a", "b", "c"], false),
            options(&["a", "b", "c"], true),
        );
        assert_eq!(checked(&one, &["b"], false).as_deref(), Some("b"));
        assert_eq!(checked(&more, &["c", "a"], false).as_deref(), Some("a, c"));
        assert_eq!(checked(&one, &[], true).as_deref(), Some(""));
        let required = Options {
            required: true,
            ..one.clone()
        };
        assert_eq!(checked(&required, &["b"], false).as_deref(), Some("b"));
        for (options, texts, cancelled) in [
            (&required, &[][..], true),
            (&one, &["a", "b"], false),
            (&one, &["d"], false),
            (&more, &["a", "d"], false),
            (&more, &["a", "a"], false),
            (&more, &[], false),
            (&one, &["a"], true),
        ] {
            assert_eq!(checked(options, texts, cancelled), None, "{texts:?}");
        }
    }
}
