//! How unkind the world is.

use server::hub::Settings;
use shared::limits::Limits;

use crate::random::Random;

/// How unkind the world is.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Fate {
    /// Nothing is disturbed, and nobody is slowed down.
    Calm,
    /// Anything can happen, and nobody is slowed down.
    Rough,
    /// Anything can happen, and people are slowed down as in real life.
    RoughAndSlow,
}

/// What happens next.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Chance {
    /// Somebody does something.
    Act,
    /// Somebody does a lot.
    Burst,
    /// A wire breaks.
    Cut,
    /// A wire swallows everything, and nobody is told.
    Blackhole,
    /// An app dies and is opened again.
    CloseTab,
    /// An app dies and is opened again much later.
    Vanish,
    /// The server dies and is started again.
    KillServer,
    /// The disk fails for a while.
    BreakDisk,
    /// Nothing.
    Nothing,
}

impl Fate {
    /// The same people in a kinder world.
    pub(super) fn calm(self) -> Self {
        Self::Calm
    }

    /// What a roll from 0 to 99 means.
    pub(super) fn chance(self, roll: u64) -> Chance {
        match (self, roll) {
            (Self::Calm, 0..70) => Chance::Act,
            (Self::Calm, _) => Chance::Nothing,
            (_, 0..60) => Chance::Act,
            (_, 60..65) => Chance::Burst,
            (_, 65..77) => Chance::Cut,
            (_, 77..80) => Chance::Blackhole,
            (_, 80..87) => Chance::CloseTab,
            (_, 87..93) => Chance::KillServer,
            (_, 93..96) => Chance::BreakDisk,
            (_, 96..99) => Chance::Vanish,
            _ => Chance::Nothing,
        }
    }

    /// The server's limits. Who is not slowed down meets none.
    pub(super) fn settings(self) -> Settings {
        if self == Self::RoughAndSlow {
            return Settings::default();
        }
        let many = 1_000_000;
        let limits = |limits: Limits| Limits {
            posts_per_10s: many,
            posts_per_60s: many,
            ..limits
        };
        Settings {
            visitor: limits(Limits::VISITOR),
            agent: limits(Limits::AGENT),
            commands_per_10s: many,
            address_posts_per_10s: many,
            address_starts_per_60s: many,
            channel_starts_per_60s: many,
            ..Settings::default()
        }
    }

    /// Milliseconds for which the server lets orders gather.
    pub(super) fn think_ms(self) -> u64 {
        2
    }

    /// How often a frame from the server arrives: events may be doubled, and any frame but the greeting
    /// may vanish.
    pub(super) fn copies(self, text: &str, random: &mut Random) -> u64 {
        if self == Self::Calm || text.starts_with(r#"{"welcome"#) {
            return 1;
        }
        match random.below(60) {
            0 => 0,
            1 if text.starts_with(r#"{"event"#) => 2,
            _ => 1,
        }
    }

    /// How often a frame from a client arrives: commands may be doubled.
    pub(super) fn copies_up(self, text: &str, random: &mut Random) -> u64 {
        let doubled = self != Self::Calm && text.starts_with(r#"{"do"#) && random.once_in(40);
        1 + u64::from(doubled)
    }
}
