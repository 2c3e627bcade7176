//! What `samtale channel` sets of e-mails about what is unanswered.

use anyhow::{Result, bail, ensure};
use clap::Args;
use shared::{
    id::{self, Id},
    reply::Kind,
    warning::{Level, Patience},
};

use crate::{
    directory::{Alarm, MAX_RECIPIENTS},
    mail,
    store::replies::Replies,
};

/// The template that is none.
const NONE: &str = "none";

/// Who is written to about what is unanswered.
#[derive(Args, Debug)]
pub(super) struct Alarms {
    /// Whether agents and managers are warned in their app.
    #[arg(long, value_name = "BOOL")]
    popup: Option<bool>,
    /// Whether e-mails are sent about what is unanswered.
    #[arg(long, value_name = "BOOL")]
    email: Option<bool>,
    /// Seconds after which a new conversation that nobody has answered is told by e-mail; 0 for never.
    #[arg(long, value_name = "SECONDS", value_parser = clap::value_parser!(u32).range(0..=86_400))]
    alarm_new: Option<u32>,
    /// Seconds after which it is told to managers by e-mail; 0 for never.
    #[arg(long, value_name = "SECONDS", value_parser = clap::value_parser!(u32).range(0..=86_400))]
    alarm_new_managers: Option<u32>,
    /// Seconds after which a message in a running conversation that has no answer is told by e-mail; 0 for
    /// never.
    #[arg(long, value_name = "SECONDS", value_parser = clap::value_parser!(u32).range(0..=86_400))]
    alarm_message: Option<u32>,
    /// Seconds after which it is told to managers by e-mail; 0 for never.
    #[arg(long, value_name = "SECONDS", value_parser = clap::value_parser!(u32).range(0..=86_400))]
    alarm_message_managers: Option<u32>,
    /// Addresses that e-mails go to. They replace those that were given before.
    #[arg(long, value_name = "ADDRESS", value_delimiter = ',')]
    alarm_to: Option<Vec<String>>,
    /// Addresses that e-mails for managers go to. They replace those that were given before.
    #[arg(long, value_name = "ADDRESS", value_delimiter = ',')]
    alarm_to_managers: Option<Vec<String>>,
    /// The id of a template (samtale reply list) that says what is written, or none for the server's own
    /// words. {channel}, {time} and {link} in it are filled in; so are {name} and {message}, the visitor's
    /// name and first words, which then leave this machine.
    #[arg(long, value_name = "ID", allow_hyphen_values = true)]
    alarm_template: Option<String>,
}

impl Alarms {
    pub(super) fn put_into(self, alarm: &mut Alarm, store: &mut dyn Replies) -> Result<()> {
        alarm.popup = self.popup.unwrap_or(alarm.popup);
        alarm.email = self.email.unwrap_or(alarm.email);
        let limits = &mut alarm.patience;
        super::set(&mut limits.waiting_s, self.alarm_new);
        super::set(&mut limits.waiting_managers_s, self.alarm_new_managers);
        super::set(&mut limits.message_s, self.alarm_message);
        super::set(&mut limits.message_managers_s, self.alarm_message_managers);
        if let Some(given) = self.alarm_to {
            alarm.to = addresses("--alarm-to", given)?;
        }
        if let Some(given) = self.alarm_to_managers {
            alarm.to_managers = addresses("--alarm-to-managers", given)?;
        }
        if let Some(id) = self.alarm_template {
            alarm.template = template(&id, store)?;
        }
        let Patience {
            waiting_s,
            waiting_managers_s,
            message_s,
            message_managers_s,
        } = alarm.patience;
        let is_idle = |one: Option<u32>, other: Option<u32>, level| {
            one.or(other).is_some() && alarm.recipients(level).is_empty()
        };
        ensure!(
            !is_idle(waiting_s, message_s, Level::Agents),
            "--alarm-to: tell whom to write to"
        );
        ensure!(
            !is_idle(waiting_managers_s, message_managers_s, Level::Managers),
            "--alarm-to-managers: tell whom to write to"
        );
        Ok(())
    }
}

/// An empty one stands for none.
fn addresses(flag: &str, given: Vec<String>) -> Result<Vec<String>> {
    let given: Vec<_> = given.into_iter().filter(|it| !it.is_empty()).collect();
    if let Some(wrong) = given.iter().find(|it| !mail::is_address(it)) {
        bail!("{flag}: `{wrong}` is not an address such as lead@example.com");
    }
    ensure!(
        given.len() <= MAX_RECIPIENTS,
        "{flag}: at most {MAX_RECIPIENTS} addresses; for more, let your mail server have a list"
    );
    Ok(given)
}

fn template(id: &str, store: &mut dyn Replies) -> Result<Option<Id<id::Reply>>> {
    if id == NONE {
        return Ok(None);
    }
    let known = store.shared_replies()?;
    let found = known.iter().find(|it| it.id.as_str() == id);
    match found.map(|it| it.kind) {
        Some(Kind::Template) => Ok(Some(Id::new(id))),
        Some(_) => bail!("--alarm-template: `{id}` is no template"),
        None => bail!("--alarm-template: there is no `{id}`: see samtale reply list"),
    }
}

/// What is set, for lists.
pub(super) fn describe(alarm: &Alarm) -> String {
    let limits = [
        ("new", alarm.patience.waiting_s, Level::Agents),
        ("new", alarm.patience.waiting_managers_s, Level::Managers),
        ("message", alarm.patience.message_s, Level::Agents),
        (
            "message",
            alarm.patience.message_managers_s,
            Level::Managers,
        ),
    ];
    let set = limits.into_iter().filter_map(|(what, limit, level)| {
        let to = alarm.recipients(level).join(" ");
        Some(format!(", mails of {what} after {} s to {to}", limit?))
    });
    let mut text: String = set.collect();
    if !text.is_empty() && !alarm.email {
        text.push_str(" (off: --email true)");
    }
    if !alarm.popup {
        text.push_str(", no popups");
    }
    text
}
