//! Who is asked whether a mail domain exists.

use std::{net::SocketAddr, str::FromStr};

use serde::{Deserialize, Deserializer};

/// Who is asked whether a mail domain exists.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Dns {
    /// Whoever this machine asks.
    #[default]
    System,
    /// A name server at this address.
    At(SocketAddr),
    /// Nobody: every domain counts as there.
    Off,
}

impl FromStr for Dns {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "system" => Ok(Self::System),
            "off" => Ok(Self::Off),
            address => address.parse().map(Self::At).map_err(|_| {
                format!("`{text}` is neither system nor off nor an address and port such as 127.0.0.1:53")
            }),
        }
    }
}

impl<'de> Deserialize<'de> for Dns {
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
    fn it_is_the_machines_an_address_or_nobody() {
        assert_eq!("system".parse(), Ok(Dns::System));
        assert_eq!("off".parse(), Ok(Dns::Off));
        let address = ([127, 0, 0, 1], 53).into();
        assert_eq!("127.0.0.1:53".parse(), Ok(Dns::At(address)));
        assert!("ns.example.com".parse::<Dns>().is_err());
    }
}
