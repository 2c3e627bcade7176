//! What `samtale channel` sets of what visitors meet when a channel takes no chats, or many wait.

use anyhow::{Result, ensure};
use clap::{Args, ValueEnum};
use shared::{limits::MAX_TITLE, register::Priority};

use super::intake::fields;
use crate::directory::{self, Channel, Instead, MAX_OFFLINE_TEXT, Offline};

/// What visitors meet when the channel takes no chats.
#[derive(Args, Debug)]
pub(super) struct Offlines {
    /// What stands in place of a chat while nobody is there or too many wait: nothing, so that one may write all
    /// the same and waits; a message; or a message and a form for a request.
    #[arg(long, value_enum)]
    offline: Option<How>,
    /// The heading of it.
    #[arg(long, value_name = "TEXT")]
    offline_header: Option<String>,
    /// What is said below the heading.
    #[arg(long, value_name = "TEXT")]
    offline_text: Option<String>,
    /// What is asked for beside the question, as in --form-fields, such as email=required,name.
    #[arg(long, value_name = "FIELD", value_delimiter = ',')]
    offline_fields: Option<Vec<String>>,
    /// What the visitor must consent to; empty for nothing.
    #[arg(long, value_name = "TEXT")]
    offline_consent: Option<String>,
    /// Under what the requests are filed.
    #[arg(long, value_name = "TEXT")]
    offline_category: Option<String>,
    /// How pressing they are.
    #[arg(long, value_enum)]
    offline_priority: Option<Pressing>,
    /// How many visitors may wait; while they do, no other can begin a chat. 1 to 10000.
    #[arg(long, value_name = "COUNT", value_parser = clap::value_parser!(u32).range(1..=10_000))]
    queue_limit: Option<u32>,
    /// Seconds in the queue after which a visitor is offered the form; 0 for never.
    #[arg(long, value_name = "SECONDS", value_parser = clap::value_parser!(u32).range(0..=86_400))]
    offer_form_after: Option<u32>,
    /// While so many wait, all of them are offered the form; 0 for never.
    #[arg(long, value_name = "COUNT", value_parser = clap::value_parser!(u32).range(0..=10_000))]
    offer_form_at: Option<u32>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum How {
    Chat,
    Message,
    Form,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Pressing {
    Low,
    Normal,
    High,
    Urgent,
}

impl Offlines {
    pub(super) fn put_into(self, channel: &mut Channel) -> Result<()> {
        let offline = &mut channel.offline;
        let instead = self.offline.map(|it| match it {
            How::Chat => Instead::Chat,
            How::Message => Instead::Message,
            How::Form => Instead::Form,
        });
        offline.instead = instead.unwrap_or(offline.instead);
        let priority = self.offline_priority.map(|it| match it {
            Pressing::Low => Priority::Low,
            Pressing::Normal => Priority::Normal,
            Pressing::High => Priority::High,
            Pressing::Urgent => Priority::Urgent,
        });
        offline.priority = priority.unwrap_or(offline.priority);
        for (flag, given, place, most) in [
            (
                "--offline-header",
                self.offline_header,
                &mut offline.header,
                MAX_TITLE,
            ),
            (
                "--offline-text",
                self.offline_text,
                &mut offline.text,
                MAX_OFFLINE_TEXT,
            ),
            (
                "--offline-consent",
                self.offline_consent,
                &mut offline.form.consent,
                MAX_OFFLINE_TEXT,
            ),
            (
                "--offline-category",
                self.offline_category,
                &mut offline.category,
                MAX_TITLE,
            ),
        ] {
            if let Some(text) = given {
                ensure!(
                    text.chars().count() <= most,
                    "{flag}: at most {most} characters"
                );
                *place = text.trim().to_owned();
            }
        }
        if let Some(given) = self.offline_fields {
            offline.form.fields = fields("--offline-fields", &given)?;
        }
        let overflow = &mut channel.overflow;
        overflow.limit = self.queue_limit.unwrap_or(overflow.limit);
        super::set(&mut overflow.offer_after_s, self.offer_form_after);
        super::set(&mut overflow.offer_at, self.offer_form_at);
        let directory::Overflow {
            offer_after_s,
            offer_at,
            ..
        } = channel.overflow;
        ensure!(
            offer_after_s.or(offer_at).is_none() || channel.offline.instead == Instead::Form,
            "--offline form: there is no form to be offered yet"
        );
        Ok(())
    }
}

/// What is set, for lists.
pub(super) fn describe(offline: &Offline) -> &'static str {
    match offline.instead {
        Instead::Chat => "",
        Instead::Message => ", a message when nobody is there",
        Instead::Form => ", a form when nobody is there",
    }
}
