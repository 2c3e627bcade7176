//! Looking at the bytes that have come: what they are, and what is kept of them.

use std::{
    fs::{self, File as Disk},
    io::{self, Read},
    path::Path,
};

use shared::{
    error::Code,
    file::{File, Limits},
};

use super::{
    kind::{self, Text},
    name,
    picture::{self, Fault},
};

/// What came of it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) enum Verdict {
    /// The file as messages show it; its bytes are those that came.
    Whole(File),
    /// The same; its bytes are those that were kept of it.
    Cleaned(File),
    /// It is not taken.
    Refused(Code),
}

/// Looks at bytes that have come. What is kept of a picture is written to `kept`. Blocks while it reads.
///
/// # Errors
/// When the disk fails.
pub(crate) fn inspect(
    come: &Path,
    kept: &Path,
    announced: &File,
    limits: &Limits,
) -> io::Result<Verdict> {
    let Some(kind) = kind_of(come, announced, limits)? else {
        return Ok(Verdict::Refused(Code::WrongType));
    };
    let file = File {
        name: name::fitting(&announced.name, &kind),
        kind,
        ..announced.clone()
    };
    match picture::clean(&file.kind, come, kept) {
        Ok(None) => Ok(Verdict::Whole(file)),
        Ok(Some(size)) => Ok(Verdict::Cleaned(File {
            size: fs::metadata(kept)?.len(),
            width: Some(size.width),
            height: Some(size.height),
            ..file
        })),
        Err(Fault::Broken) => Ok(Verdict::Refused(Code::WrongType)),
        Err(Fault::TooLarge) => Ok(Verdict::Refused(Code::TooLarge)),
        Err(Fault::Disk(error)) => Err(error),
    }
}

/// What the bytes are, if that is taken and is what was announced.
fn kind_of(path: &Path, announced: &File, limits: &Limits) -> io::Result<Option<String>> {
    let mut file = Disk::open(path)?;
    let mut head = Vec::with_capacity(kind::HEAD);
    (&mut file).take(kind::HEAD as u64).read_to_end(&mut head)?;
    let marked = kind::of(&head);
    let mut text = Text::default();
    text.feed(&head);
    let mut part = vec![0; 64 * 1024];
    while marked.is_none() && text.is_text() {
        match file.read(&mut part)? {
            0 => break,
            count => text.feed(&part[..count]),
        }
    }
    let found = marked.or_else(|| text.is_text().then_some("text/plain"));
    let said = kind::known(&announced.kind);
    Ok(match found {
        Some(found) if said.is_empty() => limits.takes(found).then(|| found.to_owned()),
        Some("text/plain") if said.starts_with("text/") => Some("text/plain".to_owned()),
        Some(found) if found == said => Some(said),
        // The operator lets in what has no mark that is known here: it is only ever downloaded.
        _ if !kind::MARKED.contains(&said.as_str())
            && !said.is_empty()
            && !said.starts_with("text/") =>
        {
            Some(said)
        }
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn limits() -> Limits {
        Limits {
            max_count: 5,
            max_bytes: 1 << 20,
            types: ["image/png", "application/pdf", "application/zip", "text/*"]
                .map(str::to_owned)
                .into(),
        }
    }

    fn verdict(name: &str, kind: &str, bytes: &[u8]) -> Verdict {
        let folder = tempfile::tempdir().unwrap();
        let come = folder.path().join("come");
        fs::write(&come, bytes).unwrap();
        let announced = File {
            name: name.to_owned(),
            kind: kind.to_owned(),
            size: bytes.len() as u64,
            ..File::default()
        };
        inspect(&come, &folder.path().join("kept"), &announced, &limits()).unwrap()
    }

    fn taken(name: &str, kind: &str, bytes: &[u8]) -> (String, String) {
        match verdict(name, kind, bytes) {
            Verdict::Whole(file) | Verdict::Cleaned(file) => (file.name, file.kind),
            Verdict::Refused(code) => panic!("{name}: {code:?}"),
        }
    }

    /// I-02.
    #[test]
    fn bytes_that_are_not_what_their_type_says_are_refused() {
        let refused = Verdict::Refused(Code::WrongType);
        assert_eq!(verdict("a.png", "image/png", b"<html><script>"), refused);
        assert_eq!(verdict("a.txt", "text/plain", b"%PDF-1.7"), refused);
        assert_eq!(verdict("a.pdf", "application/pdf", b"MZ\x90\0"), refused);
        assert_eq!(verdict("a", "", b"\x7fELF\x02\x01"), refused);
        let half = b"\x89PNG\r\n\x1a\n<script>alert(1)</script>";
        assert_eq!(verdict("a.png", "image/png", half), refused);
    }

    #[test]
    fn every_text_is_kept_as_a_text_and_called_one() {
        let pair = |name: &str, kind: &str| (name.to_owned(), kind.to_owned());
        let html = b"<!doctype html><script>alert(1)</script>";
        let plain = pair("x.html.txt", "text/plain");
        assert_eq!(taken("x.html", "text/html", html), plain);
        assert_eq!(taken("x.html", "", html), plain);
        let csv = pair("a.csv", "text/plain");
        assert_eq!(taken("a.csv", "text/csv", b"a;b\n"), csv);
        let zip = pair("a.zip", "application/zip");
        assert_eq!(taken("a.zip", "application/zip", b"PK\x03\x04\0"), zip);
    }
}
