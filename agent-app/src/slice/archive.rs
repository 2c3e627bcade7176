//! What is looked for in the archive, and what was found.

use std::sync::Arc;

use client::delivery::Outcome;
use shared::{
    agent::{Agent, Reply},
    archive::{Hit, Search},
    id::{self, Id},
};

/// How the last question went.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(crate) enum Course {
    /// Nothing was asked yet.
    #[default]
    Fresh,
    /// The answer is on its way.
    Asked,
    /// What there is has arrived.
    Answered,
    /// There was no answer.
    Failed,
}

/// The archive as far as it was looked at.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Archive {
    search: Search,
    question: Option<Id<id::Client>>,
    course: Course,
    hits: Vec<Arc<Hit>>,
    next: Option<u64>,
}

impl Archive {
    /// Something is looked for anew, under this command; without one nobody can be asked.
    pub(crate) fn begin(&mut self, search: Search, question: Option<Id<id::Client>>) {
        self.search = search;
        self.hits.clear();
        self.next = None;
        self.wait(question);
    }

    /// What comes after what was found is asked for.
    pub(crate) fn go_on(&mut self, question: Option<Id<id::Client>>) {
        self.wait(question);
    }

    fn wait(&mut self, question: Option<Id<id::Client>>) {
        self.course = if question.is_some() {
            Course::Asked
        } else {
            Course::Failed
        };
        self.question = question;
    }

    /// Takes an answer; tells whether it was one to the last question.
    pub(crate) fn receive(&mut self, id: &Id<id::Client>, outcome: &Outcome<Agent>) -> bool {
        if self.question.as_ref() != Some(id) {
            return false;
        }
        self.question = None;
        match outcome {
            Outcome::Done(Some(Reply::Found(found))) => {
                self.course = Course::Answered;
                self.hits.extend(found.hits.iter().cloned().map(Arc::new));
                self.next = found.next;
            }
            _ => self.course = Course::Failed,
        }
        true
    }

    /// What is looked for.
    pub(crate) fn search(&self) -> &Search {
        &self.search
    }

    /// What asks for what comes after what was found, if there is more.
    pub(crate) fn further(&self) -> Option<Search> {
        let from = self.next.filter(|_| self.course != Course::Asked);
        from.map(|from| Search {
            from: Some(from),
            ..self.search.clone()
        })
    }

    /// How the last question went.
    pub(crate) fn course(&self) -> Course {
        self.course
    }

    /// What was found, the latest first.
    pub(crate) fn hits(&self) -> &[Arc<Hit>] {
        &self.hits
    }

    /// Whether there is more than that.
    pub(crate) fn has_more(&self) -> bool {
        self.next.is_some()
    }
}

#[cfg(test)]
mod tests {
    use shared::archive::Found;

    use super::*;

    fn found(next: Option<u64>) -> Outcome<Agent> {
        let hits = Vec::new();
        Outcome::Done(Some(Reply::Found(Found { hits, next })))
    }

    fn words(text: &str) -> Search {
        Search {
            words: text.to_owned(),
            ..Search::default()
        }
    }

    #[test]
    fn only_the_answer_to_the_last_question_counts() {
        let mut archive = Archive::default();
        archive.begin(words("lamp"), Some(Id::new("1")));
        archive.begin(words("lamps"), Some(Id::new("2")));
        assert!(!archive.receive(&Id::new("1"), &found(Some(7))));
        assert_eq!(archive.course(), Course::Asked);
        assert!(archive.receive(&Id::new("2"), &found(None)));
        assert_eq!(
            (archive.course(), archive.has_more()),
            (Course::Answered, false)
        );
    }

    #[test]
    fn what_comes_after_is_asked_for_once_and_what_failed_can_be_asked_again() {
        let mut archive = Archive::default();
        archive.begin(words("lamp"), Some(Id::new("1")));
        assert_eq!(archive.further(), None);
        archive.receive(&Id::new("1"), &found(Some(7)));
        let further = archive.further().map(|it| (it.words, it.from));
        assert_eq!(further, Some(("lamp".to_owned(), Some(7))));
        archive.go_on(Some(Id::new("2")));
        assert_eq!(archive.further(), None);
        archive.receive(&Id::new("2"), &Outcome::Unanswered);
        assert_eq!(archive.course(), Course::Failed);
        assert!(archive.further().is_some());
    }
}
