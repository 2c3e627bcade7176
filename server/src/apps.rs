//! The built apps: files for browsers, each with its compressed twin where there is one. From a folder,
//! or from within the program.

use std::{collections::HashMap, fs, path::Path};

use anyhow::{Context, Result, ensure};
use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD as BASE64URL};
use bytes::Bytes;
use sha2::{Digest, Sha256};

mod embedded {
    include!(concat!(env!("OUT_DIR"), "/embedded.rs"));
}

/// All files by their path, such as `agent/index.html`.
#[derive(Debug, Default)]
pub(crate) struct Apps {
    files: HashMap<String, File>,
}

/// One file.
#[derive(Debug)]
pub(crate) struct File {
    /// What it holds.
    pub(crate) plain: Bytes,
    /// The same, compressed with brotli.
    pub(crate) brotli: Option<Bytes>,
    /// Names the content, without quotes.
    pub(crate) tag: String,
    /// The media type.
    pub(crate) kind: &'static str,
    /// Whether the name changes with the content, so that it may be kept for ever.
    pub(crate) is_hashed: bool,
}

impl Apps {
    /// Reads a folder, or takes what is embedded.
    ///
    /// # Errors
    /// When the folder cannot be read or holds no apps.
    pub(crate) fn open(folder: Option<&Path>) -> Result<Self> {
        let Some(folder) = folder else {
            return Ok(Self::new(embedded::FILES.iter().map(|(name, bytes)| {
                ((*name).to_owned(), Bytes::from_static(bytes))
            })));
        };
        let mut found = Vec::new();
        read_folder(folder, "", &mut found)
            .with_context(|| format!("cannot read the apps in {}", folder.display()))?;
        let apps = Self::new(found.into_iter());
        ensure!(
            !apps.is_empty(),
            "{} holds no built apps: neither agent/index.html nor widget/widget.js is there",
            folder.display()
        );
        Ok(apps)
    }

    fn new(all: impl Iterator<Item = (String, Bytes)>) -> Self {
        let (twins, plain): (Vec<_>, Vec<_>) = all.partition(|(name, _)| name.ends_with(".br"));
        let mut twins: HashMap<String, Bytes> = twins.into_iter().collect();
        let files = plain
            .into_iter()
            .map(|(name, plain)| {
                let brotli = twins.remove(&format!("{name}.br"));
                let file = File {
                    brotli,
                    tag: BASE64URL.encode(&Sha256::digest(&plain)[..12]),
                    kind: kind(&name),
                    is_hashed: is_hashed(&name),
                    plain,
                };
                (name, file)
            })
            .collect();
        Self { files }
    }

    /// The file with this path.
    pub(crate) fn file(&self, path: &str) -> Option<&File> {
        self.files.get(path)
    }

    /// Whether there is neither app.
    pub(crate) fn is_empty(&self) -> bool {
        self.file("agent/index.html").is_none() && self.file("widget/widget.js").is_none()
    }
}

fn read_folder(folder: &Path, prefix: &str, found: &mut Vec<(String, Bytes)>) -> Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.file_type()?.is_dir() {
            read_folder(&entry.path(), &format!("{name}/"), found)?;
        } else {
            found.push((name, fs::read(entry.path())?.into()));
        }
    }
    Ok(())
}

fn kind(name: &str) -> &'static str {
    match name.rsplit('.').next().unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "wasm" => "application/wasm",
        "json" | "map" => "application/json",
        "webmanifest" => "application/manifest+json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "webp" => "image/webp",
        "woff2" => "font/woff2",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

/// Whether the file's name or one of its folders carries a hash, as `app-1f2e3d4c5b6a7988_bg.wasm`.
fn is_hashed(name: &str) -> bool {
    name.split(['/', '.', '_']).any(|part| {
        part.rsplit_once('-').is_some_and(|(_, hash)| {
            hash.len() >= 8
                && hash.bytes().all(|it| it.is_ascii_hexdigit())
                && hash.bytes().any(|it| it.is_ascii_digit())
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_change_with_their_content_are_recognised() {
        for name in [
            "agent/agent-app-1f2e3d4c5b6a7988.js",
            "agent/agent-app-1f2e3d4c5b6a7988_bg.wasm",
            "agent/agent-0123456789ab.css",
            "agent/snippets/gloo-net-4e8d2f1a0b3c/inline0.js",
        ] {
            assert!(is_hashed(name), "{name}");
        }
        for name in [
            "agent/index.html",
            "widget/widget.js",
            "a/feed-facade.js",
            "a/x-1.css",
        ] {
            assert!(!is_hashed(name), "{name}");
        }
    }

    #[test]
    fn a_compressed_twin_belongs_to_its_file() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("widget")).unwrap();
        for (name, text) in [
            ("widget.js", "plain"),
            ("widget.js.br", "twin"),
            ("frame.html", ""),
        ] {
            fs::write(folder.path().join("widget").join(name), text).unwrap();
        }
        let apps = Apps::open(Some(folder.path())).unwrap();
        let file = apps.file("widget/widget.js").unwrap();
        assert_eq!(file.plain, "plain");
        assert_eq!(file.brotli.as_ref().unwrap(), "twin");
        assert_eq!(file.kind, "text/javascript; charset=utf-8");
        assert!(apps.file("widget/frame.html").unwrap().brotli.is_none());
        assert!(apps.file("widget/widget.js.br").is_none());
        assert!(Apps::open(Some(&folder.path().join("widget"))).is_err());
        assert!(Apps::open(Some(&folder.path().join("none"))).is_err());
    }
}
