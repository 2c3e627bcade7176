//! What must hold, whatever happened. The letters are those of the invariants in the list of hard cases.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use client::{Delivery, Voice, inbox::Inbox, thread::Thread};
use server::{
    public,
    record::{Answer, Entry},
};
use shared::{
    Role,
    agent::{self, Agent, Change, Snapshot},
    ask::{self, Whom},
    conversation::Status,
    frame::{Event, FromServer, Heard, Reset},
    id::{self, Id},
    presence::{Colleague, Presence},
    visitor::{Reply, Visitor},
};

use super::{
    CHANNEL, Sim,
    backend::{Saying, What},
    custody::Offers,
    person::{Kind, Person},
};

/// Stands in everything private.
pub(super) const CANARY: &str = "canary ";

impl Sim {
    /// Listens to what the server tells somebody, as it leaves the server.
    pub(super) fn overhear(&self, person: usize, said: &Saying) {
        let What::Text(text) = &said.what else {
            return;
        };
        if let Kind::Visitor(_) = self.people[person].app {
            assert!(!text.contains(CANARY), "I6, seed {}: {text}", self.seed);
            self.is_stored::<Visitor>(text, |reply| match reply {
                Reply::Posted(receipt) | Reply::Started(receipt) => Some(receipt.message),
                Reply::Requested(_)
                | Reply::Page(_)
                | Reply::Upload(_)
                | Reply::Link(_)
                | Reply::Suggested(_)
                | Reply::Ok {} => None,
            });
        } else {
            self.is_stored::<Agent>(text, |reply| match reply {
                agent::Reply::Posted(receipt) | agent::Reply::Noted(receipt) => {
                    Some(receipt.message)
                }
                _ => None,
            });
        }
    }

    /// I7: what is acknowledged was made durable before.
    fn is_stored<R: Role>(
        &self,
        text: &str,
        acknowledged: impl Fn(R::Reply) -> Option<Id<id::Message>>,
    ) {
        if !text.starts_with(r#"{"done""#) {
            return;
        }
        let Ok(Heard::<R>::Frame(FromServer::Done(done))) = Heard::decode(text) else {
            return;
        };
        let Some(message) = acknowledged(done.reply) else {
            return;
        };
        let logs = self.disk.entries();
        let mut messages = logs
            .iter()
            .flatten()
            .filter_map(|it| message_of(&it.change));
        let is_stored = messages.any(|(id, ..)| *id == message);
        assert!(is_stored, "I7, seed {}", self.seed);
    }

    pub(super) fn is_at_rest(&self) -> bool {
        self.backend.is_up() && self.people.iter().all(Person::is_at_rest)
    }

    pub(super) fn unrest(&self) -> String {
        let restless = self.people.iter().filter(|it| !it.is_at_rest());
        restless.map(|it| it.app.app().describe()).collect()
    }

    /// Everything, once all is at rest.
    pub fn check(&mut self) {
        let logs = self.disk.entries();
        for log in &logs {
            self.numbers_are_dense(log);
        }
        self.steps_are_legal(&logs);
        self.nothing_is_forgotten(&logs);
        self.commands_count_once(&logs);
        self.lines_are_kept_in_order(&logs);
        self.screens_show_the_log(&logs);
        self.desks_are_as_fresh();
    }

    /// I3.
    fn numbers_are_dense(&self, log: &[Arc<Entry>]) {
        let agent: Vec<u64> = log.iter().map(|it| it.agent_seq).collect();
        let public: Vec<u64> = log.iter().filter_map(|it| it.public_seq).collect();
        let dense = |count: usize| (1..=count as u64).collect::<Vec<_>>();
        assert_eq!(agent, dense(log.len()), "I3, seed {}", self.seed);
        assert_eq!(public, dense(public.len()), "I3, seed {}", self.seed);
        let hidden = log.iter().filter(|it| it.public_seq.is_none());
        assert!(
            hidden
                .into_iter()
                .all(|it| public::change(&it.change, public::Names::Full).is_none())
        );
    }

    /// Nobody owns what somebody else owns, what has ended is taken by nobody, and no agent is offered two
    /// things at once.
    fn steps_are_legal(&self, logs: &[Vec<Arc<Entry>>]) {
        let mut offers = Offers::default();
        for log in logs {
            let read = offers.read(log);
            assert_eq!(read, Ok(()), "seed {}", self.seed);
        }
        assert_eq!(offers.overlap(), None, "seed {}", self.seed);
    }

    /// Every conversation that has not ended waits in the queue or has an owner who is there, and what waits
    /// in a channel that offers is offered to somebody, if anybody could be asked.
    fn nothing_is_forgotten(&mut self, logs: &[Vec<Arc<Entry>>]) {
        let seed = self.seed;
        let is_agent = |it: &&Person| matches!(it.app, Kind::Agent(_));
        let Some(first) = self.people.iter().find(is_agent) else {
            return;
        };
        let desk = self.backend.desk_of(&first.name.clone());
        let all = &desk.conversations;
        assert_eq!(all.len(), logs.len(), "seed {seed}");
        let asked = |colleague: &Colleague| {
            let mut questions = all.iter().filter_map(|it| it.question.as_ref());
            questions.any(|it| {
                it.kind == ask::Kind::Offer && it.whom == Whom::Agent(colleague.card.clone())
            })
        };
        let is_free = |it: &&Colleague| {
            let serves = it.channels.iter().any(|it| it.as_str() == CHANNEL);
            it.presence == Presence::Present && !it.is_busy && serves && !asked(it)
        };
        let free = desk.colleagues.iter().find(is_free);
        for it in all {
            match it.status {
                Status::Queued if self.offers && it.question.is_none() => {
                    assert_eq!(free, None, "seed {seed}: {it:?} is offered to nobody");
                }
                Status::Active => {
                    let owner = it.owner.as_ref().map(|it| &it.id);
                    let mut there = desk.colleagues.iter();
                    let found = there.find(|it| Some(&it.card.id) == owner);
                    let is_there = found.is_some_and(|it| it.presence != Presence::Offline);
                    assert!(is_there, "seed {seed}: nobody is there for {it:?}");
                }
                _ => {}
            }
        }
        for colleague in &desk.colleagues {
            let is_own = |it: &&agent::Summary| {
                it.status == Status::Active && it.owner.as_ref() == Some(&colleague.card)
            };
            let held = all.iter().filter(is_own).count();
            assert_eq!(colleague.load as usize, held, "seed {seed}: {colleague:?}");
        }
    }

    /// I2, and each line that was typed is stored once, or was refused; I1 for the acknowledged ones.
    fn commands_count_once(&self, logs: &[Vec<Arc<Entry>>]) {
        let seed = self.seed;
        let mut stored: BTreeMap<&str, &Id<id::Message>> = BTreeMap::new();
        let mut commands = BTreeSet::new();
        for entry in logs.iter().flatten() {
            if let Some((id, text, client_id)) = message_of(&entry.change) {
                assert!(stored.insert(text, id).is_none(), "I2, seed {seed}: {text}");
                assert!(commands.insert(client_id), "I2, seed {seed}: {client_id:?}");
            }
        }
        let sent = self.disk.sent();
        let receipts = sent.iter().filter(|(_, _, sent)| {
            matches!(
                sent.answer,
                Answer::Started(_) | Answer::Posted(_) | Answer::Noted(_)
            )
        });
        assert_eq!(receipts.count(), stored.len(), "I2, seed {seed}");
        for person in &self.people {
            let notebook = person.app.app().notebook();
            for line in &notebook.typed {
                let is_stored = stored.contains_key(line.as_str());
                let is_refused = notebook.refused.contains(line);
                assert!(
                    is_stored != is_refused,
                    "I1, seed {seed}: {line} is stored {is_stored} and refused {is_refused}: {}",
                    person.app.app().describe()
                );
            }
            for (line, receipt) in &notebook.acknowledged {
                let found = stored.get(line.as_str());
                assert_eq!(found, Some(&&receipt.message), "I1, seed {seed}: {line}");
            }
        }
    }

    /// I4 for each writer: what was typed earlier in a conversation stands earlier.
    fn lines_are_kept_in_order(&self, logs: &[Vec<Arc<Entry>>]) {
        for log in logs {
            let mut last: BTreeMap<(String, bool), u64> = BTreeMap::new();
            for entry in log {
                let Some((_, text, _)) = message_of(&entry.change) else {
                    continue;
                };
                let is_private = text.starts_with(CANARY);
                let (name, number) = text.rsplit_once(' ').expect("every line has a number");
                let number: u64 = number.parse().expect("every line has a number");
                let name = name.trim_start_matches(CANARY).to_owned();
                let before = last.insert((name, is_private), number);
                assert!(
                    before.is_none_or(|before| before < number),
                    "I4, seed {}: {text}",
                    self.seed
                );
            }
        }
    }

    /// I4, I5 and I8: what each screen shows is what the log says, for its reader.
    fn screens_show_the_log(&self, logs: &[Vec<Arc<Entry>>]) {
        for person in &self.people {
            match &person.app {
                Kind::Visitor(app) => {
                    let Some(conversation) = app.thread.conversation() else {
                        assert_eq!(app.thread.len(), 0, "seed {}", self.seed);
                        continue;
                    };
                    let log = log_of(logs, conversation);
                    let changes = log.iter().filter_map(|it| {
                        let change = public::change(&it.change, public::Names::Full)?;
                        Some((it.public_seq?, change))
                    });
                    let expected = shown::<Visitor>(Thread::of_visitor(), conversation, changes);
                    self.is_same(&person.name, &app.thread, &expected);
                }
                Kind::Agent(app) => {
                    for (conversation, thread) in &app.threads {
                        let log = log_of(logs, conversation);
                        let changes = log
                            .iter()
                            .map(|it| (it.agent_seq, public::change_for_agents(&it.change)));
                        let fresh = Thread::of_agent(app.id.clone(), conversation.clone());
                        let expected = shown::<Agent>(fresh, conversation, changes);
                        self.is_same(&person.name, thread, &expected);
                    }
                }
            }
        }
    }

    fn is_same<R: Voice>(&self, name: &str, shown: &Thread<R>, expected: &Thread<R>) {
        let seed = self.seed;
        let rows: Vec<_> = shown.rows(0..shown.len()).cloned().collect();
        let from = expected.len().saturating_sub(rows.len());
        let log: Vec<_> = expected.rows(from..expected.len()).cloned().collect();
        assert_eq!(rows, log, "I5, seed {seed}, {name}");
        assert_eq!(shown.stand(), expected.stand(), "I5, seed {seed}, {name}");
        for (row, same) in rows.iter().zip(&log) {
            let marks = (shown.mark(row), expected.mark(same));
            assert_eq!(marks.0, marks.1, "I5, seed {seed}, {name}: {row:?}");
        }
    }

    /// I5 for desks: what was followed is the same as what somebody who comes now is given.
    fn desks_are_as_fresh(&mut self) {
        for person in &self.people {
            let Kind::Agent(app) = &person.app else {
                continue;
            };
            let fresh = self.backend.desk_of(&person.name);
            let reset = Reset {
                log: Id::desk(),
                seq: 0,
                snapshot: Snapshot::Desk(Box::new(fresh.clone())),
            };
            let delivery = Delivery::<Agent>::Reset(Box::new(reset));
            let mut inbox = Inbox::default();
            inbox.receive(&delivery);
            for it in &fresh.conversations {
                let shown = app.inbox.conversation(&it.id).map(|it| &**it);
                assert_eq!(shown, Some(it), "I5, seed {}, {}", self.seed, person.name);
            }
            assert_eq!(app.inbox, inbox, "I5, seed {}, {}", self.seed, person.name);
            let shown = (
                app.desk.presence(),
                app.desk.channels(),
                app.desk.tile(None),
                app.desk.warnings(),
            );
            let mut desk = client::desk::Desk::default();
            desk.receive(&delivery);
            let expected = (
                desk.presence(),
                desk.channels(),
                desk.tile(None),
                desk.warnings(),
            );
            assert_eq!(shown, expected, "I5, seed {}, {}", self.seed, person.name);
            assert_eq!(
                app.desk.colleagues(),
                desk.colleagues(),
                "seed {}",
                self.seed
            );
        }
    }
}

/// Id, text and command of a message.
type Said<'a> = (&'a Id<id::Message>, &'a str, Option<&'a Id<id::Client>>);

fn message_of(change: &Change) -> Option<Said<'_>> {
    match change {
        Change::Posted(it) => Some((&it.id, &it.content.text, it.client_id.as_ref())),
        Change::Noted(it) => Some((&it.id, &it.content.text, it.client_id.as_ref())),
        _ => None,
    }
}

fn log_of<'a>(logs: &'a [Vec<Arc<Entry>>], id: &Id<id::Conversation>) -> &'a [Arc<Entry>] {
    let is_it = |log: &&Vec<Arc<Entry>>| log.first().is_some_and(|it| it.conversation == *id);
    logs.iter().find(is_it).map_or(&[], Vec::as_slice)
}

/// A thread that was given a whole log.
fn shown<R: Voice>(
    mut thread: Thread<R>,
    conversation: &Id<id::Conversation>,
    changes: impl Iterator<Item = (u64, R::Change)>,
) -> Thread<R> {
    for (seq, change) in changes {
        let log = conversation.log();
        thread.receive(&Delivery::Event(Event { log, seq, change }));
    }
    thread
}
