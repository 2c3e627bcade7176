//! A time zone by name.

use std::str::FromStr;

use jiff::tz::TimeZone;
use serde::{Deserialize, Deserializer};

/// A time zone that this machine knows.
#[derive(Clone, Debug)]
pub struct Zone(pub(super) TimeZone);

impl FromStr for Zone {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        TimeZone::get(text).map(Self).map_err(|_| {
            format!("`{text}` is no time zone this machine knows, such as Europe/Oslo")
        })
    }
}

impl<'de> Deserialize<'de> for Zone {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        String::deserialize(from)?
            .parse()
            .map_err(serde::de::Error::custom)
    }
}
