//! What a person has set on this device.

use client::json;
use serde::{Deserialize, Serialize};

use crate::words::Language;

/// Light or dark.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Theme {
    #[default]
    System,
    Light,
    Dark,
}

impl Theme {
    pub(crate) const ALL: [Self; 3] = [Self::System, Self::Light, Self::Dark];

    /// The name, as the style sheet knows it.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }
}

/// What a person has set on this device.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Settings {
    pub(crate) language: Language,
    pub(crate) theme: Theme,
    /// Whether new messages and waiting visitors make a sound.
    pub(crate) has_sound: bool,
    /// Whether single keys do something while nobody types.
    pub(crate) has_single_keys: bool,
    /// Whether the contact panel stands beside a conversation, where there is room.
    pub(crate) has_contact: bool,
}

/// How settings lie in storage. Whatever is missing or of a later version has its usual value.
#[derive(Deserialize, Serialize)]
struct Stored {
    #[serde(default)]
    language: Option<String>,
    #[serde(default)]
    theme: Theme,
    #[serde(default = "yes")]
    has_sound: bool,
    #[serde(default = "yes")]
    has_single_keys: bool,
    #[serde(default = "yes")]
    has_contact: bool,
}

fn yes() -> bool {
    true
}

impl Settings {
    /// What was stored, or the usual. `tags` are the languages the browser asks for, the dearest first.
    pub(crate) fn recall<'a>(
        stored: Option<&str>,
        tags: impl IntoIterator<Item = &'a str>,
    ) -> Self {
        let stored = stored.unwrap_or("{}");
        let stored: Stored = json::read(stored).unwrap_or(Stored {
            language: None,
            theme: Theme::System,
            has_sound: true,
            has_single_keys: true,
            has_contact: true,
        });
        let chosen = stored.language.as_deref().and_then(Language::of_tag);
        let asked = || tags.into_iter().find_map(Language::of_tag);
        Self {
            language: chosen.or_else(asked).unwrap_or_default(),
            theme: stored.theme,
            has_sound: stored.has_sound,
            has_single_keys: stored.has_single_keys,
            has_contact: stored.has_contact,
        }
    }

    /// The text to store.
    pub(crate) fn encode(self) -> String {
        let stored = Stored {
            language: Some(self.language.tag().to_owned()),
            theme: self.theme,
            has_sound: self.has_sound,
            has_single_keys: self.has_single_keys,
            has_contact: self.has_contact,
        };
        json::write(&stored)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_stored_comes_back() {
        let mut settings = Settings::recall(None, ["fr-FR", "sv-SE", "en"]);
        assert_eq!(
            (settings.language, settings.has_sound),
            (Language::Swedish, true)
        );
        settings.language = Language::Dutch;
        settings.theme = Theme::Dark;
        settings.has_sound = false;
        assert_eq!(Settings::recall(Some(&settings.encode()), ["en"]), settings);
    }

    #[test]
    fn broken_or_newer_storage_does_no_harm() {
        let usual = Settings::recall(None, ["nb"]);
        for stored in [
            "",
            "null",
            "[1]",
            r#"{"theme":"sepia"}"#,
            r#"{"weather":"fine"}"#,
        ] {
            assert_eq!(Settings::recall(Some(stored), ["nb"]), usual, "{stored}");
        }
    }
}
