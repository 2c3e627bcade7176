//! Compressed twins: `name.br` beside every file that gains by it. Brotli at its highest level
//! takes seconds for a large file, so results are kept by content.

use std::fs;
use std::io::Write;
use std::path::Path;

use anyhow::{Context, Result};

use super::bundle;
use crate::{cache, place};

/// Writes the twins of all files below `folder`.
pub(super) fn folder(folder: &Path) -> Result<()> {
    for file in bundle::files(folder)? {
        let bytes = fs::read(&file)?;
        let compressed = compressed(&bytes)?;
        if compressed.len() < bytes.len() {
            let mut name = file.file_name().unwrap_or_default().to_owned();
            name.push(".br");
            fs::write(file.with_file_name(name), compressed)?;
        }
    }
    Ok(())
}

/// The bytes in brotli, from the store of earlier results where possible.
pub(crate) fn compressed(bytes: &[u8]) -> Result<Vec<u8>> {
    let store = place::scratch().join("brotli");
    let kept = store.join(cache::name_of(bytes));
    if let Ok(compressed) = fs::read(&kept) {
        return Ok(compressed);
    }
    let compressed = brotli(bytes)?;
    fs::create_dir_all(&store)?;
    let next = kept.with_extension(std::process::id().to_string());
    fs::write(&next, &compressed)?;
    fs::rename(&next, &kept).context("cannot keep a compressed file")?;
    Ok(compressed)
}

fn brotli(bytes: &[u8]) -> Result<Vec<u8>> {
    const BUFFER: usize = 64 * 1024;
    const LEVEL: u32 = 11;
    const WINDOW_BITS: u32 = 22;
    let mut writer = brotli::CompressorWriter::new(Vec::new(), BUFFER, LEVEL, WINDOW_BITS);
    writer.write_all(bytes)?;
    Ok(writer.into_inner())
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;

    #[test]
    fn what_is_compressed_comes_back() {
        let text = b"the same words and the same words again ".repeat(100);
        let compressed = brotli(&text).unwrap();
        assert!(compressed.len() < text.len() / 10);
        let mut back = Vec::new();
        brotli::Decompressor::new(compressed.as_slice(), 4096)
            .read_to_end(&mut back)
            .unwrap();
        assert_eq!(back, text);
    }
}
