//! What was said in the demo's shop in the past weeks: conversations that have ended, each marked as an
//! example by its visitor's name.

use shared::{
    agent::{Change, PrivateMessage},
    conversation::{Ended, Side, Started, Status, Taken},
    id::{self, Id},
    message::{Author, Content, Message},
    presence::Card,
    rating::Rating,
    time::Timestamp,
};

use super::ending::ending;
use crate::{
    hub,
    record::{Conversation, Write},
    secret,
    store::{Store, Trouble},
    who,
};

const MINUTE_MS: u64 = 60 * 1_000;
const HOUR_MS: u64 = 60 * MINUTE_MS;
const DAY_MS: u64 = 24 * HOUR_MS;
/// How often each talk was held, a week apart.
const WEEKS: u64 = 5;

/// A talk: who says what, in turn, the visitor first. What begins with a `!` is for colleagues only. One of one
/// line was given up before anybody answered.
struct Talk {
    channel: &'static str,
    language: &'static str,
    /// Who answers, by the place among those who may.
    agent: usize,
    lines: &'static [&'static str],
}

const VISITORS: [&str; 7] = [
    "Kari Nordmann",
    "Ola Haugen",
    "Emma Larsson",
    "Daan Bakker",
    "Sarah Miller",
    "Jakob Lie",
    "Nora Dahl",
];

const TALKS: [Talk; 8] = [
    Talk {
        channel: "support",
        language: "en",
        agent: 0,
        lines: &[
            "Hello, where is my parcel? The order is N-20417.",
            "Hello! I am looking it up. One moment, please.",
            "Thank you.",
            "It left our store this morning and arrives tomorrow before noon.",
            "Perfect, that was all.",
        ],
    },
    Talk {
        channel: "support",
        language: "en",
        agent: 1,
        lines: &[
            "My kettle does not switch off any more. What can I do?",
            "I am sorry to hear that. Does the lid close all the way?",
            "Yes, it clicks.",
            "!Third of that series this month, we should tell the maker.",
            "Then it is broken: I send you a new one, and a label for the old one.",
            "That is kind, thank you!",
        ],
    },
    Talk {
        channel: "support",
        language: "en",
        agent: 0,
        lines: &[
            "Can I return a lamp that I have already put up?",
            "Yes, within 30 days, as long as it is whole and clean.",
            "And who pays for the way back?",
            "We do. The label is in your mailbox now.",
        ],
    },
    Talk {
        channel: "support",
        language: "en",
        agent: 1,
        lines: &["Is anybody there?"],
    },
    Talk {
        channel: "sales",
        language: "en",
        agent: 0,
        lines: &[
            "We need forty lamps for a new office. Is there a price for companies?",
            "There is: from twenty pieces on it is fifteen per cent less.",
            "And when could you deliver?",
            "Forty of the same colour in two weeks. Shall I write an offer?",
            "Yes, please, to this address.",
            "You have it within the hour.",
        ],
    },
    Talk {
        channel: "sales",
        language: "nl",
        agent: 1,
        lines: &[
            "Leveren jullie ook aan restaurants in Nederland?",
            "Ja, dat doen we. Waar gaat het om?",
            "Honderd mokken, met ons logo.",
            "!Logo's doet Maja, ik vraag het haar.",
            "Dat kan, reken op drie weken. Ik stuur een voorbeeld.",
        ],
    },
    Talk {
        channel: "kundeservice",
        language: "nb",
        agent: 0,
        lines: &[
            "Hei! Jeg har fått feil farge på lampen.",
            "Så leit! Hvilken farge hadde du bestilt?",
            "Grønn, og jeg fikk blå.",
            "Jeg sender en grønn i dag. Den blå kan du bare legge i samme eske.",
            "Supert, tusen takk for hjelpen.",
        ],
    },
    Talk {
        channel: "kundeservice",
        language: "nb",
        agent: 1,
        lines: &[
            "Når kommer kannen på lager igjen?",
            "Den er ventet om ti dager. Vil du at jeg legger av en til deg?",
            "Ja takk!",
        ],
    },
];

/// Writes all of it, once.
///
/// # Errors
/// When the storage fails.
pub(super) fn provide(store: &mut dyn Store, now: Timestamp) -> Result<(), Trouble> {
    let first = visitor(TALKS[0].channel, 0);
    if store.latest(&first)?.is_some() {
        return Ok(());
    }
    let cards = cards(store)?;
    let today = now.0 / DAY_MS * DAY_MS;
    store.begin()?;
    // The oldest first, as they happened.
    for week in (0..WEEKS).rev() {
        for (number, talk) in (0..).zip(&TALKS) {
            let days = week * 7 + (8 - number % 7);
            let hour = 8 + (number * 3 + week * 2) % 9;
            let minute = (number * 17 + week * 23) % 60;
            let at = today - days * DAY_MS + hour * HOUR_MS + minute * MINUTE_MS;
            let place = usize::try_from(week).unwrap_or_default() * TALKS.len() + number as usize;
            for write in held(talk, place, &cards, at) {
                store.apply(&write)?;
            }
        }
    }
    store.commit()
}

/// Everything that a talk leaves behind.
fn held(talk: &Talk, place: usize, cards: &[Card], begin: u64) -> Vec<Write> {
    let channel = Id::new(talk.channel);
    let agent = &cards[talk.agent % cards.len()];
    let mut at = begin;
    let mut changes = vec![Change::Started(Started {
        channel: channel.clone(),
        at: Timestamp(at),
    })];
    let mut is_visitors = true;
    for (number, line) in talk.lines.iter().enumerate() {
        if number == 1 {
            at += 20_000 + (place as u64 * 7_919) % 90_000;
            changes.push(Change::Taken(Taken {
                agent: agent.clone(),
                photo: None,
                at: Timestamp(at),
            }));
        }
        at += 15_000 + (place as u64 * 6_007 + number as u64 * 3_001) % 40_000;
        if let Some(note) = line.strip_prefix('!') {
            changes.push(Change::Noted(PrivateMessage {
                id: made(),
                client_id: None,
                author: agent.clone(),
                at: Timestamp(at),
                content: Content::text(note),
            }));
            continue;
        }
        let author = if is_visitors {
            Author::Visitor
        } else {
            Author::Agent(agent.clone())
        };
        is_visitors = !is_visitors;
        changes.push(Change::Posted(Message {
            id: made(),
            client_id: None,
            author,
            at: Timestamp(at),
            content: Content::text(*line),
        }));
    }
    let by = if talk.lines.len() > 1 {
        Side::Agent
    } else {
        Side::Visitor
    };
    at += MINUTE_MS;
    changes.push(Change::Ended(Ended {
        waited: by == Side::Visitor,
        ..Ended::new(by, Timestamp(at))
    }));
    if by == Side::Agent && !place.is_multiple_of(3) {
        changes.push(Change::Rated(rated(talk, place, Timestamp(at))));
    }
    hub::chronicle(begun(talk, place, begin), changes)
}

/// Most are content, some are not.
fn rated(talk: &Talk, place: usize, at: Timestamp) -> Rating {
    let scale = ending(talk.channel).rating.map(|it| it.scale);
    let scale = scale.unwrap_or_default();
    let most = *scale.values().end();
    let less = u32::try_from([0, 1, 0, 0, 2][place % 5]).unwrap_or_default();
    Rating {
        scale,
        value: most.saturating_sub(less),
        comment: String::new(),
        at,
    }
}

/// A talk before anything was said.
fn begun(talk: &Talk, place: usize, begin: u64) -> Conversation {
    let at = Timestamp(begin);
    let name = VISITORS[place % VISITORS.len()];
    let first = shared::agent::Preview {
        by: Side::Visitor,
        text: talk.lines[0].to_owned(),
        at,
        cancelled: false,
    };
    let address = name.to_lowercase().replace(' ', ".");
    Conversation {
        id: made(),
        channel: Id::new(talk.channel),
        visitor: visitor(talk.channel, place),
        name: Some(format!("{name} (example)")),
        email: Some(format!("{address}@demo.example")),
        language: Some(talk.language.to_owned()),
        identity: None,
        company: None,
        phone: None,
        country: None,
        consented_at: None,
        told: Vec::new(),
        trail: Default::default(),
        status: Status::Queued,
        owner: None,
        rank: None,
        place: 0,
        asked_at_place: None,
        started_at: at,
        queued_at: Some(at),
        answered_at: None,
        ended: None,
        first: first.clone(),
        last: first,
        unread: 0,
        unanswered_since: None,
        alerts: Vec::new(),
        seen_by_visitor: None,
        seen_by_agent: None,
        question: None,
        participants: Vec::new(),
        listeners: Vec::new(),
        links: Default::default(),
        voices: Default::default(),
        menus: Vec::new(),
        left_at: None,
        finished_at: None,
        is_blocked: false,
        closed: false,
        tags: Vec::new(),
        rating: None,
        silence: None,
        unkept: false,
        names: Default::default(),
        agent_head: 0,
        public_head: 0,
    }
}

/// Nobody can come back as one of these: their token is no secret that a widget would take.
fn visitor(channel: &str, place: usize) -> Id<id::Visitor> {
    who::visitor_id(&Id::new(channel), &format!("example {place}"))
}

fn made<T>() -> Id<T> {
    Id::from_bits(u128::from_be_bytes(secret::random()))
}

/// Whoever may answer, by name.
fn cards(accounts: &mut dyn Store) -> Result<Vec<Card>, Trouble> {
    let all = accounts.accounts()?.into_iter();
    Ok(all
        .map(|it| Card {
            id: it.id,
            name: it.name,
        })
        .collect())
}
