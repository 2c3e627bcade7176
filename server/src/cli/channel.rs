//! `samtale channel`

mod alarms;
mod ending;
mod hours;
mod intake;
mod look;
mod manner;
mod offline;
mod privacy;

use std::path::Path;

use anyhow::{Context, Result, bail};
use clap::{Args, Subcommand, ValueEnum};
use shared::{id::Id, warning::Patience};

use self::{
    alarms::Alarms, ending::Endings, intake::Asks, manner::Manners, offline::Offlines,
    privacy::Discretion,
};
use super::{Place, key::Key, out};
use crate::{
    config::Origin,
    directory::{self, Mode, Trust},
    store::accounts::Accounts,
};

/// What to do with channels. A running server takes every change over within a second.
#[derive(Debug, Subcommand)]
pub(super) enum Channel {
    /// Adds a channel.
    Add(Add),
    /// Lists all channels and the web sites that may embed them.
    List(Place),
    /// Changes what is given of a channel and keeps the rest.
    Change(Change),
    /// When it is open.
    Hours(hours::Set),
    /// How its widget looks.
    Look(look::Dress),
    /// The keys with which its sites sign who their visitors are.
    #[command(subcommand)]
    Key(Key),
}

#[derive(Args, Debug)]
pub(super) struct Add {
    /// What web sites call it: letters, digits, - and _, such as support.
    id: String,
    #[command(flatten)]
    texts: Texts,
    #[command(flatten)]
    routes: Routes,
    #[command(flatten)]
    warns: Warns,
    #[command(flatten)]
    alarms: Alarms,
    #[command(flatten)]
    offlines: Offlines,
    #[command(flatten)]
    endings: Endings,
    #[command(flatten)]
    asks: Asks,
    #[command(flatten)]
    manners: Manners,
    #[command(flatten)]
    discretion: Discretion,
    #[command(flatten)]
    place: Place,
}

#[derive(Args, Debug)]
pub(super) struct Change {
    /// The channel.
    id: String,
    #[command(flatten)]
    texts: Texts,
    #[command(flatten)]
    routes: Routes,
    #[command(flatten)]
    warns: Warns,
    #[command(flatten)]
    alarms: Alarms,
    #[command(flatten)]
    offlines: Offlines,
    #[command(flatten)]
    endings: Endings,
    #[command(flatten)]
    asks: Asks,
    #[command(flatten)]
    manners: Manners,
    #[command(flatten)]
    discretion: Discretion,
    #[command(flatten)]
    place: Place,
}

#[derive(Args, Debug)]
struct Texts {
    /// Its name in agents' lists.
    #[arg(long)]
    name: Option<String>,
    /// The language of its texts, such as en, nb, sv, nl or ar.
    #[arg(long)]
    language: Option<String>,
    /// The heading of the widget.
    #[arg(long)]
    title: Option<String>,
    /// The line under the heading.
    #[arg(long)]
    welcome: Option<String>,
    /// What a waiting visitor reads.
    #[arg(long, value_name = "TEXT")]
    queue_text: Option<String>,
    /// The origins of the web sites that may embed it, such as https://www.example.com. They
    /// replace those that were given before.
    #[arg(long, value_name = "ORIGIN", value_delimiter = ',')]
    sites: Option<Vec<Origin>>,
    /// Whether only visitors may chat whom a site has identified, see samtale channel key.
    #[arg(long, value_name = "BOOL")]
    identified_only: Option<bool>,
}

/// How its conversations find their agents.
#[derive(Args, Debug)]
struct Routes {
    /// Whether agents take out of the queue, or each conversation is offered to one agent at a time.
    #[arg(long, value_enum)]
    routing: Option<How>,
    /// Seconds an offer, a transfer or an invitation waits for its answer, 5 to 3600.
    #[arg(long, value_name = "SECONDS", value_parser = clap::value_parser!(u32).range(5..=3_600))]
    answer_within: Option<u32>,
    /// Seconds without offers for an agent who declined one, 0 to 3600.
    #[arg(long, value_name = "SECONDS", value_parser = clap::value_parser!(u32).range(0..=3_600))]
    rest: Option<u32>,
    /// Seconds after which what an agent without a connection owns waits again, 5 to 86400.
    #[arg(long, value_name = "SECONDS", value_parser = clap::value_parser!(u32).range(5..=86_400))]
    grace: Option<u32>,
    /// Seconds in which a visitor should be answered, 1 to 86400. Of several channels, the one that used
    /// up most of it is offered first.
    #[arg(long, value_name = "SECONDS", value_parser = clap::value_parser!(u32).range(1..=86_400))]
    target: Option<u32>,
}

/// When somebody is warned of what is unanswered.
#[derive(Args, Debug)]
struct Warns {
    /// Seconds after which a new conversation that nobody has answered warns the agents who are present and
    /// are to be notified; 0 for never.
    #[arg(long, value_name = "SECONDS", value_parser = clap::value_parser!(u32).range(0..=86_400))]
    warn_new: Option<u32>,
    /// Seconds after which it warns the managers, if any agent is present; 0 for never.
    #[arg(long, value_name = "SECONDS", value_parser = clap::value_parser!(u32).range(0..=86_400))]
    warn_new_managers: Option<u32>,
    /// Seconds after which a message in a running conversation that has no answer warns its agent; 0 for
    /// never.
    #[arg(long, value_name = "SECONDS", value_parser = clap::value_parser!(u32).range(0..=86_400))]
    warn_message: Option<u32>,
    /// Seconds after which it warns the managers, if any agent is present; 0 for never.
    #[arg(long, value_name = "SECONDS", value_parser = clap::value_parser!(u32).range(0..=86_400))]
    warn_message_managers: Option<u32>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum How {
    Pull,
    Offer,
}

impl Channel {
    pub(super) fn run(self, file: Option<&Path>) -> Result<()> {
        match self {
            Self::Add(it) => it.run(file),
            Self::List(place) => list(&mut place.store(file)?),
            Self::Change(it) => it.run(file),
            Self::Hours(it) => it.run(file),
            Self::Look(it) => it.run(file),
            Self::Key(it) => it.run(file),
        }
    }
}

impl Add {
    fn run(self, file: Option<&Path>) -> Result<()> {
        let id = Id::new(self.id);
        if !id.is_well_formed() {
            bail!("`{id}` is not a channel's id: letters, digits, - and _, at most 64");
        }
        let mut store = self.place.store(file)?;
        if store.channels()?.iter().any(|channel| channel.id == id) {
            bail!("there is a channel `{id}` already: samtale channel change {id}");
        }
        let channel = directory::Channel {
            name: id.to_string(),
            language: "en".to_owned(),
            title: "Chat with us".to_owned(),
            id,
            ..directory::Channel::default()
        };
        let channel = self.routes.put_into(self.texts.put_into(channel));
        let mut channel = self.warns.put_into(channel);
        self.alarms.put_into(&mut channel.alarm, &mut store)?;
        self.offlines.put_into(&mut channel)?;
        self.endings.put_into(&mut channel.ending)?;
        self.asks.put_into(&mut channel.intake)?;
        self.manners.put_into(&mut channel.manner)?;
        self.discretion.put_into(&mut channel.privacy);
        save(&mut store, channel)
    }
}

impl Change {
    fn run(self, file: Option<&Path>) -> Result<()> {
        let mut store = self.place.store(file)?;
        let channel = find(&mut store, &self.id)?;
        let channel = self.routes.put_into(self.texts.put_into(channel));
        let mut channel = self.warns.put_into(channel);
        self.alarms.put_into(&mut channel.alarm, &mut store)?;
        self.offlines.put_into(&mut channel)?;
        self.endings.put_into(&mut channel.ending)?;
        self.asks.put_into(&mut channel.intake)?;
        self.manners.put_into(&mut channel.manner)?;
        self.discretion.put_into(&mut channel.privacy);
        save(&mut store, channel)
    }
}

impl Texts {
    fn put_into(self, old: directory::Channel) -> directory::Channel {
        let sites = |it: Vec<Origin>| it.iter().map(ToString::to_string).collect();
        directory::Channel {
            name: self.name.unwrap_or(old.name),
            language: self.language.unwrap_or(old.language),
            title: self.title.unwrap_or(old.title),
            welcome: self.welcome.unwrap_or(old.welcome),
            queue_text: self.queue_text.unwrap_or(old.queue_text),
            sites: self.sites.map_or(old.sites, sites),
            trust: Trust {
                is_required: self.identified_only.unwrap_or(old.trust.is_required),
                ..old.trust
            },
            ..old
        }
    }
}

impl Routes {
    fn put_into(self, mut channel: directory::Channel) -> directory::Channel {
        let routing = &mut channel.routing;
        let mode = self.routing.map(|it| match it {
            How::Pull => Mode::Pull,
            How::Offer => Mode::Offer,
        });
        routing.mode = mode.unwrap_or(routing.mode);
        routing.answer_within_s = self.answer_within.unwrap_or(routing.answer_within_s);
        routing.rest_s = self.rest.unwrap_or(routing.rest_s);
        routing.grace_s = self.grace.unwrap_or(routing.grace_s);
        routing.target_s = self.target.unwrap_or(routing.target_s);
        channel
    }
}

impl Warns {
    fn put_into(self, mut channel: directory::Channel) -> directory::Channel {
        let patience = &mut channel.patience;
        set(&mut patience.waiting_s, self.warn_new);
        set(&mut patience.waiting_managers_s, self.warn_new_managers);
        set(&mut patience.message_s, self.warn_message);
        set(&mut patience.message_managers_s, self.warn_message_managers);
        channel
    }
}

/// Sets what is given; 0 stands for never.
fn set(limit: &mut Option<u32>, given: Option<u32>) {
    if let Some(seconds) = given {
        *limit = (seconds > 0).then_some(seconds);
    }
}

/// The channel of this name.
fn find(store: &mut dyn Accounts, id: &str) -> Result<directory::Channel> {
    let mut channels = store.channels()?.into_iter();
    channels
        .find(|channel| channel.id.as_str() == id)
        .with_context(|| format!("there is no channel `{id}`: see samtale channel list"))
}

fn save(store: &mut dyn Accounts, channel: directory::Channel) -> Result<()> {
    store.put_channel(&channel)?;
    out::say(&describe(&channel));
    Ok(())
}

fn list(store: &mut dyn Accounts) -> Result<()> {
    let channels = store.channels()?;
    if channels.is_empty() {
        out::say("There is no channel yet: samtale channel add");
    }
    for channel in &channels {
        out::say(&describe(channel));
    }
    Ok(())
}

fn describe(channel: &directory::Channel) -> String {
    let sites = if channel.sites.is_empty() {
        "no site may embed it yet: --sites".to_owned()
    } else {
        channel.sites.join(" ")
    };
    let (id, name, language) = (&channel.id, &channel.name, &channel.language);
    let routing = match channel.routing.mode {
        Mode::Pull => "agents take",
        Mode::Offer => "offered",
    };
    let warnings = warnings(&channel.patience);
    let alarms = alarms::describe(&channel.alarm);
    let hours = hours::describe(&channel.hours);
    let ending = ending::describe(&channel.ending);
    let asks = intake::describe(&channel.intake);
    let offline = offline::describe(&channel.offline);
    let manner = manner::describe(&channel.manner);
    let privacy = privacy::describe(&channel.privacy);
    let trust = &channel.trust;
    let only = if trust.is_required {
        ", identified customers only"
    } else {
        ""
    };
    format!(
        "{id}  {name} ({language}), {routing}{hours}{offline}{warnings}{alarms}{asks}{ending}{manner}{privacy}{only}, {sites}"
    )
}

fn warnings(patience: &Patience) -> String {
    let limits = [
        ("new", patience.waiting_s),
        ("new for managers", patience.waiting_managers_s),
        ("message", patience.message_s),
        ("message for managers", patience.message_managers_s),
    ];
    let set = limits.into_iter();
    let set = set.filter_map(|(what, limit)| Some(format!(", warns of {what} after {} s", limit?)));
    set.collect()
}
