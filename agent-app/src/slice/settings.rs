//! What a person has set on this device.

use client::json;
use serde::{Deserialize, Serialize};

use super::Alerts;
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
    /// How the app draws attention.
    pub(crate) alerts: Alerts,
    /// Whether single keys do something while nobody types.
    pub(crate) has_single_keys: bool,
    /// Whether the contact panel stands beside a conversation, where there is room.
    pub(crate) has_contact: bool,
    /// Whether more is put into less room.
    pub(crate) is_compact: bool,
}

/// How settings lie in storage. Whatever is missing or of a later version has its usual value.
#[derive(Deserialize, Serialize)]
struct Stored {
    #[serde(default)]
    language: Option<String>,
    #[serde(default)]
    theme: Theme,
    #[serde(default)]
    alerts: Option<Vec<String>>,
    /// As earlier versions kept it.
    #[serde(default = "yes")]
    has_sound: bool,
    #[serde(default = "yes")]
    has_single_keys: bool,
    #[serde(default = "yes")]
    has_contact: bool,
    #[serde(default)]
    is_compact: bool,
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
            alerts: None,
            has_sound: true,
            has_single_keys: true,
            has_contact: true,
            is_compact: false,
        });
        let chosen = stored.language.as_deref().and_then(Language::of_tag);
        let asked = || tags.into_iter().find_map(Language::of_tag);
        Self {
            language: chosen.or_else(asked).unwrap_or_default(),
            theme: stored.theme,
            alerts: Alerts::recall(stored.alerts.as_deref(), stored.has_sound),
            has_single_keys: stored.has_single_keys,
            has_contact: stored.has_contact,
            is_compact: stored.is_compact,
        }
    }

    /// The text to store.
    pub(crate) fn encode(self) -> String {
        let stored = Stored {
            language: Some(self.language.tag().to_owned()),
            theme: self.theme,
            alerts: Some(self.alerts.encode()),
            has_sound: true,
            has_single_keys: self.has_single_keys,
            has_contact: self.has_contact,
            is_compact: self.is_compact,
        };
        json::write(&stored)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::slice::Alert;

    #[test]
    fn what_is_stored_comes_back() {
        let mut settings = Settings::recall(None, ["fr-FR", "sv-SE", "en"]);
        assert_eq!(
            (settings.language, settings.alerts),
            (Language::Swedish, Alerts::default())
        );
        settings.language = Language::Dutch;
        settings.theme = Theme::Dark;
        settings.is_compact = true;
        settings.alerts.set(Alert::Queue, false);
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
