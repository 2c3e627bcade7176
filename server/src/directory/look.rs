//! How a channel's widget looks, as its administrator set it.

use std::{collections::BTreeMap, sync::Arc};

use serde::{Deserialize, Serialize};

/// How a channel's widget looks, where the page around it sets nothing else.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(default)]
pub struct Look {
    /// Values of public tokens by their names, as `accent`; each was checked when it was set.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub tokens: BTreeMap<String, String>,
    /// Light, dark, or as the visitor likes it.
    pub scheme: Scheme,
    /// What stands before the title.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub logo: Option<Logo>,
}

/// Which of the two colour schemes is shown.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Scheme {
    /// As the visitor's system has it.
    #[default]
    Auto,
    /// Always light.
    Light,
    /// Always dark.
    Dark,
}

/// A picture, clean of everything that is not the picture.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Logo {
    /// Its media type, one that browsers show.
    #[serde(rename = "type")]
    pub kind: String,
    /// Its width in pixels.
    pub width: u32,
    /// Its height in pixels.
    pub height: u32,
    /// Its bytes in base64. Channels are copied at every turn; these are not.
    #[serde(with = "text")]
    pub bytes: Arc<str>,
}

mod text {
    use std::sync::Arc;

    use serde::{Deserialize, Deserializer, Serializer};

    pub(super) fn serialize<S: Serializer>(text: &Arc<str>, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(text)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Arc<str>, D::Error> {
        String::deserialize(from).map(Arc::from)
    }
}

/// The most bytes of a logo.
pub const MAX_LOGO: u64 = 64 * 1024;
