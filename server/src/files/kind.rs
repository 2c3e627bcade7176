//! What a file is, as its bytes say it.

/// Bytes from the begin of a file that are enough to know it by.
pub(super) const HEAD: usize = 1024;

/// The media type whose mark these first bytes bear.
pub(super) fn of(head: &[u8]) -> Option<&'static str> {
    let begins = |mark: &[u8]| head.starts_with(mark);
    let brand = head.get(8..12).unwrap_or_default();
    Some(match head {
        _ if begins(b"\x89PNG\r\n\x1a\n") => "image/png",
        _ if begins(b"\xff\xd8\xff") => "image/jpeg",
        _ if begins(b"GIF87a") || begins(b"GIF89a") => "image/gif",
        _ if begins(b"RIFF") && brand == b"WEBP" => "image/webp",
        _ if begins(b"BM") && is_bitmap(head) => "image/bmp",
        _ if begins(b"II*\0") || begins(b"MM\0*") => "image/tiff",
        _ if head.get(4..8) == Some(b"ftyp") => match brand {
            b"avif" | b"avis" => "image/avif",
            b"heic" | b"heix" | b"heim" | b"heis" | b"mif1" | b"msf1" => "image/heic",
            _ => return None,
        },
        _ if head.windows(5).any(|it| it == b"%PDF-") => "application/pdf",
        _ => return None,
    })
}

/// The types that are known by a mark.
pub(super) const MARKED: [&str; 9] = [
    "image/png",
    "image/jpeg",
    "image/gif",
    "image/webp",
    "image/bmp",
    "image/tiff",
    "image/avif",
    "image/heic",
    "application/pdf",
];

/// The name under which a client's word for a type is known here.
pub(super) fn known(kind: &str) -> String {
    let kind = kind.split(';').next().unwrap_or_default().trim();
    match kind.to_ascii_lowercase().as_str() {
        "image/jpg" | "image/pjpeg" => "image/jpeg".to_owned(),
        "image/heif" => "image/heic".to_owned(),
        "image/x-ms-bmp" => "image/bmp".to_owned(),
        "application/octet-stream" => String::new(),
        other => other.to_owned(),
    }
}

/// The header that follows the mark has one of the sizes that exist; texts begin with "BM" too.
fn is_bitmap(head: &[u8]) -> bool {
    matches!(
        head.get(14..18),
        Some([12 | 40 | 52 | 56 | 64 | 108 | 124, 0, 0, 0])
    )
}

/// Finds out whether bytes are a text of some encoding: no control characters but those of layout.
#[derive(Debug, Default)]
pub(super) struct Text {
    seen: usize,
    is_wide: bool,
    has_odd: bool,
}

impl Text {
    /// Takes the next bytes.
    pub(super) fn feed(&mut self, bytes: &[u8]) {
        if self.seen == 0 {
            self.is_wide = bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff");
        }
        self.seen += bytes.len();
        let is_odd = |byte: &u8| match byte {
            b'\t' | b'\n' | b'\r' | 0x0c | 0x1b => false,
            0 => !self.is_wide,
            0x01..=0x1f | 0x7f => !self.is_wide,
            _ => false,
        };
        self.has_odd |= bytes.iter().any(is_odd);
    }

    /// Whether all of it was text.
    pub(super) fn is_text(&self) -> bool {
        !self.has_odd
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_say_what_they_are() {
        for (head, kind) in [
            (&b"\x89PNG\r\n\x1a\n...."[..], Some("image/png")),
            (b"\xff\xd8\xff\xe0", Some("image/jpeg")),
            (b"GIF89a", Some("image/gif")),
            (b"RIFF\x04\0\0\0WEBPVP8 ", Some("image/webp")),
            (b"%PDF-1.7", Some("application/pdf")),
            (b"\0\0\0\x18ftypheic", Some("image/heic")),
            (b"<!doctype html><script>", None),
            (b"<svg xmlns=", None),
            (b"MZ\x90\0", None),
            (b"PK\x03\x04", None),
            (b"BMI of all", None),
            (b"", None),
        ] {
            assert_eq!(of(head), kind, "{head:?}");
        }
    }

    #[test]
    fn texts_of_old_encodings_are_texts() {
        let is_text = |bytes: &[u8]| {
            let mut text = Text::default();
            text.feed(bytes);
            text.is_text()
        };
        assert!(is_text("navn;beløp\r\n".as_bytes()));
        assert!(is_text(b"navn;bel\xf8p\r\n"));
        assert!(is_text(b"\xff\xfeh\0i\0"));
        assert!(!is_text(b"h\0i\0"));
        assert!(!is_text(b"\x7fELF\x02\x01\x01"));
    }
}
