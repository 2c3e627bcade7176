//! How conversations of the demo end.

use shared::rating::{Scale, Survey};

use crate::directory::{Ending, Transcript};

/// What a channel does at the end.
pub(super) fn ending(channel: &str) -> Ending {
    let (scale, text) = match channel {
        "sales" => (
            Scale::Score,
            "How likely are you to recommend us, from 0 to 10?",
        ),
        "kundeservice" => (Scale::Stars, "Hvor fornøyd er du med hjelpen du fikk?"),
        _ => (Scale::Stars, "How content are you with the help you got?"),
    };
    Ending {
        rating: Some(Survey {
            scale,
            text: text.to_owned(),
        }),
        transcript: Transcript {
            is_offered: true,
            sender: "Nordlys".to_owned(),
            ..Transcript::default()
        },
        ..Ending::default()
    }
}
