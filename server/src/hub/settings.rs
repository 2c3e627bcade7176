//! What the rules need to know from the configuration.

use serde::{Deserialize, Serialize};
use shared::{
    file,
    limits::{self, Limits},
};

use super::rates::Limit;

/// Media types of files that are taken where nothing else was set.
pub const FILE_TYPES: [&str; 10] = [
    "image/png",
    "image/jpeg",
    "image/gif",
    "image/webp",
    "image/heic",
    "image/avif",
    "image/bmp",
    "image/tiff",
    "application/pdf",
    "text/*",
];

/// Bytes for files of all messages together where nothing else was set: 20 GB.
pub const FILE_SPACE: u64 = 20 << 30;

/// How much is too much.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Settings {
    /// What one visitor may do.
    pub visitor: Limits,
    /// What one agent may do.
    pub agent: Limits,
    /// What one person may ask for in ten seconds beside writing messages.
    pub commands_per_10s: u32,
    /// Messages in ten seconds of all visitors of one network address together.
    pub address_posts_per_10s: u32,
    /// Conversations begun in a minute from one network address.
    pub address_starts_per_60s: u32,
    /// Conversations begun in a minute on one channel.
    pub channel_starts_per_60s: u32,
    /// Files one person announces in a minute.
    pub uploads_per_60s: u32,
    /// Files all visitors of one network address announce in a minute.
    pub address_uploads_per_60s: u32,
    /// Bytes for files of all messages together.
    pub file_space: u64,
    /// The origin that files come from, when it is not the backend's own.
    pub file_origin: Option<String>,
    /// The most conversations one agent is offered at once, where nothing was set for the agent.
    pub capacity: u32,
    /// Whether mail domains can be looked up.
    pub has_dns: bool,
    /// Mail domains that are looked up in a minute for one network address.
    pub lookups_per_60s: u32,
    /// Whether mails can be sent.
    pub has_mail: bool,
    /// Where agents open the app, for mails: an origin.
    pub home: String,
    /// How often in ten minutes is written about what is unanswered on one channel.
    pub alarms_per_10min: u32,
    /// How often in an hour one visitor may have what was said mailed, and how often it goes to one recipient.
    pub transcripts_per_hour: u32,
    /// How often in an hour all visitors of one network address may.
    pub address_transcripts_per_hour: u32,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            visitor: with_files(Limits::VISITOR, &FILE_TYPES),
            agent: with_files(Limits::AGENT, &FILE_TYPES),
            commands_per_10s: 200,
            address_posts_per_10s: 200,
            address_starts_per_60s: 60,
            channel_starts_per_60s: 600,
            uploads_per_60s: 30,
            address_uploads_per_60s: 120,
            file_space: FILE_SPACE,
            file_origin: None,
            capacity: 5,
            has_dns: false,
            lookups_per_60s: 30,
            has_mail: false,
            home: String::new(),
            alarms_per_10min: 20,
            transcripts_per_hour: 5,
            address_transcripts_per_hour: 30,
        }
    }
}

impl Settings {
    /// All of it so many times.
    #[must_use]
    pub fn times(self, factor: u32) -> Self {
        let more = |limits: Limits| Limits {
            posts_per_10s: limits.posts_per_10s.saturating_mul(factor),
            posts_per_60s: limits.posts_per_60s.saturating_mul(factor),
            ..limits
        };
        Self {
            visitor: more(self.visitor),
            agent: more(self.agent),
            commands_per_10s: self.commands_per_10s.saturating_mul(factor),
            address_posts_per_10s: self.address_posts_per_10s.saturating_mul(factor),
            address_starts_per_60s: self.address_starts_per_60s.saturating_mul(factor),
            channel_starts_per_60s: self.channel_starts_per_60s.saturating_mul(factor),
            uploads_per_60s: self.uploads_per_60s.saturating_mul(factor),
            address_uploads_per_60s: self.address_uploads_per_60s.saturating_mul(factor),
            lookups_per_60s: self.lookups_per_60s.saturating_mul(factor),
            address_transcripts_per_hour: self.address_transcripts_per_hour.saturating_mul(factor),
            ..self
        }
    }

    /// With files of these types.
    #[must_use]
    pub fn taking<T: AsRef<str>>(self, types: &[T]) -> Self {
        Self {
            visitor: with_files(self.visitor, types),
            agent: with_files(self.agent, types),
            ..self
        }
    }

    pub(super) fn visitor_posts(&self) -> [Limit; 2] {
        posts(&self.visitor)
    }

    pub(super) fn agent_posts(&self) -> [Limit; 2] {
        posts(&self.agent)
    }

    pub(super) fn commands(&self) -> [Limit; 1] {
        [per_10s(self.commands_per_10s)]
    }

    pub(super) fn address_posts(&self) -> [Limit; 1] {
        [per_10s(self.address_posts_per_10s)]
    }

    pub(super) fn uploads(&self) -> [Limit; 1] {
        [per_60s(self.uploads_per_60s)]
    }

    pub(super) fn address_uploads(&self) -> [Limit; 1] {
        [per_60s(self.address_uploads_per_60s)]
    }

    pub(super) fn lookups(&self) -> [Limit; 1] {
        [per_60s(self.lookups_per_60s)]
    }

    pub(super) fn address_starts(&self) -> [Limit; 1] {
        [per_60s(self.address_starts_per_60s)]
    }

    pub(super) fn alarms(&self) -> [Limit; 1] {
        [Limit {
            count: self.alarms_per_10min,
            within_ms: 600_000,
        }]
    }

    /// Of one visitor, of one network address, and to one recipient.
    pub(super) fn transcripts(&self) -> [[Limit; 1]; 3] {
        let per_hour = |count| {
            [Limit {
                count,
                within_ms: 3_600_000,
            }]
        };
        [
            self.transcripts_per_hour,
            self.address_transcripts_per_hour,
            self.transcripts_per_hour,
        ]
        .map(per_hour)
    }

    pub(super) fn channel_starts(&self) -> [Limit; 1] {
        [per_60s(self.channel_starts_per_60s)]
    }
}

fn with_files<T: AsRef<str>>(limits: Limits, types: &[T]) -> Limits {
    let files = file::Limits {
        max_count: limits::MAX_FILES,
        max_bytes: limits::MAX_FILE,
        types: types.iter().map(|it| it.as_ref().to_owned()).collect(),
    };
    Limits {
        files: Some(Box::new(files)).filter(|it| !it.types.is_empty()),
        ..limits
    }
}

fn posts(limits: &Limits) -> [Limit; 2] {
    [per_10s(limits.posts_per_10s), per_60s(limits.posts_per_60s)]
}

fn per_10s(count: u32) -> Limit {
    Limit {
        count,
        within_ms: 10_000,
    }
}

fn per_60s(count: u32) -> Limit {
    Limit {
        count,
        within_ms: 60_000,
    }
}
