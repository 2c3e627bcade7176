//! Files that go with messages. Commands and events name them; their bytes go over HTTP.
//!
//! `upload` announces a file and is answered with where its bytes are to be sent. When they have come and
//! are found good, the file is *ready*, and one message may take it along: `start`, `post` or `note`. A file
//! that no message takes is forgotten after [`crate::limits::FILE_WAITS_MS`].

use serde::{Deserialize, Serialize};

use crate::{
    id::{self, Id},
    limits,
};

/// A file of a message. In what a client sends only the id counts: the backend knows the rest.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
pub struct File {
    /// The file.
    pub id: Id<id::File>,
    /// Its name, of one line, without folders, of at most [`crate::limits::MAX_FILE_NAME`] characters.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// Its size in bytes.
    #[serde(default)]
    pub size: u64,
    /// What its bytes are, as a media type such as `image/png`; of every text `text/plain`.
    #[serde(default, rename = "type", skip_serializing_if = "String::is_empty")]
    pub kind: String,
    /// How wide a picture is that browsers may show, in pixels.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub width: Option<u32>,
    /// How high such a picture is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub height: Option<u32>,
}

impl File {
    /// Whether it is a picture that browsers may show.
    pub fn is_picture(&self) -> bool {
        self.width.is_some() && self.height.is_some()
    }
}

/// Which files a backend takes, in `welcome`.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Limits {
    /// The most files of one message.
    pub max_count: usize,
    /// The largest file in bytes.
    pub max_bytes: u64,
    /// Media types that are taken, such as `application/pdf`; `text/*` stands for every text.
    pub types: Vec<String>,
}

/// As long as a server has not told: everything that may be taken somewhere.
impl Default for Limits {
    fn default() -> Self {
        Self {
            max_count: limits::MAX_FILES,
            max_bytes: limits::MAX_FILE,
            types: vec!["*".to_owned()],
        }
    }
}

impl Limits {
    /// Whether files that call themselves so are taken. What has no type of its own is decided by its bytes.
    pub fn takes(&self, kind: &str) -> bool {
        let kind = kind.split(';').next().unwrap_or_default().trim();
        if kind.is_empty() || kind == "application/octet-stream" {
            return true;
        }
        self.types.iter().any(|it| match it.strip_suffix('*') {
            Some(group) => kind.starts_with(group),
            None => it == kind,
        })
    }
}

/// Announces a file. Answered by `upload`.
///
/// Refused with `wrong_type`, `too_large`, `empty`, `too_many` (files of this person that no message has
/// taken yet), `rate_limited`.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Upload {
    /// Its name.
    pub name: String,
    /// Its size in bytes; so many have to come.
    pub size: u64,
    /// Its media type as far as the client knows, or nothing.
    #[serde(default, rename = "type", skip_serializing_if = "String::is_empty")]
    pub kind: String,
}

/// Asks for an address to get a file from. Answered by `link`.
///
/// Refused with `not_found`: there is no such file, or it is not for you.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Fetch {
    /// Which file.
    pub file: Id<id::File>,
}

/// Where the bytes of an announced file go.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Slot {
    /// The file.
    pub file: Id<id::File>,
    /// The address, of the backend itself when it begins with a slash: `PUT` the bytes there.
    pub address: String,
    /// What lets them in, as `authorization: Bearer …`; for [`crate::limits::UPLOAD_WITHIN_MS`].
    pub key: String,
}

/// Where a file can be got, for [`crate::limits::LINK_LIVES_MS`].
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Link {
    /// The file.
    pub file: Id<id::File>,
    /// The address: it downloads the file. With `&show` after it, a picture is shown in its place.
    pub address: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_are_taken_by_name_or_by_group() {
        let limits = Limits {
            max_count: 5,
            max_bytes: 9,
            types: vec!["image/png".to_owned(), "text/*".to_owned()],
        };
        for kind in ["image/png", "text/csv", "text/plain; charset=utf-8", ""] {
            assert!(limits.takes(kind), "{kind}");
        }
        for kind in ["image/svg+xml", "image/pn", "text", "application/zip"] {
            assert!(!limits.takes(kind), "{kind}");
        }
    }
}
