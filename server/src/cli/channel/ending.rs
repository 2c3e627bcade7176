//! What `samtale channel` sets of the end of conversations.

use anyhow::{Result, bail, ensure};
use clap::{Args, ValueEnum};
use shared::{
    limits::MAX_COMMENT,
    rating::{Scale, Survey},
};

use crate::directory::{Ending, MAX_WRITTEN, Transcript};

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
    /// The heading that visitors meet at the end; empty for the widget's own words.
    #[arg(long, value_name = "TEXT")]
    end_title: Option<String>,
    /// The text below that heading, at most 1024 characters.
    #[arg(long, value_name = "TEXT")]
    end_text: Option<String>,
    /// Seconds without a word from the visitor, after an agent has answered, after which they are asked whether they
    /// are still there; 0 for never.
    #[arg(long, value_name = "SECONDS", value_parser = clap::value_parser!(u32).range(0..=86_400))]
    idle_nudge: Option<u32>,
    /// Seconds of the same after which the conversation ends; 0 for never.
    #[arg(long, value_name = "SECONDS", value_parser = clap::value_parser!(u32).range(0..=86_400))]
    idle_end: Option<u32>,
    #[command(flatten)]
    mails: Mails,
}

/// What was said, by mail.
#[derive(Args, Debug)]
struct Mails {
    /// Whether visitors may have what was said in a conversation that has ended mailed to an address.
    #[arg(long, value_name = "BOOL")]
    transcript: Option<bool>,
    /// The name of the sender of these mails; empty for that of all mails.
    #[arg(long, value_name = "NAME")]
    transcript_sender: Option<String>,
    /// Their subject; empty for the server's own words.
    #[arg(long, value_name = "TEXT")]
    transcript_subject: Option<String>,
    /// The text before what was said; empty for the server's own words.
    #[arg(long, value_name = "TEXT")]
    transcript_before: Option<String>,
    /// The text after it.
    #[arg(long, value_name = "TEXT")]
    transcript_after: Option<String>,
    /// The colour of the lines beside what was said, such as #1f6f8b; empty for the server's own.
    #[arg(long, value_name = "COLOUR")]
    transcript_colour: Option<String>,
    /// The https address of a picture above all of it; empty for none.
    #[arg(long, value_name = "ADDRESS")]
    transcript_logo: Option<String>,
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
                bail!("--rating-text: it is not asked for: --rating stars or score");
            };
            survey.text = text;
        }
        set_text("--end-title", self.end_title, 255, &mut ending.title)?;
        set_text("--end-text", self.end_text, MAX_COMMENT, &mut ending.text)?;
        super::set(&mut ending.idle.nudge_after_s, self.idle_nudge);
        super::set(&mut ending.idle.end_after_s, self.idle_end);
        if let (Some(nudge), Some(end)) = (ending.idle.nudge_after_s, ending.idle.end_after_s) {
            ensure!(nudge < end, "--idle-nudge: it comes before --idle-end");
        }
        self.mails.put_into(&mut ending.transcript)
    }
}

impl Mails {
    fn put_into(self, it: &mut Transcript) -> Result<()> {
        it.is_offered = self.transcript.unwrap_or(it.is_offered);
        set_text(
            "--transcript-sender",
            self.transcript_sender,
            80,
            &mut it.sender,
        )?;
        set_text(
            "--transcript-subject",
            self.transcript_subject,
            120,
            &mut it.subject,
        )?;
        let (before, after) = (self.transcript_before, self.transcript_after);
        set_text("--transcript-before", before, MAX_WRITTEN, &mut it.before)?;
        set_text("--transcript-after", after, MAX_WRITTEN, &mut it.after)?;
        if let Some(colour) = self.transcript_colour {
            let fits = colour.is_empty() || Transcript::is_colour(&colour);
            ensure!(fits, "--transcript-colour: `{colour}` is not like #1f6f8b");
            it.colour = colour;
        }
        if let Some(logo) = self.transcript_logo {
            let fits = logo.is_empty() || Transcript::is_logo(&logo);
            ensure!(fits, "--transcript-logo: `{logo}` is no https address");
            it.logo = logo;
        }
        Ok(())
    }
}

/// Sets what is given, if it is not too long.
fn set_text(flag: &str, given: Option<String>, most: usize, text: &mut String) -> Result<()> {
    let Some(given) = given else {
        return Ok(());
    };
    if given.chars().count() > most {
        bail!("{flag}: at most {most} characters");
    }
    *text = given;
    Ok(())
}

pub(super) fn describe(ending: &Ending) -> String {
    let rated = match ending.rating.as_ref().map(|it| it.scale) {
        Some(Scale::Stars) => ", rated with stars",
        Some(Scale::Score) => ", rated from 0 to 10",
        Some(Scale::Unknown) | None => "",
    };
    let mailed = if ending.transcript.is_offered {
        ", sent by mail"
    } else {
        ""
    };
    let idle = ending.idle.end_after_s;
    let idle = idle.map_or_else(String::new, |it| format!(", ends after {it} s of silence"));
    [rated, mailed, &idle].concat()
}
