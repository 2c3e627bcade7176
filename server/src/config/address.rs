//! The address of another program that is asked.

use std::{fmt, net::IpAddr, str::FromStr};

use serde::{Deserialize, Deserializer, de::Error};

/// An https address, or one of this machine; without a query and without a slash at its end.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Address(String);

impl FromStr for Address {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = |why: &str| Err(format!("`{text}` {why}"));
        let odd = |c: char| c.is_whitespace() || matches!(c, '?' | '#' | '@' | '\\');
        if text.contains(odd) {
            return wrong("holds more than scheme, host, port and path");
        }
        let Some((scheme, rest)) = text.split_once("://") else {
            return wrong("does not begin with https://");
        };
        let authority = rest.split('/').next().unwrap_or_default();
        if authority.is_empty() {
            return wrong("names no host");
        }
        match scheme {
            "https" => {}
            "http" if is_this_machine(authority) => {}
            "http" => {
                return wrong(
                    "would send the secret in the open: only https:// leaves this machine",
                );
            }
            _ => return wrong("does not begin with https://"),
        }
        Ok(Self(text.trim_end_matches('/').to_owned()))
    }
}

fn is_this_machine(authority: &str) -> bool {
    let host = match authority.strip_prefix('[') {
        Some(rest) => rest.split(']').next().unwrap_or_default(),
        None => authority.split(':').next().unwrap_or_default(),
    };
    host == "localhost" || host.parse().is_ok_and(|it: IpAddr| it.is_loopback())
}

impl fmt::Display for Address {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Address {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        String::deserialize(from)?.parse().map_err(D::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_https_leaves_this_machine() {
        for text in [
            "https://crm.example.com",
            "https://crm.example.com:8443/samtale/v1",
            "http://127.0.0.1:9000/register",
            "http://[::1]:9000",
            "http://localhost:9000",
        ] {
            assert_eq!(text.parse::<Address>().map(|it| it.0), Ok(text.to_owned()));
        }
        let slash = "https://crm.example.com/".parse::<Address>();
        assert_eq!(
            slash.map(|it| it.0),
            Ok("https://crm.example.com".to_owned())
        );
        for text in [
            "http://crm.example.com",
            "http://10.0.0.7:9000",
            "http://localhost.example.com",
            "http://127.0.0.1.example.com",
            "https://me@crm.example.com",
            "https://crm.example.com/?key=1",
            "https:///samtale",
            "ftp://crm.example.com",
            "crm.example.com",
        ] {
            assert!(text.parse::<Address>().is_err(), "{text}");
        }
    }
}
