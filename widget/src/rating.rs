//! What the visitor thinks of the chat that has ended.

use client::Delivery;
use shared::{
    error::Code,
    rating::{Rate, Rating as Given, Scale},
    visitor::{Change, Visitor},
};

use crate::{
    errand::{Errand, Fate},
    words::{self, Word},
};

/// What the visitor thinks of the chat that has ended.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Rating {
    /// What is chosen.
    pub(crate) value: Option<u32>,
    /// What is said about it.
    pub(crate) comment: String,
    pub(crate) errand: Errand,
}

impl Rating {
    /// Under which key the comment is remembered.
    pub(crate) const COMMENT: &str = "draft:comment";

    /// Takes what happened; tells whether anything here changed.
    pub(crate) fn receive(&mut self, delivery: &Delivery<Visitor>) -> bool {
        match delivery {
            Delivery::Remembered(remembered) => {
                let comment = remembered.iter().find(|(key, _)| key == Self::COMMENT);
                let Some((_, comment)) = comment else {
                    return false;
                };
                comment.clone_into(&mut self.comment);
            }
            Delivery::Reset(reset) => {
                if let Some(given) = &reset.snapshot.state.rating {
                    self.take(given);
                }
            }
            Delivery::Event(event) => match &event.change {
                Change::Started(_) => *self = Self::default(),
                Change::Rated(given) => self.take(given),
                _ => return false,
            },
            Delivery::Outbox(news) => return self.errand.hear(news),
            _ => return false,
        }
        true
    }

    /// The server has this one. What was chosen or said here meanwhile stays.
    fn take(&mut self, given: &Given) {
        if self.errand.fate != Fate::Sending {
            self.errand.fate = Fate::Done;
        }
        self.value.get_or_insert(given.value);
        if self.comment.is_empty() {
            given.comment.clone_into(&mut self.comment);
        }
    }

    /// What is to be sent, once something is chosen.
    pub(crate) fn rate(&self, scale: Scale) -> Option<Rate> {
        Some(Rate {
            scale,
            value: self.value?,
            comment: self.comment.clone(),
        })
    }

    /// What to say below.
    pub(crate) fn note(&self) -> Option<Word> {
        match self.errand.fate {
            Fate::None => None,
            Fate::Sending => Some(words::SENDING),
            Fate::Done => Some(words::RATED),
            Fate::Refused(Code::Incomplete) => Some(words::MISSING),
            Fate::Refused(_) => Some(words::RATE_REFUSED),
        }
    }
}

#[cfg(test)]
mod tests {
    use client::outbox::{News, State};
    use shared::{conversation::Started, frame::Event, id::Id, time::Timestamp};

    use super::*;

    fn happens(change: Change) -> Delivery<Visitor> {
        Delivery::Event(Event {
            log: Id::new("c"),
            seq: 9,
            change,
        })
    }

    fn given(value: u32, comment: &str) -> Delivery<Visitor> {
        happens(Change::Rated(Given {
            scale: Scale::Stars,
            value,
            comment: comment.to_owned(),
            at: Timestamp(0),
        }))
    }

    fn note(rating: &Rating) -> Option<&'static str> {
        rating.note().map(Word::key)
    }

    #[test]
    fn it_is_sent_and_told_what_became_of_it() {
        let mut rating = Rating::default();
        assert_eq!(rating.rate(Scale::Stars), None);
        rating.value = Some(0);
        assert_eq!(rating.rate(Scale::Score).map(|it| it.value), Some(0));
        let id = Id::new("r1");
        rating.errand.sends(id.clone());
        assert_eq!(note(&rating), Some("sending"));
        let refused = News::Changed(id.clone(), State::Refused(Code::Conflict));
        assert!(rating.receive(&Delivery::Outbox(refused)));
        assert_eq!(note(&rating), Some("rate_refused"));
        rating.errand.sends(id.clone());
        assert!(rating.receive(&given(0, "")));
        assert_eq!(note(&rating), Some("sending"));
        assert!(rating.receive(&Delivery::Outbox(News::Done(id.clone(), None))));
        assert_eq!(note(&rating), Some("rated"));
        assert!(!rating.receive(&Delivery::Outbox(News::Done(id, None))));
    }

    #[test]
    fn what_is_being_written_is_not_taken_away_by_what_was_given_before() {
        let mut rating = Rating::default();
        rating.receive(&given(4, "Fine"));
        assert_eq!((rating.value, rating.comment.as_str()), (Some(4), "Fine"));
        rating.comment = "Not so fine".to_owned();
        rating.value = Some(2);
        rating.receive(&given(4, "Fine"));
        assert_eq!(rating.value, Some(2));
        assert_eq!(rating.comment, "Not so fine");
        // The next chat is another one.
        let started = Started {
            channel: Id::new("support"),
            at: Timestamp(0),
        };
        rating.receive(&happens(Change::Started(started)));
        assert_eq!(rating, Rating::default());
    }
}
