//! How the demo's channels meet visitors.

use crate::{directory::Manner, public::Names};

/// How a channel meets visitors; with a greeting, where it has one and greets.
pub(super) fn manner(channel: &str, greets: bool) -> Manner {
    let greeting = match channel {
        "support" if greets => {
            "Hi, {name}! Thank you for writing to Nordlys. Somebody will be with you soon."
        }
        _ => "",
    };
    Manner {
        greeting: greeting.to_owned(),
        names: if channel == "kundeservice" {
            Names::First
        } else {
            Names::Full
        },
        reactions: greets,
        ..Manner::default()
    }
}
