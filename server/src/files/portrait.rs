//! A picture that an administrator gives, looked at as those that come with messages.

use std::{fs, io::Read, path::Path};

use anyhow::{Context, Result, bail};
use shared::id::{self, Id};

use super::{
    kind,
    picture::{self, Fault},
};
use crate::secret;

/// What can be a portrait.
const KINDS: [&str; 3] = ["image/png", "image/jpeg", "image/webp"];

/// Its media type, its sides, and what is kept of it; nothing when it is no picture.
pub(crate) type Portrait = (&'static str, (u32, u32), Vec<u8>);

/// Looks at a file.
///
/// # Errors
/// When it cannot be read, or has too many pixels.
pub(crate) fn portrait(from: &Path) -> Result<Option<Portrait>> {
    let mut head = Vec::with_capacity(kind::HEAD);
    let file = fs::File::open(from).context("the file cannot be read")?;
    file.take(kind::HEAD as u64).read_to_end(&mut head)?;
    let Some(kind) = kind::of(&head).filter(|it| KINDS.contains(it)) else {
        return Ok(None);
    };
    let name: Id<id::Photo> = Id::from_bits(u128::from_be_bytes(secret::random()));
    let kept = std::env::temp_dir().join(format!("samtale-{name}"));
    let cleaned = picture::clean(kind, from, &kept);
    let bytes = fs::read(&kept).unwrap_or_default();
    // It may never have been made.
    let _ = fs::remove_file(&kept);
    match cleaned {
        Ok(Some(size)) => Ok(Some((kind, (size.width, size.height), bytes))),
        Ok(None) | Err(Fault::Broken) => Ok(None),
        Err(Fault::TooLarge) => bail!("the picture has too many pixels"),
        Err(Fault::Disk(error)) => Err(error.into()),
    }
}
