//! Who works here and on which channels: what administrators set.

mod alarm;
mod ending;
pub mod hours;
mod idle;
mod intake;
mod look;
mod manner;
mod office;
mod offline;
mod overflow;
mod privacy;
mod transcript;
mod trust;

use std::collections::{BTreeMap, HashSet};

use serde::{Deserialize, Serialize};
use shared::{
    channel::Rights,
    id::{self, Id},
    presence::{Card, Presence, Reason},
    tag::Tag,
    warning::Patience,
};

pub use alarm::{Alarm, MAX_RECIPIENTS};
pub use ending::Ending;
pub use hours::{Holiday, Hours, Lunch, Stretch};
pub use idle::Idle;
pub use intake::{Intake, MAX_FORM_TEXT};
pub use look::{Logo, Look, MAX_LOGO, Scheme};
pub use manner::Manner;
pub use office::{Group, Office, Serves};
pub use offline::{Instead, MAX_OFFLINE_TEXT, Offline};
pub use overflow::Overflow;
pub use privacy::Privacy;
pub use transcript::{MAX_WRITTEN, Transcript};
pub use trust::{Key, MAX_KEYS, Trust};

/// The SHA-256 of a browser session's secret.
pub type SessionKey = [u8; 32];

/// Everything that decides who may do what.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Directory {
    /// Every channel.
    pub channels: BTreeMap<Id<id::Channel>, Channel>,
    /// Every agent who may sign in.
    pub agents: BTreeMap<Id<id::Agent>, Agent>,
    /// The browser sessions that have not ended.
    pub sessions: HashSet<SessionKey>,
    /// The reasons an agent may be away for, in order.
    pub reasons: Vec<Reason>,
    /// The topics of conversations, in order.
    pub tags: Vec<Tag>,
    /// How the work is shared out.
    pub office: Office,
    /// How often everybody's ready answers have changed.
    pub replies: u64,
    /// The templates that channels write mails with.
    pub templates: BTreeMap<Id<id::Reply>, String>,
}

/// A channel as its administrator set it.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
pub struct Channel {
    /// The channel.
    pub id: Id<id::Channel>,
    /// Its name, for agents' lists.
    pub name: String,
    /// The language of its texts, as BCP 47.
    pub language: String,
    /// The heading of the widget.
    pub title: String,
    /// The line under the heading; may be empty.
    #[serde(default)]
    pub welcome: String,
    /// What a waiting visitor reads; may be empty.
    #[serde(default)]
    pub queue_text: String,
    /// The origins of the web sites that may embed it, exactly as browsers send them.
    #[serde(default)]
    pub sites: Vec<String>,
    /// How its conversations find their agents.
    #[serde(default)]
    pub routing: Routing,
    /// When somebody is warned.
    #[serde(default)]
    pub patience: Patience,
    /// By what it knows who a visitor is.
    #[serde(default)]
    pub trust: Trust,
    /// To whom it writes when something is unanswered.
    #[serde(default)]
    pub alarm: Alarm,
    /// When it is open.
    #[serde(default)]
    pub hours: Hours,
    /// What it does when too many wait.
    #[serde(default)]
    pub overflow: Overflow,
    /// What it does at the end of its conversations.
    #[serde(default)]
    pub ending: Ending,
    /// What visitors meet when it takes no chats.
    #[serde(default)]
    pub offline: Offline,
    /// What it asks of visitors before a chat.
    #[serde(default)]
    pub intake: Intake,
    /// How its widget looks.
    #[serde(default)]
    pub look: Look,
    /// How it meets its visitors.
    #[serde(default)]
    pub manner: Manner,
    /// What it learns of its visitors, and keeps.
    #[serde(default)]
    pub privacy: Privacy,
}

/// How the conversations of a channel find their agents.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(default)]
pub struct Routing {
    /// Who makes the first step.
    pub mode: Mode,
    /// Seconds an offer, a transfer or an invitation waits for its answer.
    pub answer_within_s: u32,
    /// Seconds without offers for whoever declined one.
    pub rest_s: u32,
    /// Seconds after which the conversations of an owner without a connection wait again.
    pub grace_s: u32,
    /// Seconds in which a waiting conversation should be answered: where an agent could be offered
    /// conversations of several channels, the one that used up most of its time comes first.
    pub target_s: u32,
}

/// Who makes the first step.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// Agents take out of the queue.
    #[default]
    Pull,
    /// Each conversation is offered to one agent at a time.
    Offer,
}

impl Default for Routing {
    fn default() -> Self {
        Self {
            mode: Mode::Pull,
            answer_within_s: 30,
            rest_s: 10,
            grace_s: 120,
            target_s: 60,
        }
    }
}

/// An agent who may sign in.
#[derive(Clone, Debug, PartialEq)]
pub struct Agent {
    /// Id and the name visitors see.
    pub card: Card,
    /// The photo visitors see.
    pub photo: Option<Id<id::Photo>>,
    /// The address used to sign in.
    pub email: String,
    /// Whether the agent may change settings.
    pub is_administrator: bool,
    /// What the agent chose to be: present or away.
    pub presence: Presence,
    /// Why away, if the agent said so.
    pub reason: Option<Id<id::Reason>>,
    /// The channels the agent chose to serve; empty: all on which the agent may respond.
    pub serves: Vec<Id<id::Channel>>,
    /// The profile these channels are of, if the agent chose one.
    pub profile: Option<Id<id::Profile>>,
    /// Rights per channel.
    pub rights: BTreeMap<Id<id::Channel>, Rights>,
    /// What the administrator set for the agent's share of the work.
    pub work: Work,
}

/// An agent's share of the work.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(default)]
pub struct Work {
    /// The most conversations the agent is offered at once; absent: as many as anybody.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub capacity: Option<u32>,
    /// The group the agent is in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub group: Option<Id<id::Group>>,
    /// How well the agent knows a channel's matters, 1 to 9; [`SKILL`] where nothing was set.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub skills: BTreeMap<Id<id::Channel>, u8>,
}

/// The skill of an agent for whom none was set.
pub const SKILL: u8 = 5;

impl Agent {
    /// The agent's rights on a channel; none where nothing was granted.
    pub fn rights_on(&self, channel: &Id<id::Channel>) -> Rights {
        self.rights.get(channel).copied().unwrap_or_default()
    }

    /// Serves these from now on. A profile that is not there any more leaves all.
    pub fn choose(&mut self, chosen: &Serves, office: &Office) {
        let profile = match chosen {
            Serves::Profile { profile } => office.profile(profile),
            Serves::Channels(_) => None,
        };
        self.profile = profile.map(|it| it.id.clone());
        self.serves = match (profile, chosen) {
            (Some(profile), _) => profile.channels.clone(),
            (None, Serves::Channels(channels)) => channels.clone(),
            (None, Serves::Profile { .. }) => Vec::new(),
        };
    }

    /// Whether the agent may respond on a channel and chose to serve it.
    pub fn serves(&self, channel: &Id<id::Channel>) -> bool {
        let is_chosen = self.serves.is_empty() || self.serves.contains(channel);
        is_chosen && self.rights_on(channel).respond
    }

    /// How well the agent knows a channel's matters, 1 to 9.
    pub fn skill(&self, channel: &Id<id::Channel>) -> u8 {
        self.work.skills.get(channel).copied().unwrap_or(SKILL)
    }
}
