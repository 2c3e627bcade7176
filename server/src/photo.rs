//! Agents' photos, as visitors see them: small pictures that say nothing of how they were made.

use std::{fs, path::Path};

use anyhow::{Context, Result, bail, ensure};
use shared::id::{self, Id};

use crate::{files, secret};

/// The most bytes of a photo, as it is given.
const MAX_GIVEN: u64 = 5 << 20;
/// The most bytes that are kept.
const MAX_KEPT: usize = 512 << 10;
/// The most pixels of a side.
const MAX_SIDE: u32 = 1_024;

/// An agent's photo.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Photo {
    /// Names it for everybody. A new photo has a new one.
    pub id: Id<id::Photo>,
    /// Its media type.
    pub kind: String,
    /// Its bytes: the picture, and nothing else.
    pub bytes: Vec<u8>,
}

impl Photo {
    /// Takes what is in a file.
    ///
    /// # Errors
    /// In plain words, when it is no picture that can be a photo.
    pub fn read(path: &Path) -> Result<Self> {
        let shown = path.display();
        let given = fs::metadata(path).with_context(|| format!("cannot read {shown}"))?;
        ensure!(
            given.is_file() && given.len() <= MAX_GIVEN,
            "{shown} is no file of at most 5 MB"
        );
        let Some((kind, (width, height), bytes)) = files::portrait(path)? else {
            bail!("{shown} is no picture: PNG, JPEG and WebP can be photos");
        };
        ensure!(
            width.max(height) <= MAX_SIDE && bytes.len() <= MAX_KEPT,
            "{shown} is too large: at most {MAX_SIDE} pixels a side and 512 kB; it is shown small"
        );
        Ok(Self::new(kind, bytes))
    }

    /// A picture that is known to be one.
    pub(crate) fn new(kind: &str, bytes: Vec<u8>) -> Self {
        Self {
            id: Id::from_bits(u128::from_be_bytes(secret::random())),
            kind: kind.to_owned(),
            bytes,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> Result<Photo, String> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("photo.png");
        fs::write(&path, bytes).unwrap();
        Photo::read(&path).map_err(|it| it.to_string())
    }

    /// A picture of so many pixels, with a note in it.
    fn png(width: u32, height: u32) -> Vec<u8> {
        let chunk = |name: &[u8], body: &[u8]| {
            let mut it = u32::try_from(body.len()).unwrap().to_be_bytes().to_vec();
            let mut named = name.to_vec();
            named.extend(body);
            it.extend(&named);
            it.extend(b"CRC!");
            it
        };
        let mut head = width.to_be_bytes().to_vec();
        head.extend(height.to_be_bytes());
        head.extend([8, 0, 0, 0, 0]);
        let mut it = b"\x89PNG\r\n\x1a\n".to_vec();
        it.extend(chunk(b"IHDR", &head));
        it.extend(chunk(b"tEXt", b"Comment\0taken at home"));
        it.extend(chunk(b"IDAT", b"pixels"));
        it.extend(chunk(b"IEND", b""));
        it.extend(b"behind the end");
        it
    }

    // SO-53.
    #[test]
    fn the_picture_is_kept_and_nothing_about_it() {
        let photo = read(&png(64, 64)).unwrap();
        assert_eq!(photo.kind, "image/png");
        let has = |what: &[u8]| photo.bytes.windows(what.len()).any(|it| it == what);
        assert!(has(b"pixels") && !has(b"taken at home") && !has(b"behind"));
        assert_ne!(read(&png(64, 64)).unwrap().id, photo.id);
    }

    #[test]
    fn what_is_no_small_picture_is_told() {
        assert!(read(&png(1_025, 64)).unwrap_err().contains("too large"));
        for odd in [
            &b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>"[..],
            b"GIF89a\x01\0\x01\0",
            b"",
            b"\x89PNG\r\n\x1a\n broken",
        ] {
            assert!(read(odd).unwrap_err().contains("is no picture"), "{odd:?}");
        }
        assert!(Photo::read(Path::new("/nowhere")).is_err());
    }
}
