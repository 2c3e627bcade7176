//! An address or a network of addresses.

use std::{net::IpAddr, str::FromStr};

use serde::{Deserialize, Deserializer};

/// All addresses that share their first bits with one.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Net {
    base: u128,
    mask: u128,
}

impl Net {
    /// Whether the address belongs to it.
    pub fn contains(&self, address: IpAddr) -> bool {
        bits(address) & self.mask == self.base
    }
}

impl FromStr for Net {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || format!("`{text}` is neither an address nor a network such as 10.0.0.0/8");
        let (address, length) = match text.split_once('/') {
            Some((address, length)) => (address, Some(length)),
            None => (text, None),
        };
        let address: IpAddr = address.parse().map_err(|_| wrong())?;
        let width = if address.is_ipv4() { 32 } else { 128 };
        let length: u32 = length.map_or(Ok(width), |it| it.parse().map_err(|_| wrong()))?;
        if length > width {
            return Err(wrong());
        }
        let mask = u128::MAX.checked_shl(width - length).unwrap_or_default();
        Ok(Self {
            base: bits(address) & mask,
            mask,
        })
    }
}

impl<'de> Deserialize<'de> for Net {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        String::deserialize(from)?
            .parse()
            .map_err(serde::de::Error::custom)
    }
}

/// Both families in one space, an IPv4 address as its mapped IPv6 one.
fn bits(address: IpAddr) -> u128 {
    match address {
        IpAddr::V4(it) => it.to_ipv6_mapped(),
        IpAddr::V6(it) => it,
    }
    .to_bits()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn contains(net: &str, address: &str) -> bool {
        net.parse::<Net>()
            .unwrap()
            .contains(address.parse().unwrap())
    }

    #[test]
    fn a_net_contains_what_shares_its_first_bits() {
        assert!(contains("10.0.0.0/8", "10.1.2.3"));
        assert!(!contains("10.0.0.0/8", "11.1.2.3"));
        assert!(contains("127.0.0.1", "127.0.0.1"));
        assert!(contains("127.0.0.1", "::ffff:127.0.0.1"));
        assert!(!contains("127.0.0.1", "127.0.0.2"));
        assert!(contains("2001:db8::/32", "2001:db8:7::1"));
        assert!(contains("0.0.0.0/0", "9.9.9.9"));
        assert!(!contains("0.0.0.0/0", "2001:db8::1"));
        assert!(contains("::/0", "9.9.9.9"));
    }

    #[test]
    fn what_is_no_net_is_refused() {
        for text in [
            "",
            "10.0.0",
            "10.0.0.0/33",
            "10.0.0.0/x",
            "proxy",
            "::1/129",
        ] {
            assert!(text.parse::<Net>().is_err(), "{text}");
        }
    }
}
