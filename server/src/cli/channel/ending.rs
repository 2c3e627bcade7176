//! What `samtale channel` sets of the end of conversations.

use anyhow::{Result, ensure};
use clap::{Args, ValueEnum};
use shared::{
    limits::MAX_COMMENT,
    rating::{Scale, Survey},
};

use crate::directory::Ending;

/// How conversations end.
#[derive(Args, Debug)]
pub(super) struct Endings {
    /// How visitors are asked what they think of a conversation that has ended: not at all, with five stars, or
    /// with a number from 0 to 10. They may add a comment.
    #[arg(long, value_enum)]
    rating: Option<Asked>,
    /// The text beside the stars or numbers, at most 1024 characters; empty for the widget's own words.
    #[arg(long, value_name = "TEXT")]
    rating_text: Option<String>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Asked {
    Off,
    Stars,
    Score,
}

impl Endings {
    pub(super) fn put_into(self, ending: &mut Ending) -> Result<()> {
        let scale = self.rating.map(|it| match it {
            Asked::Off => None,
            Asked::Stars => Some(Scale::Stars),
            Asked::Score => Some(Scale::Score),
        });
        if let Some(scale) = scale {
            let old = ending.rating.take().unwrap_or_default();
            ending.rating = scale.map(|scale| Survey { scale, ..old });
        }
        if let Some(text) = self.rating_text {
            let fits = text.chars().count() <= MAX_COMMENT;
            ensure!(fits, "--rating-text: at most {MAX_COMMENT} characters");
            let Some(survey) = &mut ending.rating else {
                anyhow::bail!("--rating-text: it is not asked for: --rating stars or score");
            };
            survey.text = text;
        }
        Ok(())
    }
}

pub(super) fn describe(ending: &Ending) -> String {
    match ending.rating.as_ref().map(|it| it.scale) {
        Some(Scale::Stars) => ", rated with stars".to_owned(),
        Some(Scale::Score) => ", rated from 0 to 10".to_owned(),
        Some(Scale::Unknown) | None => String::new(),
    }
}
