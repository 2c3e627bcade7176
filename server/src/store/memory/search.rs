//! Searching by reading everything.

use shared::{
    agent::Change,
    archive::{Excerpt, MAX_EXCERPTS, Rated},
    conversation::Side,
    message::Author,
};

use super::contents::{Contents, Kept};
use crate::{
    record::{self, Conversation},
    store::{Match, Query},
};

impl Contents {
    pub(super) fn search(&self, query: &Query) -> Vec<Match> {
        let all = self.conversations.iter().enumerate().rev();
        let all = all.map(|(at, kept)| (at as u64 + 1, kept));
        let before = all.filter(|(place, _)| query.from.is_none_or(|from| *place < from));
        let passing = before.filter(|(_, kept)| passes(kept, query));
        let found = passing.filter_map(|(place, kept)| {
            let excerpts = excerpts(kept, &query.words);
            (query.words.is_empty() || !excerpts.is_empty()).then(|| Match {
                place,
                kept: kept.load(),
                excerpts,
            })
        });
        found.take(query.limit).collect()
    }
}

fn passes(kept: &Kept, query: &Query) -> bool {
    let it = &kept.state;
    let owner = it.owner.as_ref().map(|owner| &owner.id);
    query.channels.contains(&it.channel)
        && query
            .owner
            .as_ref()
            .is_none_or(|wanted| owner == Some(wanted))
        && query.since.is_none_or(|since| it.started_at >= since)
        && query.before.is_none_or(|before| it.started_at < before)
        && query.status.is_none_or(|status| it.status == status)
        && query.rated.is_none_or(|wanted| is_rated(it, wanted))
        && (query.tags.is_empty() || it.tags.iter().any(|tag| query.tags.contains(&tag.id)))
}

fn is_rated(it: &Conversation, wanted: Rated) -> bool {
    let rating = it.rating.as_ref();
    let values = wanted.least..=wanted.most;
    rating.is_some_and(|it| it.scale == wanted.scale && values.contains(&it.value))
}

fn excerpts(kept: &Kept, words: &[String]) -> Vec<Excerpt> {
    if words.is_empty() || kept.state.unkept {
        return Vec::new();
    }
    let entries = kept.entries.iter().rev();
    let said = entries.filter_map(|entry| match &entry.change {
        Change::Noted(it) => Some((
            entry.agent_seq,
            Side::Agent,
            true,
            record::words(&it.content),
        )),
        Change::Posted(it) => {
            let by = match it.author {
                Author::Visitor => Side::Visitor,
                Author::Agent(_) => Side::Agent,
                Author::System => Side::System,
            };
            Some((entry.agent_seq, by, false, record::words(&it.content)))
        }
        _ => None,
    });
    let visitor = (0, Side::Visitor, false, kept.state.whom());
    let all = said.chain([visitor]);
    let matching = all.filter(|(.., text)| words.iter().all(|word| begins_a_word(text, word)));
    matching
        .take(MAX_EXCERPTS)
        .map(|(seq, by, private, text)| Excerpt {
            seq,
            by,
            private,
            pieces: vec![text],
        })
        .collect()
}

fn begins_a_word(text: &str, word: &str) -> bool {
    let word = word.to_lowercase();
    let text = text.to_lowercase();
    let mut found = text.split(|letter: char| !letter.is_alphanumeric());
    found.any(|it| it.starts_with(&word))
}
