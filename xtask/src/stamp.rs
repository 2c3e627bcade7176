//! Knowing that a step has nothing to do: a digest of all it reads, kept beside its output.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use sha2::{Digest, Sha256};

use crate::{place, process, setup};

/// The digest of a step's inputs, and the file that remembers the last one.
pub(crate) struct Stamp {
    file: PathBuf,
    digest: String,
}

impl Stamp {
    /// `sources` are files and folders of the checkout. Compiler, tools and flags count too.
    pub(crate) fn of(name: &str, sources: &[&str]) -> Result<Self> {
        let mut hasher = Sha256::new();
        for source in sources {
            digest_path(&place::root().join(source), &mut hasher)?;
        }
        let rustc = env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
        hasher.update(process::read(process::command(rustc).arg("-vV"))?);
        hasher.update(setup::fingerprint());
        hasher.update([u8::from(setup::has_library_source())]);
        hasher.update(env::var("RUSTFLAGS").unwrap_or_default());
        let digest = hasher
            .finalize()
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect();
        Ok(Self {
            file: place::scratch().join(format!("{name}.stamp")),
            digest,
        })
    }

    /// Whether the inputs are those of the last finished run.
    pub(crate) fn is_current(&self) -> bool {
        fs::read_to_string(&self.file).is_ok_and(|it| it == self.digest)
    }

    /// Remembers the inputs; to be called when the output is complete.
    pub(crate) fn set(&self) -> Result<()> {
        fs::create_dir_all(place::scratch())?;
        let next = self.file.with_extension("next");
        fs::write(&next, &self.digest)?;
        fs::rename(&next, &self.file).context("cannot write a stamp")
    }
}

fn digest_path(path: &Path, hasher: &mut Sha256) -> Result<()> {
    if path.is_dir() {
        let mut entries: Vec<PathBuf> = fs::read_dir(path)?
            .map(|it| Ok(it?.path()))
            .collect::<Result<_>>()?;
        entries.sort();
        for entry in entries {
            digest_path(&entry, hasher)?;
        }
    } else if path.is_file() {
        let bytes = fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
        hasher.update(path.as_os_str().as_encoded_bytes());
        hasher.update(bytes.len().to_le_bytes());
        hasher.update(bytes);
    }
    Ok(())
}
