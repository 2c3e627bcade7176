//! The origin of a web page, as browsers write it.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Deserializer};

/// Scheme, host and port, exactly as a browser sends them. Compared character for character.
#[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Origin(String);

impl Origin {
    /// The text as a browser sends it.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether its pages come over TLS.
    pub fn is_https(&self) -> bool {
        self.0.starts_with("https://")
    }

    /// The same host and port for WebSockets, for a Content-Security-Policy.
    pub(crate) fn for_sockets(&self) -> String {
        self.0.replacen("http", "ws", 1)
    }
}

impl FromStr for Origin {
    type Err = String;

    /// Takes only what a browser could send, so that a typing mistake is told at start and does not lock
    /// everybody out.
    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = |what: &str| Err(format!("`{text}` {what}"));
        let Some((scheme, authority)) = text.split_once("://") else {
            return wrong("does not begin with https:// or http://");
        };
        let standard_port = match scheme {
            "https" => ":443",
            "http" => ":80",
            _ => return wrong("does not begin with https:// or http://"),
        };
        if authority.ends_with('/') || authority.contains(['/', '?', '#', '@']) {
            return wrong("is more than scheme, host and port: leave out what follows");
        }
        if authority.chars().any(char::is_uppercase) {
            return wrong("has capital letters: browsers send none");
        }
        if authority.ends_with(standard_port) {
            return wrong("names the standard port: browsers leave it out");
        }
        let (host, port) = match authority.rsplit_once(':') {
            Some((host, port)) if !port.ends_with(']') => (host, Some(port)),
            _ => (authority, None),
        };
        if port.is_some_and(|it| it.parse::<u16>().is_err() || it.starts_with(['0', '+'])) {
            return wrong("has no proper port");
        }
        let is_address = host
            .strip_prefix('[')
            .and_then(|it| it.strip_suffix(']'))
            .is_some_and(|it| it.parse::<std::net::Ipv6Addr>().is_ok());
        let is_name = !host.is_empty()
            && !host.starts_with('.')
            && !host.ends_with('.')
            && host
                .bytes()
                .all(|it| it.is_ascii_alphanumeric() || matches!(it, b'-' | b'.' | b'_'));
        if is_address || is_name {
            Ok(Self(text.to_owned()))
        } else {
            wrong("has no proper host: letters outside ASCII are written as xn--…")
        }
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Origin {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        String::deserialize(from)?
            .parse()
            .map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_a_browser_could_send_is_taken() {
        for text in [
            "https://chat.example.com",
            "http://localhost:7700",
            "http://[::1]:7700",
            "https://xn--bcher-kva.example",
        ] {
            assert_eq!(text.parse::<Origin>().map(|it| it.0), Ok(text.to_owned()));
        }
        for text in [
            "chat.example.com",
            "ftp://chat.example.com",
            "https://chat.example.com/",
            "https://chat.example.com/app",
            "https://Chat.example.com",
            "https://chat.example.com.",
            "https://chat.example.com:443",
            "https://chat.example.com:",
            "https://chat.example.com:99999",
            "https://user@chat.example.com",
            "https://bücher.example",
            "https://*.example.com",
            "https://",
            "null",
        ] {
            assert!(text.parse::<Origin>().is_err(), "{text}");
        }
    }
}
