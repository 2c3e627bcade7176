//! Who holds what, by the logs alone: nobody owns what somebody else owns, nothing is asked twice at once, no
//! agent is offered two things at once, and who writes may.

use std::{collections::BTreeMap, sync::Arc};

use server::record::Entry;
use shared::{
    agent::Change,
    ask::{Kind, Outcome, Question, Seat, Whom},
    conversation::Status,
    id::{self, Id},
    message::Author,
    presence::Card,
    time::Timestamp,
};

type Agent = Id<id::Agent>;

/// When somebody was asked, and when that was over.
type Span = (Timestamp, Option<Timestamp>);

/// How a conversation stands after some entries of its log.
#[derive(Debug, Default)]
struct Custody {
    status: Option<Status>,
    owner: Option<Agent>,
    participants: Vec<Agent>,
    question: Option<Question>,
    /// What was accepted by the entry before, and by whom.
    accepted: Option<(Kind, Agent)>,
    /// Who became a listener just before.
    listens: Option<Agent>,
}

/// When each agent was offered something, in all logs together.
#[derive(Debug, Default)]
pub(super) struct Offers(BTreeMap<Agent, Vec<Span>>);

impl Offers {
    /// Reads a log from its begin; tells what is wrong in it.
    pub(super) fn read(&mut self, log: &[Arc<Entry>]) -> Result<(), String> {
        let mut custody = Custody::default();
        for entry in log {
            self.note(&custody, &entry.change);
            custody
                .follow(&entry.change)
                .map_err(|what| format!("{what}: {entry:?} after {custody:?}"))?;
        }
        Ok(())
    }

    fn note(&mut self, before: &Custody, change: &Change) {
        match change {
            Change::Asked(it) if it.kind == Kind::Offer => {
                if let Whom::Agent(card) = &it.whom {
                    let spans = self.0.entry(card.id.clone()).or_default();
                    spans.push((it.at, None));
                }
            }
            Change::Settled(it) if it.kind == Kind::Offer => {
                if let (Whom::Agent(card), Some(question)) = (&it.whom, &before.question) {
                    let spans = self.0.entry(card.id.clone()).or_default();
                    let mut open = spans.iter_mut();
                    let span = open.find(|(at, end)| *at == question.at && end.is_none());
                    if let Some(span) = span {
                        span.1 = Some(it.at);
                    }
                }
            }
            _ => {}
        }
    }

    /// Whether an agent was ever offered two things at once.
    pub(super) fn overlap(mut self) -> Option<String> {
        for (agent, spans) in &mut self.0 {
            spans.sort();
            for pair in spans.windows(2) {
                let is_over = pair[0].1.is_some_and(|end| end <= pair[1].0);
                if !is_over {
                    return Some(format!("{agent}: {pair:?}"));
                }
            }
        }
        None
    }
}

impl Custody {
    /// Lets an entry count; what may not be is an error.
    fn follow(&mut self, change: &Change) -> Result<(), &'static str> {
        let (accepted, listens) = (self.accepted.take(), self.listens.take());
        match change {
            Change::Started(_) => {
                must(self.status.is_none(), "it begins twice")?;
                self.status = Some(Status::Queued);
            }
            Change::Taken(it) => {
                self.must_not_be_asked()?;
                self.may_be_taken(&it.agent, accepted.as_ref(), listens.as_ref())?;
                self.status = Some(Status::Active);
                self.owner = Some(it.agent.id.clone());
                self.participants.retain(|other| *other != it.agent.id);
            }
            Change::Queued(_) => {
                must(self.is(Status::Active), "only what is active goes back")?;
                let stays = |it: &Question| it.kind == Kind::Invitation;
                must(self.question.as_ref().is_none_or(stays), "a question stays")?;
                self.status = Some(Status::Queued);
                self.owner = None;
            }
            Change::Ended(_) => {
                self.must_not_be_asked()?;
                must(!self.is(Status::Ended), "it ends twice")?;
                self.status = Some(Status::Ended);
                self.participants.clear();
            }
            Change::Reopened(it) => {
                must(self.is(Status::Ended), "only what has ended is reopened")?;
                self.owner = it.agent.as_ref().map(|it| it.id.clone());
                let is_owned = self.owner.is_some();
                self.status = Some(if is_owned {
                    Status::Active
                } else {
                    Status::Queued
                });
            }
            Change::Asked(it) => {
                self.must_not_be_asked()?;
                let expected = match it.kind {
                    Kind::Offer => Status::Queued,
                    _ => Status::Active,
                };
                must(self.is(expected), "this is not asked now")?;
                self.question = Some(it.clone());
            }
            Change::Settled(it) => {
                let question = self.question.take();
                let is_it = |asked: Question| asked.kind == it.kind && asked.whom == it.whom;
                must(question.is_some_and(is_it), "this was not asked")?;
                let by = it.by.clone().filter(|_| it.outcome == Outcome::Accepted);
                self.accepted = by.map(|by| (it.kind, by.id));
                // A question may lose its sense while a manager takes it over.
                self.listens = listens;
            }
            Change::Joined(it) if it.seat == Seat::Participant => {
                let expected = Some((Kind::Invitation, it.agent.id.clone()));
                must(accepted == expected, "nobody joins uninvited")?;
                self.participants.push(it.agent.id.clone());
            }
            Change::Joined(it) => {
                self.listens = Some(it.agent.id.clone());
                self.accepted = accepted;
                self.participants.retain(|other| *other != it.agent.id);
            }
            Change::Left(it) => self.participants.retain(|other| *other != it.agent.id),
            Change::Posted(it) => self.may_post(&it.author)?,
            _ => {}
        }
        Ok(())
    }

    /// From the queue by anybody; from its owner only by who was asked, by whoever takes part when the owner
    /// leaves, or by a manager, after whom the owner reads on.
    fn may_be_taken(
        &self,
        by: &Card,
        accepted: Option<&(Kind, Agent)>,
        listens: Option<&Agent>,
    ) -> Result<(), &'static str> {
        if self.is(Status::Queued) {
            return Ok(());
        }
        must(self.is(Status::Active), "what has ended is taken")?;
        must(self.owner.as_ref() != Some(&by.id), "it is taken twice")?;
        let is_asked = accepted == Some(&(Kind::Transfer, by.id.clone()));
        let is_taken_over = listens.is_some() && listens == self.owner.as_ref();
        let is_next = self.participants.first() == Some(&by.id);
        must(is_asked || is_taken_over || is_next, "it is owned already")
    }

    fn may_post(&self, author: &Author) -> Result<(), &'static str> {
        match author {
            Author::Agent(card) => {
                let writes =
                    self.owner.as_ref() == Some(&card.id) || self.participants.contains(&card.id);
                must(self.is(Status::Active) && writes, "who writes may not")
            }
            Author::Visitor => must(
                self.is(Status::Queued) || self.is(Status::Active),
                "what has ended is written in",
            ),
            Author::System => Ok(()),
        }
    }

    fn must_not_be_asked(&self) -> Result<(), &'static str> {
        must(self.question.is_none(), "a question waits")
    }

    fn is(&self, status: Status) -> bool {
        self.status == Some(status)
    }
}

fn must(holds: bool, what: &'static str) -> Result<(), &'static str> {
    if holds { Ok(()) } else { Err(what) }
}

#[cfg(test)]
mod tests {
    use shared::{
        ask::Settled,
        conversation::{Queued, Started, Taken},
    };

    use super::*;

    fn card(name: &str) -> Card {
        Card {
            id: Id::new(name),
            name: name.to_owned(),
        }
    }

    fn log(changes: Vec<Change>) -> Vec<Arc<Entry>> {
        let numbered = (1..).zip(changes);
        numbered
            .map(|(agent_seq, change)| {
                Arc::new(Entry {
                    conversation: Id::new("c"),
                    agent_seq,
                    public_seq: None,
                    change,
                })
            })
            .collect()
    }

    fn started() -> Change {
        Change::Started(Started {
            channel: Id::new("support"),
            at: Timestamp(0),
        })
    }

    fn taken(name: &str) -> Change {
        Change::Taken(Taken {
            agent: card(name),
            photo: None,
            at: Timestamp(1),
        })
    }

    fn offered(name: &str, at: u64) -> Change {
        Change::Asked(Question {
            kind: Kind::Offer,
            by: None,
            whom: Whom::Agent(card(name)),
            at: Timestamp(at),
            until: Timestamp(at + 5),
        })
    }

    fn lapsed(name: &str, at: u64) -> Change {
        Change::Settled(Settled {
            kind: Kind::Offer,
            whom: Whom::Agent(card(name)),
            outcome: Outcome::Lapsed,
            by: None,
            at: Timestamp(at),
        })
    }

    #[test]
    fn what_is_owned_twice_is_found() {
        let mut offers = Offers::default();
        let back = Change::Queued(Queued { at: Timestamp(2) });
        let fine = vec![started(), taken("ann"), back, taken("bob")];
        assert_eq!(offers.read(&log(fine)), Ok(()));
        let twice = log(vec![started(), taken("ann"), taken("bob")]);
        assert!(offers.read(&twice).is_err());
    }

    #[test]
    fn what_is_offered_to_two_or_twice_at_once_is_found() {
        let mut offers = Offers::default();
        let both = log(vec![started(), offered("ann", 1), offered("bob", 2)]);
        assert!(offers.read(&both).is_err());
        let mut offers = Offers::default();
        let one = vec![started(), offered("ann", 1), lapsed("ann", 6)];
        let next = vec![started(), offered("ann", 6)];
        let early = vec![started(), offered("ann", 5)];
        assert_eq!(offers.read(&log(one.clone())), Ok(()));
        assert_eq!(offers.read(&log(next)), Ok(()));
        assert_eq!(offers.overlap(), None);
        let mut offers = Offers::default();
        assert_eq!(offers.read(&log(one)), Ok(()));
        assert_eq!(offers.read(&log(early)), Ok(()));
        assert!(offers.overlap().is_some());
    }
}
