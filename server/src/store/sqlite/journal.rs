//! What is durable, but not in its tables yet.
//!
//! A round is made durable as one row of the table `journal`: a few pages, one after the other, however
//! many conversations it touches. Its entries and answers go into their tables later, many at a time and
//! sorted, so that a page of a table is written once for many of them. Until then they are known here, and
//! [`Fresh`] has the entries for readers. What a server that died left in the journal, the next one moves
//! when it opens the file.

use std::{collections::HashMap, mem, sync::Arc};

use rusqlite::{Connection, TransactionBehavior, params};
use serde::{Deserialize, Serialize};
use serde_json::value::{RawValue, to_raw_value};
use shared::id::{self, Id};

use super::{fresh::Fresh, row, table};
use crate::{
    record::{Entry, Sender, Sent},
    store::Trouble,
};

/// Steps that gather before they are moved: the more, the fewer pages are written for each.
pub(super) const GATHERED: usize = 8_192;

/// Steps that are moved with a round at least, once they are being moved.
const MOVED_AT_LEAST: usize = 32;

/// Steps that are moved for each step that is written, so that moving keeps up.
const MOVED_PER_STEP: usize = 3;

/// A row for one of the tables.
#[derive(Clone, Debug)]
pub(super) enum Step {
    /// For `entries`, with the change as text.
    Entry(Arc<Entry>, Box<RawValue>),
    /// For `sent`.
    Sent(Arc<SentRow>),
}

/// A row of `sent`.
#[derive(Debug, Deserialize, PartialEq, Serialize)]
pub(super) struct SentRow {
    pub(super) sender: Id<Sender>,
    pub(super) id: Id<id::Client>,
    pub(super) sent: Sent,
}

/// A step as it stands in the journal.
#[derive(Serialize)]
#[serde(rename_all = "snake_case")]
enum Line<'a> {
    Entry {
        conversation: &'a Id<id::Conversation>,
        agent_seq: u64,
        public_seq: Option<u64>,
        change: &'a RawValue,
    },
    Sent(&'a SentRow),
}

/// The same, read.
#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum ReadLine {
    Entry {
        conversation: Id<id::Conversation>,
        agent_seq: u64,
        public_seq: Option<u64>,
        change: Box<RawValue>,
    },
    Sent(SentRow),
}

/// Answers by sender and command.
type Answers = HashMap<Id<Sender>, HashMap<Id<id::Client>, Arc<SentRow>>>;

/// Everything between the rounds and the tables.
#[derive(Default)]
pub(super) struct Journal {
    round: Round,
    /// Durable, not being moved yet.
    gathered: Vec<Step>,
    gathered_at: usize,
    /// Being moved.
    sweep: Sweep,
    /// The answers among all of these, but for the round at hand.
    sent: Answers,
    fresh: Arc<Fresh>,
    /// The number of the last row.
    last: i64,
}

/// The round at hand.
#[derive(Default)]
struct Round {
    steps: Vec<Step>,
    /// The highest numbers of the conversations it adds to.
    heads: HashMap<Id<id::Conversation>, (u64, u64)>,
    sent: Answers,
    /// How many steps of the sweep it moves.
    moves: usize,
    /// Whether it has moved everything that was there before it.
    has_moved_all: bool,
}

/// Steps on their way into the tables, sorted.
#[derive(Default)]
struct Sweep {
    steps: Vec<Step>,
    /// How many of them are there, durably.
    moved: usize,
    /// The rows of the journal that are no longer needed when all are.
    up_to: i64,
}

impl Journal {
    /// Moves what a server that died left behind. From here on, steps are moved when `gathered_at` of them
    /// have gathered.
    pub(super) fn open(connection: &mut Connection, gathered_at: usize) -> Result<Self, Trouble> {
        let round = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let mut steps = Vec::new();
        {
            let mut query = round.prepare("SELECT steps FROM journal ORDER BY round")?;
            let mut rows = query.query([])?;
            while let Some(row) = rows.next()? {
                for line in row::parsed::<Vec<ReadLine>>(row, 0)? {
                    steps.push(Step::read(line)?);
                }
            }
        }
        sort(&mut steps);
        for step in &steps {
            table::put(&round, step)?;
        }
        round.execute("DELETE FROM journal", [])?;
        round.commit()?;
        Ok(Self {
            gathered_at,
            ..Self::default()
        })
    }

    /// The entries that readers have to know beside the tables.
    pub(super) fn fresh(&self) -> &Arc<Fresh> {
        &self.fresh
    }

    /// The answer to a command, if it is not in the table yet.
    pub(super) fn sent(&self, sender: &Id<Sender>, id: &Id<id::Client>) -> Option<&Sent> {
        let round = self.round.sent.get(sender).and_then(|it| it.get(id));
        let found = round.or_else(|| self.sent.get(sender)?.get(id));
        found.map(|it| &it.sent)
    }

    /// The highest numbers of a conversation, if the last entries are not in the table yet. The public
    /// one is zero when none of these is public.
    pub(super) fn heads(&self, conversation: &Id<id::Conversation>) -> Option<(u64, u64)> {
        let heads = self.round.heads.get(conversation).copied();
        heads.or_else(|| self.fresh.heads(conversation))
    }

    /// Entries of a conversation that are not in the table yet, those of the round at hand included.
    pub(super) fn entries(&self, conversation: &Id<id::Conversation>) -> Vec<Arc<Entry>> {
        let mut entries = self.fresh.of(conversation);
        let round = self.round.entries();
        entries.extend(round.filter(|it| it.conversation == *conversation).cloned());
        entries
    }

    /// Adds an entry to the round; `public_head` is the highest public number from here on.
    pub(super) fn add_entry(
        &mut self,
        entry: &Arc<Entry>,
        public_head: u64,
    ) -> Result<(), Trouble> {
        let change = to_raw_value(&entry.change).map_err(|_| row::unwritable())?;
        self.round.steps.push(Step::Entry(entry.clone(), change));
        let heads = (entry.agent_seq, public_head);
        self.round.heads.insert(entry.conversation.clone(), heads);
        Ok(())
    }

    /// Adds an answer to the round.
    pub(super) fn add_sent(&mut self, sender: &Id<Sender>, id: &Id<id::Client>, sent: &Sent) {
        let row = Arc::new(SentRow {
            sender: sender.clone(),
            id: id.clone(),
            sent: sent.clone(),
        });
        let answers = self.round.sent.entry(sender.clone()).or_default();
        answers.insert(id.clone(), row.clone());
        self.round.steps.push(Step::Sent(row));
    }

    /// Writes the round's row, and moves some steps of earlier ones: to be called just before the commit.
    pub(super) fn write(&mut self, connection: &Connection) -> Result<(), Trouble> {
        if !self.round.steps.is_empty() {
            connection
                .prepare_cached("INSERT INTO journal (round, steps) VALUES (?1, ?2)")?
                .execute(params![self.last + 1, self.round.text()?])?;
        }
        if self.round.has_moved_all {
            return Ok(());
        }
        let count = (self.round.steps.len() * MOVED_PER_STEP).max(MOVED_AT_LEAST);
        let left = self.sweep.steps.len() - self.sweep.moved;
        self.round.moves = count.min(left);
        for step in &self.sweep.steps[self.sweep.moved..][..self.round.moves] {
            table::put(connection, step)?;
        }
        if left > 0 && self.round.moves == left {
            forget(connection, self.sweep.up_to)?;
        }
        Ok(())
    }

    /// The round is durable.
    pub(super) fn committed(&mut self) {
        let round = mem::take(&mut self.round);
        if round.has_moved_all {
            self.sweep = Sweep::default();
            self.gathered.clear();
            self.sent.clear();
            self.fresh.clear();
        }
        self.last += i64::from(!round.steps.is_empty());
        self.sweep.moved += round.moves;
        self.fresh.add(round.entries());
        for (sender, answers) in round.sent {
            self.sent.entry(sender).or_default().extend(answers);
        }
        self.gathered.extend(round.steps);
        if self.sweep.moved == self.sweep.steps.len() {
            self.end_sweep();
        }
    }

    /// The round is dropped.
    pub(super) fn rolled_back(&mut self) {
        self.round = Round::default();
    }

    /// Puts everything into the tables, the round at hand included, as part of it.
    pub(super) fn move_all(&mut self, connection: &Connection) -> Result<(), Trouble> {
        let rest = &self.sweep.steps[self.sweep.moved..];
        let earlier = rest.iter().chain(&self.gathered);
        for step in earlier.filter(|_| !self.round.has_moved_all) {
            table::put(connection, step)?;
        }
        for step in &self.round.steps {
            table::put(connection, step)?;
        }
        forget(connection, self.last)?;
        self.round.has_moved_all = true;
        Ok(())
    }

    /// Whether something of a conversation is not in the tables yet.
    pub(super) fn concerns(&self, conversation: &Id<id::Conversation>) -> bool {
        self.heads(conversation).is_some()
    }

    /// Whether everything is in the tables.
    pub(super) fn is_empty(&self) -> bool {
        self.round.steps.is_empty() && self.gathered.is_empty() && self.sweep.steps.is_empty()
    }

    /// Lets go of what was moved, and begins to move what has gathered, if that is enough.
    fn end_sweep(&mut self) {
        let moved = mem::take(&mut self.sweep).steps;
        let mut done = HashMap::new();
        for step in moved {
            match step {
                Step::Entry(it, _) => {
                    let up_to = done.entry(it.conversation.clone()).or_default();
                    *up_to = it.agent_seq.max(*up_to);
                }
                Step::Sent(it) => {
                    if let Some(answers) = self.sent.get_mut(&it.sender) {
                        answers.remove(&it.id);
                    }
                }
            }
        }
        self.sent.retain(|_, answers| !answers.is_empty());
        self.fresh.remove(&done);
        if self.gathered.len() >= self.gathered_at.max(1) {
            let mut steps = mem::take(&mut self.gathered);
            sort(&mut steps);
            self.sweep = Sweep {
                steps,
                moved: 0,
                up_to: self.last,
            };
        }
    }
}

impl Round {
    fn entries(&self) -> impl Iterator<Item = &Arc<Entry>> {
        self.steps.iter().filter_map(|step| match step {
            Step::Entry(entry, _) => Some(entry),
            Step::Sent(_) => None,
        })
    }

    /// The round as its row has it.
    fn text(&self) -> Result<String, Trouble> {
        let lines: Vec<Line<'_>> = self.steps.iter().map(Step::line).collect();
        row::json(&lines)
    }
}

impl Step {
    fn line(&self) -> Line<'_> {
        match self {
            Self::Entry(entry, change) => Line::Entry {
                conversation: &entry.conversation,
                agent_seq: entry.agent_seq,
                public_seq: entry.public_seq,
                change,
            },
            Self::Sent(row) => Line::Sent(row),
        }
    }

    fn read(line: ReadLine) -> Result<Self, Trouble> {
        Ok(match line {
            ReadLine::Entry {
                conversation,
                agent_seq,
                public_seq,
                change,
            } => {
                let entry = Entry {
                    conversation,
                    agent_seq,
                    public_seq,
                    change: serde_json::from_str(change.get()).map_err(|_| row::strange())?,
                };
                Self::Entry(Arc::new(entry), change)
            }
            ReadLine::Sent(row) => Self::Sent(Arc::new(row)),
        })
    }
}

/// Neighbours in the tables become neighbours.
fn sort(steps: &mut [Step]) {
    steps.sort_by(|a, b| match (a, b) {
        (Step::Entry(a, _), Step::Entry(b, _)) => {
            (&a.conversation, a.agent_seq).cmp(&(&b.conversation, b.agent_seq))
        }
        (Step::Sent(a), Step::Sent(b)) => (&a.sender, &a.id).cmp(&(&b.sender, &b.id)),
        (Step::Entry(..), Step::Sent(_)) => std::cmp::Ordering::Less,
        (Step::Sent(_), Step::Entry(..)) => std::cmp::Ordering::Greater,
    });
}

/// Rows up to this one are not needed any more.
fn forget(connection: &Connection, up_to: i64) -> Result<(), Trouble> {
    connection
        .prepare_cached("DELETE FROM journal WHERE round <= ?1")?
        .execute([up_to])?;
    Ok(())
}
