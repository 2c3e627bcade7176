//! Ready answers as far as they are known. They are fetched when somebody first wants them, and again
//! whenever they are not as they were.

use std::sync::Arc;

use shared::{
    agent::{Agent, Change, Command, Reply, Snapshot},
    error::Code,
    reply::{Entry, Kind, Replies as Question, Shelf},
};

use crate::{
    Delivery,
    delivery::{Answer, Outcome},
};

/// All ready answers, in the order of the protocol.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Replies {
    known: Vec<Arc<Entry>>,
    /// What has come of those that are fetched now.
    coming: Vec<Arc<Entry>>,
    is_wanted: bool,
    is_known: bool,
    /// Whether what is known, or on its way, is not as it is now.
    is_stale: bool,
    is_asking: bool,
    /// Whether there was no answer: asked again once the desk has come anew, or somebody looks.
    is_paused: bool,
    /// Whether the server knows no ready answers.
    is_missing: bool,
}

impl Replies {
    /// Takes what happened; tells whether what is known changed.
    pub fn receive(&mut self, delivery: &Delivery<Agent>) -> bool {
        match delivery {
            Delivery::Reset(it) => {
                if matches!(it.snapshot, Snapshot::Desk(_)) {
                    self.is_stale = true;
                    self.is_paused = false;
                }
                false
            }
            Delivery::Event(it) => {
                self.is_stale |= matches!(it.change, Change::RepliesChanged(_));
                false
            }
            Delivery::Answer(it) => self.hear(it),
            _ => false,
        }
    }

    fn hear(&mut self, answer: &Answer<Agent>) -> bool {
        let Some(Command::Replies(question)) = &answer.question else {
            return false;
        };
        self.is_asking = false;
        match &answer.outcome {
            Outcome::Done(Some(Reply::Replies(shelf))) => self.take(question, shelf),
            Outcome::Refused(it) if it.code == Code::UnknownCommand => {
                !std::mem::replace(&mut self.is_missing, true)
            }
            _ => {
                self.coming.clear();
                self.is_stale = true;
                self.is_paused = true;
                false
            }
        }
    }

    fn take(&mut self, question: &Question, shelf: &Shelf) -> bool {
        if question.after.is_none() {
            self.coming.clear();
        }
        self.coming
            .extend(shelf.entries.iter().map(|it| Arc::new(it.clone())));
        if shelf.more && !shelf.entries.is_empty() && !self.is_stale {
            return false;
        }
        let all = std::mem::take(&mut self.coming);
        if self.is_stale {
            return false;
        }
        let is_new = !self.is_known || all != self.known;
        self.known = all;
        self.is_known = true;
        is_new
    }

    /// Somebody wants to have them.
    pub fn want(&mut self) {
        self.is_stale |= !self.is_known;
        self.is_wanted = true;
        self.is_paused = false;
    }

    /// What to ask now, if anything is to be asked.
    pub fn question(&mut self) -> Option<Command> {
        let after = self.coming.last().map(|it| it.position());
        let is_due = after.is_some() || (self.is_wanted && self.is_stale);
        if self.is_asking || self.is_missing || self.is_paused || !is_due {
            return None;
        }
        self.is_asking = true;
        self.is_stale = false;
        Some(Command::Replies(Question { after }))
    }

    /// Whether they have come.
    pub fn is_known(&self) -> bool {
        self.is_known
    }

    /// Whether the server has such a thing.
    pub fn is_offered(&self) -> bool {
        !self.is_missing
    }

    /// All of them, by folder and title.
    pub fn all(&self) -> &[Arc<Entry>] {
        &self.known
    }

    /// The agent's own, by folder and title.
    pub fn own(&self) -> impl Iterator<Item = &Arc<Entry>> {
        self.known.iter().filter(|it| it.kind == Kind::Quick)
    }

    /// Those in which every word occurs: first where the title begins with what is looked for, then
    /// where it is in folder or title, then where it is in the text.
    pub fn find(&self, words: &str) -> Vec<Arc<Entry>> {
        let words = words.trim().to_lowercase();
        let mut found: Vec<_> = self
            .known
            .iter()
            .filter_map(|it| Some((rank(it, &words)?, it)))
            .collect();
        found.sort_by_key(|(rank, _)| *rank);
        found.into_iter().map(|(_, it)| Arc::clone(it)).collect()
    }
}

fn rank(entry: &Entry, words: &str) -> Option<u8> {
    let title = entry.title.to_lowercase();
    if title.starts_with(words) {
        return Some(0);
    }
    let path = [&entry.folder.to_lowercase(), "/", &title].concat();
    let is_in = |text: &str| words.split_whitespace().all(|word| text.contains(word));
    if is_in(&path) {
        return Some(1);
    }
    let content = [&path, " ", &entry.content.to_lowercase()].concat();
    is_in(&content).then_some(2)
}

#[cfg(test)]
mod tests {
    use shared::{error::Failed, frame::Event, id::Id, reply::RepliesChanged};

    use super::*;

    fn entry(kind: Kind, folder: &str, title: &str, content: &str) -> Entry {
        Entry {
            id: Id::new(title),
            kind,
            folder: folder.to_owned(),
            title: title.to_owned(),
            content: content.to_owned(),
        }
    }

    fn some(titles: &[&str]) -> Vec<Entry> {
        let all = titles.iter();
        all.map(|it| entry(Kind::Template, "", it, "Text"))
            .collect()
    }

    fn answer(question: Command, outcome: Outcome<Agent>) -> Delivery<Agent> {
        Delivery::Answer(Box::new(Answer {
            id: Id::new("c"),
            question: Some(question),
            outcome,
        }))
    }

    fn shelf(question: Command, titles: &[&str], more: bool) -> Delivery<Agent> {
        let entries = some(titles);
        let reply = Reply::Replies(Shelf { entries, more });
        answer(question, Outcome::Done(Some(reply)))
    }

    fn changed() -> Delivery<Agent> {
        Delivery::Event(Event {
            log: Id::desk(),
            seq: 1,
            change: Change::RepliesChanged(RepliesChanged {}),
        })
    }

    fn titles(all: &[Arc<Entry>]) -> Vec<&str> {
        all.iter().map(|it| it.title.as_str()).collect()
    }

    fn asked(replies: &mut Replies) -> Command {
        replies.question().expect("there is something to ask")
    }

    #[test]
    fn they_are_fetched_page_by_page_when_somebody_wants_them() {
        let mut replies = Replies::default();
        assert_eq!(replies.question(), None);
        replies.want();
        let first = asked(&mut replies);
        assert_eq!(replies.question(), None, "one question at a time");
        assert!(!replies.receive(&shelf(first, &["a", "b"], true)));
        let second = asked(&mut replies);
        let after = some(&["b"])[0].position();
        assert_eq!(second, Command::Replies(Question { after: Some(after) }));
        assert!(!replies.is_known());
        assert!(replies.receive(&shelf(second, &["c"], false)));
        assert_eq!(titles(replies.all()), ["a", "b", "c"]);
        replies.want();
        assert_eq!(replies.question(), None, "they are known");
    }

    #[test]
    fn what_changes_meanwhile_is_fetched_from_the_beginning() {
        let mut replies = Replies::default();
        replies.receive(&changed());
        assert_eq!(replies.question(), None, "nobody wants them yet");
        replies.want();
        let first = asked(&mut replies);
        replies.receive(&changed());
        assert!(!replies.receive(&shelf(first, &["a"], true)));
        let again = asked(&mut replies);
        assert_eq!(again, Command::Replies(Question::default()));
        assert!(replies.receive(&shelf(again, &["b"], false)));
        assert_eq!(titles(replies.all()), ["b"]);
    }

    #[test]
    fn a_loss_keeps_what_is_known_until_it_is_wanted_again() {
        let mut replies = Replies::default();
        replies.want();
        let first = asked(&mut replies);
        replies.receive(&shelf(first, &["a"], false));
        replies.receive(&changed());
        let second = asked(&mut replies);
        replies.receive(&answer(second, Outcome::Unanswered));
        assert_eq!(replies.question(), None);
        assert_eq!(titles(replies.all()), ["a"]);
        replies.want();
        assert_eq!(asked(&mut replies), Command::Replies(Question::default()));
    }

    #[test]
    fn a_server_without_them_is_asked_once() {
        let mut replies = Replies::default();
        replies.want();
        let question = asked(&mut replies);
        let failed = Failed::new(None, Code::UnknownCommand);
        assert!(replies.receive(&answer(question, Outcome::Refused(failed))));
        replies.want();
        assert_eq!((replies.question(), replies.is_offered()), (None, false));
    }

    #[test]
    fn the_best_match_comes_first() {
        let known = [
            entry(Kind::Template, "", "Greeting", "About returns: see below"),
            entry(Kind::Faq, "", "How returns work", "https://example.com/x"),
            entry(Kind::Quick, "Orders/Returns", "Label", "Here it is"),
            entry(Kind::Template, "Orders", "Return label", "Sent"),
        ];
        let replies = Replies {
            known: known.map(Arc::new).into(),
            ..Replies::default()
        };
        let found = replies.find("Ret");
        let expected = ["Return label", "How returns work", "Label", "Greeting"];
        assert_eq!(titles(&found), expected);
        assert_eq!(
            titles(&replies.find("orders label")),
            ["Label", "Return label"]
        );
        assert_eq!(replies.find("").len(), 4);
        assert!(replies.find("refund").is_empty());
    }
}
