//! What a file is called: safe to show, to send in a header and to save on any system.

use shared::limits::MAX_FILE_NAME;

/// The longest ending that is kept when a name is cut.
const MAX_ENDING: usize = 10;
/// What stands for a name of which nothing is left.
const NAMELESS: &str = "file";
/// Stems that are devices on Windows, whatever stands behind their dot.
const DEVICES: [&str; 6] = ["CON", "PRN", "AUX", "NUL", "COM", "LPT"];
/// Endings of texts that no system runs. Other texts get `.txt` after their own.
const TEXTS: &[&str] = &[
    "txt", "csv", "tsv", "log", "md", "json", "yaml", "yml", "toml", "ini", "conf", "srt", "vtt",
    "ics", "vcf", "eml", "diff", "patch", "tex", "rtf",
];

/// The name as it is kept: one line, no folders, nothing that means something to a shell, a header or a
/// system, nothing invisible.
pub(crate) fn clean(raw: &str) -> String {
    let last = raw.rsplit(['/', '\\']).next().unwrap_or_default();
    let kept: String = last
        .chars()
        .filter(|c| !is_invisible(*c))
        .map(|c| if is_special(c) { '_' } else { c })
        .collect();
    let words: Vec<&str> = kept.split_whitespace().collect();
    let line = words.join(" ");
    let line = line.trim_matches(['.', ' ']);
    if line.is_empty() {
        return NAMELESS.to_owned();
    }
    let line = if is_device(line) {
        format!("_{line}")
    } else {
        line.to_owned()
    };
    cut(&line, MAX_FILE_NAME)
}

/// The name with an ending that fits what the bytes are, so that saving a file makes it nothing else.
pub(crate) fn fitting(name: &str, kind: &str) -> String {
    let endings: &[&str] = match kind {
        "image/png" => &["png"],
        "image/jpeg" => &["jpg", "jpeg", "jpe", "jfif"],
        "image/gif" => &["gif"],
        "image/webp" => &["webp"],
        "image/bmp" => &["bmp", "dib"],
        "image/tiff" => &["tif", "tiff"],
        "image/heic" => &["heic", "heif"],
        "image/avif" => &["avif"],
        "application/pdf" => &["pdf"],
        "text/plain" => TEXTS,
        _ => return name.to_owned(),
    };
    let ending = ending(name).map(str::to_ascii_lowercase);
    if ending.is_some_and(|it| endings.contains(&it.as_str())) {
        return name.to_owned();
    }
    let wanted = endings[0];
    let room = MAX_FILE_NAME - wanted.len() - 1;
    format!("{}.{wanted}", cut(name, room))
}

/// The value of `Content-Disposition` that saves a file under this name (RFC 6266).
pub(crate) fn disposition(how: &str, name: &str) -> String {
    let plain: String = name
        .chars()
        .map(|c| match c {
            ' '..='~' if !matches!(c, '"' | '\\' | '%') => c,
            _ => '_',
        })
        .collect();
    let mut coded = String::new();
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            coded.push(char::from(byte));
        } else {
            coded.push_str(&format!("%{byte:02X}"));
        }
    }
    format!("{how}; filename=\"{plain}\"; filename*=UTF-8''{coded}")
}

/// The first characters of a name, and its ending.
fn cut(name: &str, most: usize) -> String {
    let count = name.chars().count();
    if count <= most {
        return name.to_owned();
    }
    let ending = ending(name)
        .filter(|it| it.chars().count() <= MAX_ENDING)
        .map_or_else(String::new, |it| format!(".{it}"));
    let stem = most - ending.chars().count();
    let stem: String = name.chars().take(stem).collect();
    format!("{}{ending}", stem.trim_end_matches(['.', ' ']))
}

fn ending(name: &str) -> Option<&str> {
    let (stem, ending) = name.rsplit_once('.')?;
    (!stem.is_empty() && !ending.is_empty()).then_some(ending)
}

fn is_device(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or_default().trim_end();
    let stem = stem.to_ascii_uppercase();
    let letters = stem.trim_end_matches(|c: char| c.is_ascii_digit() || "¹²³".contains(c));
    DEVICES.contains(&letters) && stem.chars().count() - letters.chars().count() <= 1
}

fn is_special(c: char) -> bool {
    matches!(
        c,
        '<' | '>' | ':' | '"' | '|' | '?' | '*' | ';' | '%' | '`' | '$' | '~'
    )
}

/// What has no glyph of its own, or turns the direction of others.
fn is_invisible(c: char) -> bool {
    c.is_control() && !c.is_whitespace()
        || matches!(c,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{fff0}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e0fff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    /// I-03.
    #[test]
    fn a_name_is_one_plain_line_that_any_system_can_save() {
        for (raw, kept) in [
            ("report.pdf", "report.pdf"),
            ("../../x", "x"),
            ("C:\\Users\\kari\\bill.pdf", "bill.pdf"),
            ("CON", "_CON"),
            ("com1.txt", "_com1.txt"),
            ("lpt¹.txt", "_lpt¹.txt"),
            ("console.txt", "console.txt"),
            ("a\0b.txt", "ab.txt"),
            ("a\r\nSet-Cookie: x=1.txt", "a Set-Cookie_ x=1.txt"),
            ("x\"; filename=x.html", "x__ filename=x.html"),
            ("invoice\u{202e}fdp.exe", "invoicefdp.exe"),
            (" . ", "file"),
            ("", "file"),
            ("..", "file"),
            (".profile", "profile"),
            ("blåbær 漢字.png", "blåbær 漢字.png"),
        ] {
            assert_eq!(clean(raw), kept, "{raw:?}");
        }
    }

    #[test]
    fn a_long_name_keeps_its_ending() {
        let long = format!("{}.pdf", "å".repeat(4_096));
        let kept = clean(&long);
        assert_eq!(kept.chars().count(), MAX_FILE_NAME);
        assert!(kept.ends_with("å.pdf"), "{kept}");
        let odd = format!("a.{}", "x".repeat(4_096));
        assert_eq!(clean(&odd).chars().count(), MAX_FILE_NAME);
    }

    #[test]
    fn the_ending_says_what_the_bytes_are() {
        for (name, kind, kept) in [
            ("a.PNG", "image/png", "a.PNG"),
            ("a.html", "image/png", "a.html.png"),
            ("page.html", "text/plain", "page.html.txt"),
            ("list.csv", "text/plain", "list.csv"),
            ("notes", "text/plain", "notes.txt"),
            ("bill.pdf", "application/pdf", "bill.pdf"),
        ] {
            assert_eq!(fitting(name, kind), kept);
        }
        let long = fitting(&"x".repeat(MAX_FILE_NAME), "image/jpeg");
        assert_eq!(long.chars().count(), MAX_FILE_NAME);
    }

    #[test]
    fn a_header_holds_one_name_in_two_spellings() {
        assert_eq!(
            disposition("attachment", "blå \"x\".pdf"),
            "attachment; filename=\"bl_ _x_.pdf\"; filename*=UTF-8''bl%C3%A5%20%22x%22.pdf"
        );
    }
}
