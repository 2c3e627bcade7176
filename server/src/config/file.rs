//! The configuration file.

use std::{fs, io, path::Path};

use anyhow::{Context, Result, anyhow};

use super::Values;

/// The file that is read from the working folder when none is named and it is there.
const USUAL: &str = "samtale.toml";

impl Values {
    /// Reads the named file, or the usual one if there is one.
    ///
    /// # Errors
    /// Names the file, the line and the key.
    pub fn from_file(path: Option<&Path>) -> Result<Self> {
        let (path, is_named) = path.map_or((Path::new(USUAL), false), |path| (path, true));
        match fs::read_to_string(path) {
            Ok(text) => {
                Self::from_toml(&text).map_err(|wrong| anyhow!("{}, {wrong}", path.display()))
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound && !is_named => {
                Ok(Self::default())
            }
            Err(error) => Err(error).with_context(|| format!("cannot read {}", path.display())),
        }
    }

    pub(super) fn from_toml(text: &str) -> Result<Self, String> {
        toml::from_str(text).map_err(|wrong| {
            let at = wrong.span().map_or(0, |span| span.start);
            let before = text.get(..at).unwrap_or(text);
            let line = before.matches('\n').count();
            let key = text
                .lines()
                .nth(line)
                .and_then(|it| it.split_once('='))
                .map(|(key, _)| format!("{}: ", key.trim()))
                .filter(|key| !wrong.message().contains(key.trim_end_matches(": ")))
                .unwrap_or_default();
            format!("line {}: {key}{}", line + 1, wrong.message())
        })
    }
}
