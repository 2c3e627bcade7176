//! What else lies on an agent's desk: channels, colleagues, presence, figures, warnings.

use shared::{
    agent::{Agent, Change, DeskSnapshot, Snapshot},
    channel,
    figures::{Figures, Tile},
    id::{self, Id},
    presence::{Card, Colleague, Presence, Profile, Reason},
    tag::Tag,
    time::Timestamp,
    warning::Warning,
};

use crate::Delivery;

/// The desk without its conversations; those are in [`crate::inbox::Inbox`].
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Desk {
    me: Option<Card>,
    presence: Presence,
    serves: Vec<Id<id::Channel>>,
    profile: Option<Id<id::Profile>>,
    profiles: Vec<Profile>,
    reasons: Vec<Reason>,
    tags: Vec<Tag>,
    channels: Vec<channel::Desk>,
    colleagues: Vec<Colleague>,
    figures: Figures,
    warnings: Vec<Warning>,
}

impl Desk {
    /// Takes what happened; tells whether anything here changed.
    pub fn receive(&mut self, delivery: &Delivery<Agent>) -> bool {
        match delivery {
            Delivery::Welcome(it, _) => {
                let before = self.me.replace(it.me.card.clone());
                before != self.me
            }
            Delivery::Event(it) if it.log.is_desk() => self.apply(&it.change),
            Delivery::Reset(it) => match &it.snapshot {
                Snapshot::Desk(desk) => self.replace(desk),
                Snapshot::Conversation(_) => false,
            },
            _ => false,
        }
    }

    /// Applies a change of the desk; tells whether anything here changed.
    pub fn apply(&mut self, change: &Change) -> bool {
        match change {
            Change::Colleague(it) => self.put_colleague(it),
            Change::Channel(it) => self.put_channel(it),
            Change::Figures(it) => {
                let is_new = self.figures != *it;
                self.figures.clone_from(it);
                is_new
            }
            Change::Warned(it) => {
                let is_new = self.warnings != it.warnings;
                self.warnings.clone_from(&it.warnings);
                is_new
            }
            _ => false,
        }
    }

    /// The agent, once signed in.
    pub fn me(&self) -> Option<&Card> {
        self.me.as_ref()
    }

    /// The agent's own presence.
    pub fn presence(&self) -> Presence {
        self.presence
    }

    /// The agent as colleagues see them.
    pub fn own(&self) -> Option<&Colleague> {
        let me = self.me.as_ref()?;
        self.colleagues.iter().find(|it| it.card.id == me.id)
    }

    /// The channels the agent chose to serve; empty: all.
    pub fn serves(&self) -> &[Id<id::Channel>] {
        &self.serves
    }

    /// The profile the agent chose to serve, if it was one.
    pub fn profile(&self) -> Option<&Id<id::Profile>> {
        self.profile.as_ref()
    }

    /// The profiles the agent may choose, in order.
    pub fn profiles(&self) -> &[Profile] {
        &self.profiles
    }

    /// The reasons an agent may be away for, in order.
    pub fn reasons(&self) -> &[Reason] {
        &self.reasons
    }

    /// The topics of conversations, in the administrator's order.
    pub fn tags(&self) -> &[Tag] {
        &self.tags
    }

    /// Colleagues who are present, without the agent, those with the least to do first.
    pub fn present(&self) -> Vec<&Colleague> {
        let me = self.me.as_ref().map(|it| &it.id);
        let others = self.colleagues.iter();
        let others = others.filter(|it| Some(&it.card.id) != me);
        let mut present: Vec<_> = others
            .filter(|it| it.presence == Presence::Present)
            .collect();
        present.sort_by_key(|it| it.load);
        present
    }

    /// Channels the agent may see, by name.
    pub fn channels(&self) -> &[channel::Desk] {
        &self.channels
    }

    /// One of them.
    pub fn channel(&self, id: &Id<id::Channel>) -> Option<&channel::Desk> {
        self.channels.iter().find(|it| it.channel.id == *id)
    }

    /// Colleagues, the agent among them, by name.
    pub fn colleagues(&self) -> &[Colleague] {
        &self.colleagues
    }

    /// The figures of one channel, or over all that the agent may see.
    pub fn tile(&self, channel: Option<&Id<id::Channel>>) -> Tile {
        let Some(id) = channel else {
            return self.figures.all.clone();
        };
        let mut all = self.figures.channels.iter();
        let found = all.find(|(it, _)| it == id);
        found.map(|(_, tile)| tile.clone()).unwrap_or_default()
    }

    /// What the agent is warned of, the longest unanswered first.
    pub fn warnings(&self) -> &[Warning] {
        &self.warnings
    }

    /// When the day of the figures began.
    pub fn day_start(&self) -> Option<Timestamp> {
        self.figures.day_start
    }

    fn replace(&mut self, desk: &DeskSnapshot) -> bool {
        let mut new = Self {
            me: self.me.clone(),
            presence: desk.presence,
            serves: desk.serves.clone(),
            profile: desk.profile.clone(),
            profiles: desk.profiles.clone(),
            reasons: desk.reasons.clone(),
            tags: desk.tags.clone(),
            channels: desk.channels.clone(),
            colleagues: desk.colleagues.clone(),
            figures: desk.figures.clone(),
            warnings: desk.warnings.clone(),
        };
        new.sort();
        let is_new = new != *self;
        *self = new;
        is_new
    }

    fn put_colleague(&mut self, colleague: &Colleague) -> bool {
        if self
            .me
            .as_ref()
            .is_some_and(|it| it.id == colleague.card.id)
        {
            self.presence = colleague.presence;
        }
        let mut known = self.colleagues.iter_mut();
        if let Some(it) = known.find(|it| it.card.id == colleague.card.id) {
            if it == colleague {
                return false;
            }
            *it = colleague.clone();
        } else {
            self.colleagues.push(colleague.clone());
        }
        self.sort();
        true
    }

    fn put_channel(&mut self, desk: &channel::Desk) -> bool {
        let mut known = self.channels.iter_mut();
        if let Some(it) = known.find(|it| it.channel.id == desk.channel.id) {
            if it == desk {
                return false;
            }
            *it = desk.clone();
        } else {
            self.channels.push(desk.clone());
        }
        self.sort();
        true
    }

    fn sort(&mut self) {
        self.channels
            .sort_by(|a, b| a.channel.name.cmp(&b.channel.name));
        self.colleagues
            .sort_by(|a, b| a.card.name.cmp(&b.card.name));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn colleague(id: &str, name: &str, presence: Presence) -> Colleague {
        Colleague {
            card: Card {
                id: Id::new(id),
                name: name.to_owned(),
            },
            presence,
            reason: None,
            load: 0,
            capacity: None,
            is_busy: false,
            channels: Vec::new(),
        }
    }

    #[test]
    fn colleagues_are_kept_by_name_and_own_presence_follows() {
        let mut desk = Desk {
            me: Some(colleague("1", "Bob", Presence::Away).card),
            ..Desk::default()
        };
        for it in [
            colleague("1", "Bob", Presence::Away),
            colleague("2", "Ann", Presence::Present),
        ] {
            assert!(desk.apply(&Change::Colleague(it)));
        }
        let names: Vec<_> = desk
            .colleagues()
            .iter()
            .map(|it| it.card.name.as_str())
            .collect();
        assert_eq!(
            (names, desk.presence()),
            (vec!["Ann", "Bob"], Presence::Away)
        );
        let present = Change::Colleague(colleague("1", "Bob", Presence::Present));
        assert!(desk.apply(&present));
        assert!(!desk.apply(&present));
        assert_eq!(desk.presence(), Presence::Present);
    }

    #[test]
    fn figures_are_found_by_channel() {
        let mut desk = Desk::default();
        let tile = Tile {
            waiting: 3,
            ..Tile::default()
        };
        let figures = Figures {
            all: tile.clone(),
            channels: vec![(Id::new("support"), tile)],
            day_start: None,
        };
        assert!(desk.apply(&Change::Figures(figures.clone())));
        assert!(!desk.apply(&Change::Figures(figures)));
        assert_eq!(desk.tile(None).waiting, 3);
        assert_eq!(desk.tile(Some(&Id::new("support"))).waiting, 3);
        assert_eq!(desk.tile(Some(&Id::new("sales"))).waiting, 0);
    }
}
