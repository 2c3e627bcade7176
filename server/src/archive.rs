//! What an agent finds: of what the store has, only what the agent may read, and no more than fits into a
//! frame.

use shared::{
    archive::{Found, Hit, MAX_HITS, Search},
    channel::Rights,
    limits::MAX_FRAME,
};

use crate::{
    directory::Agent,
    frame, hub,
    store::{Match, Query, Reader, Trouble},
    who::{Action, Person, Verdict, can},
};

/// Bytes of a frame that are kept for what stands around the hits.
const AROUND: usize = 256;

/// Looks for conversations on behalf of an agent. Blocks while it reads.
///
/// # Errors
/// When the storage fails.
pub(crate) fn find(reader: &dyn Reader, agent: &Agent, it: &Search) -> Result<Found, Trouble> {
    let rights = agent.rights.iter();
    let seen = rights.filter(|(_, rights)| **rights != Rights::default());
    let channels = seen.map(|(channel, _)| channel);
    let wanted = channels.filter(|id| it.channels.is_empty() || it.channels.contains(id));
    let mut query = Query {
        words: words(&it.words),
        channels: wanted.cloned().collect(),
        owner: it.owner.clone(),
        since: it.since,
        before: it.before,
        status: it.status,
        tags: it.tags.clone(),
        rated: it.rated,
        from: it.from,
        limit: MAX_HITS,
    };
    let mut found = Found::default();
    let mut room = MAX_FRAME - AROUND;
    loop {
        let matches = reader.search(&query)?;
        let is_last = matches.len() < query.limit;
        for it in matches {
            let hit = hit(&it, agent);
            let size = hit.as_ref().map_or(0, |hit| frame::json(hit).len() + 1);
            if found.hits.len() == MAX_HITS || size > room {
                return Ok(found);
            }
            room -= size;
            found.next = Some(it.place);
            query.from = Some(it.place);
            found.hits.extend(hit);
        }
        if is_last {
            found.next = None;
            return Ok(found);
        }
    }
}

/// What is shown of a conversation, if the agent may read it.
fn hit(it: &Match, agent: &Agent) -> Option<Hit> {
    let may = can(Person::Agent(agent), Action::Read, &it.kept.conversation);
    (may == Verdict::Allowed).then(|| Hit {
        summary: Box::new(hub::summary(it.kept.clone())),
        excerpts: it.excerpts.clone(),
    })
}

/// The words of a question, without the marks between them.
fn words(text: &str) -> Vec<String> {
    text.split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}
