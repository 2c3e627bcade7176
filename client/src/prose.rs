//! Text as a reader sees it: plain, with links where it names an address that is safe to follow.
//!
//! What could deceive stays plain text: other schemes, user names before a host, characters that change
//! the direction of writing or do not show, hosts that are not plain ASCII.

/// A piece of a text. The pieces of a text, put together, are the text.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Piece<'a> {
    /// Nothing to follow.
    Plain(&'a str),
    /// An address as it was written.
    Link(&'a str),
}

impl Piece<'_> {
    /// Where a link leads: `http:`, `https:` or `mailto:`, never anything else.
    pub fn target(&self) -> Option<String> {
        match self {
            Self::Plain(_) => None,
            Self::Link(text) if is_web(text) || after(text, "mailto:").is_some() => {
                Some((*text).to_owned())
            }
            Self::Link(text) => Some(["mailto:", text].concat()),
        }
    }
}

/// Takes a text apart.
pub fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = text;
    for word in text.split_whitespace() {
        let address = address(word);
        if !is_followed(address) {
            continue;
        }
        let before = address.as_ptr() as usize - rest.as_ptr() as usize;
        if let Some((plain, from)) = rest.split_at_checked(before) {
            pieces.push(Piece::Plain(plain));
            pieces.push(Piece::Link(address));
            rest = from.strip_prefix(address).unwrap_or_default();
        }
    }
    pieces.push(Piece::Plain(rest));
    pieces.retain(|it| *it != Piece::Plain(""));
    pieces
}

/// A word without the punctuation around it. A closing bracket stays when it closes one of the address.
fn address(word: &str) -> &str {
    const OPENING: &[char] = &['(', '[', '{', '<', '"', '\'', '«', '“', '„', '‘'];
    const CLOSING: &[char] = &[
        '.', ',', ';', ':', '!', '?', ']', '}', '>', '"', '\'', '»', '”', '“', '’', '…',
    ];
    let mut address = word.trim_start_matches(OPENING);
    loop {
        let mut shorter = address.trim_end_matches(CLOSING);
        let closes_more = shorter.matches(')').count() > shorter.matches('(').count();
        if closes_more {
            shorter = shorter.strip_suffix(')').unwrap_or(shorter);
        }
        if shorter.len() == address.len() {
            return address;
        }
        address = shorter;
    }
}

fn is_followed(address: &str) -> bool {
    is_web(address) || is_mailbox(after(address, "mailto:").unwrap_or(address))
}

fn is_web(address: &str) -> bool {
    let Some(rest) = after(address, "https://").or_else(|| after(address, "http://")) else {
        return false;
    };
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let (name, port) = host.split_once(':').unwrap_or((host, "0"));
    is_host(name)
        && !port.is_empty()
        && port.bytes().all(|byte| byte.is_ascii_digit())
        && !address.contains(is_odd)
}

fn is_mailbox(address: &str) -> bool {
    let Some((name, host)) = address.split_once('@') else {
        return false;
    };
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || b"._+-".contains(&byte);
    !name.is_empty() && name.bytes().all(fits) && host.contains('.') && is_host(host)
}

fn is_host(host: &str) -> bool {
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
    host.split('.')
        .all(|label| !label.is_empty() && label.bytes().all(fits))
}

/// Characters that show another address than the one that is followed.
fn is_odd(c: char) -> bool {
    c.is_control()
        || matches!(c, '\\' | '\u{61c}' | '\u{ad}' | '\u{feff}')
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}')
}

/// What follows a prefix, in whatever case it is written.
fn after<'a>(text: &'a str, prefix: &str) -> Option<&'a str> {
    let (head, rest) = text.split_at_checked(prefix.len())?;
    head.eq_ignore_ascii_case(prefix).then_some(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The text with its links in brackets.
    fn shown(text: &str) -> String {
        let pieces = pieces(text);
        let shown = pieces.iter().map(|piece| match piece {
            Piece::Plain(plain) => (*plain).to_owned(),
            Piece::Link(link) => format!("⟨{link}⟩"),
        });
        shown.collect()
    }

    #[test]
    fn addresses_become_links_without_the_punctuation_around_them() {
        for (text, expected) in [
            ("see https://a.no/x?y=1#z.", "see ⟨https://a.no/x?y=1#z⟩."),
            ("(http://a.no)", "(⟨http://a.no⟩)"),
            ("https://a.no/b_(c)!", "⟨https://a.no/b_(c)⟩!"),
            ("HTTPS://A.no:8080/", "⟨HTTPS://A.no:8080/⟩"),
            (
                "«https://a.no/æ»\nkari@b.no,",
                "«⟨https://a.no/æ⟩»\n⟨kari@b.no⟩,",
            ),
            ("mailto:kari@b.no", "⟨mailto:kari@b.no⟩"),
            ("http://localhost:7700/", "⟨http://localhost:7700/⟩"),
            ("https://a.no https://b.no", "⟨https://a.no⟩ ⟨https://b.no⟩"),
        ] {
            assert_eq!(shown(text), expected);
        }
    }

    #[test]
    fn what_could_deceive_stays_plain() {
        for text in [
            "javascript:alert(1)",
            "data:text/html,x",
            "vbscript:x",
            "//evil.example",
            "https:evil.example",
            "https://",
            "https://bank.example@evil.example/",
            "https://bank.example\\@evil.example/",
            "https://evil.example/\u{202e}gpj.exe",
            "https://bank\u{200b}.example/",
            "https://bаnk.example/", // The second letter is Cyrillic.
            "https://a..no",
            "https://a.no:x/",
            "@kari",
            "kari@b",
            "a@b@c.no",
            "mailto:kari@b.no?cc=eve@c.no",
            "file:///etc/passwd",
            "",
        ] {
            assert_eq!(shown(text), text);
        }
    }

    #[test]
    fn links_lead_to_the_web_or_to_a_mailbox() {
        let target = |text| pieces(text)[0].target();
        assert_eq!(target("https://a.no"), Some("https://a.no".to_owned()));
        assert_eq!(target("kari@b.no"), Some("mailto:kari@b.no".to_owned()));
        assert_eq!(target("mailto:a@b.no"), Some("mailto:a@b.no".to_owned()));
        assert_eq!(target("plain"), None);
    }
}
