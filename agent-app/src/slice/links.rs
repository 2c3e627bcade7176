//! Where files can be got, as long as that holds.

use client::{Delivery, Voice, delivery::Outcome};
use shared::{
    agent::Agent,
    file::File,
    id::{self, Id},
    limits::LINK_LIVES_MS,
};

/// A link is not used in its last seconds.
const MARGIN_MS: u64 = 10_000;

/// Links to pictures that are shown, and what was asked.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Links {
    known: Vec<Known>,
    asked: Vec<(Id<id::Client>, Want)>,
    /// What is being copied.
    copying: Vec<Copying>,
}

#[derive(Clone, Debug, PartialEq)]
struct Known {
    file: Id<id::File>,
    address: String,
    until: u64,
}

/// A file that is to go along with what is written in a conversation.
pub(crate) type Copying = (Id<id::Conversation>, File);

/// What a link is wanted for.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Want {
    /// To show a picture.
    Show(Id<id::File>),
    /// To save the file, or to open the picture.
    Open(File),
    /// To attach a copy of the file.
    Attach(Copying),
}

/// What came of a question that a person waits for.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Came {
    /// Here it is.
    Link(File, String),
    /// The bytes to be attached are there.
    Bytes(Copying, String),
    /// It was refused, or not answered.
    Nothing(Option<shared::error::Code>),
}

impl Links {
    /// Something was asked with a command.
    pub(crate) fn ask(&mut self, id: Id<id::Client>, want: Want) {
        if let Want::Attach(it) = &want {
            self.copying.push(it.clone());
        }
        self.asked.push((id, want));
    }

    /// Whether a file is on its way to what is written in a conversation.
    pub(crate) fn is_copying(&self, to: &Id<id::Conversation>, file: &Id<id::File>) -> bool {
        self.copying
            .iter()
            .any(|it| it.0 == *to && it.1.id == *file)
    }

    /// A file is attached, or cannot be.
    pub(crate) fn copied(&mut self, it: &Copying) {
        self.copying.retain(|copying| copying != it);
    }

    /// Takes an answer; gives what the person waits for, if this is that.
    pub(crate) fn receive(&mut self, delivery: &Delivery<Agent>, now: u64) -> Option<Came> {
        let Delivery::Answer(answer) = delivery else {
            return None;
        };
        let at = self.asked.iter().position(|(id, _)| *id == answer.id)?;
        let (_, want) = self.asked.remove(at);
        let link = match &answer.outcome {
            Outcome::Done(reply) => reply.as_ref().and_then(Agent::link),
            _ => None,
        };
        match (want, link) {
            (Want::Show(file), Some(link)) => {
                self.known.retain(|it| it.until > now && it.file != file);
                self.known.push(Known {
                    file,
                    address: link.address.clone(),
                    until: now + LINK_LIVES_MS - MARGIN_MS,
                });
                None
            }
            (Want::Open(file), Some(link)) => Some(Came::Link(file, link.address.clone())),
            (Want::Attach(it), Some(link)) => Some(Came::Bytes(it, link.address.clone())),
            (Want::Show(_), None) => None,
            (want, None) => {
                if let Want::Attach(it) = want {
                    self.copied(&it);
                }
                Some(Came::Nothing(match &answer.outcome {
                    Outcome::Refused(it) => Some(it.code),
                    _ => None,
                }))
            }
        }
    }

    /// Whether a link for a picture is to be asked for.
    pub(crate) fn misses(&self, file: &Id<id::File>, now: u64) -> bool {
        let want = Want::Show(file.clone());
        self.address(file, now).is_none() && !self.asked.iter().any(|(_, it)| *it == want)
    }

    /// Where a picture can be got now.
    pub(crate) fn address(&self, file: &Id<id::File>, now: u64) -> Option<&str> {
        let mut good = self.known.iter().filter(|it| it.until > now);
        let known = good.find(|it| it.file == *file);
        known.map(|it| it.address.as_str())
    }
}

#[cfg(test)]
mod tests {
    use client::delivery::Answer;
    use shared::{agent::Reply, error::Failed, file::Link};

    use super::*;

    fn answer(id: &str, outcome: Outcome<Agent>) -> Delivery<Agent> {
        Delivery::Answer(Box::new(Answer {
            id: Id::new(id),
            question: None,
            outcome,
        }))
    }

    fn link() -> Outcome<Agent> {
        Outcome::Done(Some(Reply::Link(Link {
            file: Id::new("f"),
            address: "/there".to_owned(),
        })))
    }

    #[test]
    fn a_link_is_asked_for_once_and_again_when_it_is_old() {
        let mut links = Links::default();
        let file = Id::new("f");
        assert!(links.misses(&file, 0));
        links.ask(Id::new("1"), Want::Show(file.clone()));
        assert!(!links.misses(&file, 0));
        assert_eq!(links.receive(&answer("1", link()), 0), None);
        assert_eq!(links.address(&file, 49_999), Some("/there"));
        assert_eq!(links.address(&file, 50_000), None, "it is too old");
        assert!(!links.misses(&file, 49_999) && links.misses(&file, 50_000));
        // What was not answered may be asked again.
        links.ask(Id::new("2"), Want::Show(file.clone()));
        links.receive(&answer("2", Outcome::Unanswered), 50_000);
        assert!(links.misses(&file, 50_000));
    }

    #[test]
    fn whoever_wants_to_open_a_file_hears_what_came_of_it() {
        let mut links = Links::default();
        let file = File::default();
        let mut came = |id: &str, outcome| {
            links.ask(Id::new(id), Want::Open(file.clone()));
            links.receive(&answer(id, outcome), 0)
        };
        let there = Came::Link(file.clone(), "/there".to_owned());
        assert_eq!(came("1", link()), Some(there));
        let code = shared::error::Code::NotFound;
        let refused = Outcome::Refused(Failed::new(None, code));
        assert_eq!(came("2", refused), Some(Came::Nothing(Some(code))));
        assert_eq!(came("3", Outcome::Unanswered), Some(Came::Nothing(None)));
    }

    #[test]
    fn a_file_is_being_copied_until_it_is_attached_or_cannot_be() {
        let mut links = Links::default();
        let (to, file) = (Id::new("c"), File::default());
        let copying = (to.clone(), file.clone());
        links.ask(Id::new("1"), Want::Attach(copying.clone()));
        assert!(links.is_copying(&to, &file.id));
        assert!(!links.is_copying(&Id::new("other"), &file.id));
        let came = links.receive(&answer("1", link()), 0);
        let there = Came::Bytes(copying.clone(), "/there".to_owned());
        assert_eq!(came, Some(there));
        assert!(
            links.is_copying(&to, &file.id),
            "its bytes are on their way"
        );
        links.copied(&copying);
        assert!(!links.is_copying(&to, &file.id));

        links.ask(Id::new("2"), Want::Attach(copying));
        let came = links.receive(&answer("2", Outcome::Unanswered), 0);
        assert_eq!(came, Some(Came::Nothing(None)));
        assert!(!links.is_copying(&to, &file.id));
    }
}
