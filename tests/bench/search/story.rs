//! Conversations as there are many of: short lines of common words, and now and then a number that stands
//! nowhere else.

use std::sync::Arc;

use server::{
    directory::Channel,
    record::{Conversation, Entry, Links, Write},
    store::{Trouble, accounts::Accounts, sqlite::Sqlite},
};
use shared::{
    agent::{Change, Preview},
    conversation::{Ended, Side, Started, Status},
    id::{self, Id},
    message::{Author, Content, Message},
    presence::Card,
    time::Timestamp,
};
use tests::random::Random;

/// Messages of one conversation.
pub(super) const LENGTH: usize = 20;
/// The channels.
pub(super) const CHANNELS: [&str; 3] = ["support", "sales", "kundeservice"];
/// Different words.
const WORDS: u64 = 20_000;
/// Words of a message.
const LINE: usize = 12;
/// Numbers that stand in one message each: so many may be asked for.
const RARE: u64 = 10_000;
const START: u64 = 1_700_000_000_000;

pub(super) fn channel(name: &str) -> Id<id::Channel> {
    Id::new(name)
}

/// A word of which some are far more common than others.
pub(super) fn common(random: &mut Random) -> String {
    // The product of two draws gathers where it is low.
    let rank = random.below(WORDS) * random.below(WORDS) / WORDS;
    word(rank)
}

/// A number that stands in one conversation.
pub(super) fn rare(random: &mut Random) -> String {
    number(random.below(RARE))
}

fn number(conversation: u64) -> String {
    format!("nr{conversation}")
}

fn word(mut rank: u64) -> String {
    const SYLLABLES: [&str; 16] = [
        "ba", "de", "fi", "go", "hu", "ka", "le", "mi", "no", "pu", "ra", "se", "ti", "vo", "ly",
        "kø",
    ];
    let mut word = String::new();
    for _ in 0..4 {
        word.push_str(SYLLABLES[(rank % 16) as usize]);
        rank /= 16;
    }
    word
}

pub(super) fn channels(store: &mut Sqlite) -> Result<(), Trouble> {
    for name in CHANNELS {
        store.put_channel(&Channel {
            id: channel(name),
            name: name.to_owned(),
            language: "en".to_owned(),
            ..Channel::default()
        })?;
    }
    Ok(())
}

/// One conversation.
pub(super) struct Story {
    number: usize,
    id: Id<id::Conversation>,
}

impl Story {
    pub(super) fn new(number: usize) -> Self {
        let id = Id::from_bits(number as u128 + 1);
        Self { number, id }
    }

    /// Everything that is written of it.
    pub(super) fn writes(&self, random: &mut Random) -> Vec<Write> {
        let at = Timestamp(START + self.number as u64 * 1_000);
        let channel = channel(CHANNELS[self.number % CHANNELS.len()]);
        let head = LENGTH as u64 + 1;
        let mut writes = vec![
            Write::Conversation(Box::new(self.state(&channel, at, head))),
            self.entry(1, Change::Started(Started { channel, at })),
        ];
        for seq in 2..=head {
            let is_visitor = seq % 2 == 0;
            let mut text: Vec<String> = (0..LINE).map(|_| common(random)).collect();
            if seq == 2 && (self.number as u64) < RARE {
                text.push(number(self.number as u64));
            }
            let message = Message {
                id: Id::from_bits(self.number as u128 * 1_000 + u128::from(seq)),
                client_id: None,
                author: if is_visitor {
                    Author::Visitor
                } else {
                    Author::Agent(card())
                },
                at,
                content: Content::text(text.join(" ")),
            };
            writes.push(self.entry(seq, Change::Posted(message)));
        }
        writes
    }

    fn entry(&self, seq: u64, change: Change) -> Write {
        Write::Entry(Arc::new(Entry {
            conversation: self.id.clone(),
            agent_seq: seq,
            public_seq: Some(seq),
            change,
        }))
    }

    fn state(&self, channel: &Id<id::Channel>, at: Timestamp, head: u64) -> Conversation {
        let preview = Preview {
            by: Side::Visitor,
            text: "…".to_owned(),
            at,
            cancelled: false,
        };
        Conversation {
            id: self.id.clone(),
            channel: channel.clone(),
            visitor: Id::from_bits(self.number as u128 + 1),
            name: Some(word(self.number as u64)),
            email: None,
            language: None,
            identity: None,
            company: None,
            phone: None,
            country: None,
            consented_at: None,
            told: Vec::new(),
            trail: Default::default(),
            status: Status::Ended,
            owner: Some(card()),
            rank: None,
            place: self.number as i64,
            asked_at_place: None,
            started_at: at,
            queued_at: None,
            answered_at: Some(at),
            ended: Some(Ended::new(Side::Agent, at)),
            first: preview.clone(),
            last: preview,
            unread: 0,
            unanswered_since: None,
            alerts: Vec::new(),
            seen_by_visitor: None,
            seen_by_agent: None,
            question: None,
            participants: Vec::new(),
            listeners: Vec::new(),
            voices: Default::default(),
            menus: Vec::new(),
            left_at: None,
            finished_at: None,
            is_blocked: false,
            closed: false,
            tags: Vec::new(),
            links: Links::default(),
            rating: None,
            silence: None,
            unkept: false,
            names: Default::default(),
            agent_head: head,
            public_head: head,
        }
    }
}

fn card() -> Card {
    Card {
        id: Id::new("ann"),
        name: "Ann".to_owned(),
    }
}
