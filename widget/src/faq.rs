//! Articles that may answer the question before the visitor waits for an agent.

use shared::{
    faq::Article,
    id::{self, Id},
};

/// How far the visitor is with articles.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) enum Faq {
    /// Nothing was asked.
    #[default]
    Idle,
    /// It is being asked with this command.
    Asking(Id<id::Client>),
    /// These are there; the last one that was opened.
    Found(Vec<Article>, Option<Id<id::Reply>>),
    /// One of them has helped.
    Helped,
}

impl Faq {
    /// Whether this answers what is being asked.
    pub(crate) fn is_asking(&self, id: &Id<id::Client>) -> bool {
        matches!(self, Self::Asking(asked) if asked == id)
    }

    /// An article was opened.
    pub(crate) fn open(&mut self, article: &Id<id::Reply>) {
        if let Self::Found(_, opened) = self {
            *opened = Some(article.clone());
        }
    }

    /// The article that may have helped.
    pub(crate) fn opened(&self) -> Option<&Id<id::Reply>> {
        match self {
            Self::Found(_, opened) => opened.as_ref(),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_answer_to_the_last_question_counts() {
        let asking = Faq::Asking(Id::new("b"));
        assert!(asking.is_asking(&Id::new("b")) && !asking.is_asking(&Id::new("a")));
        assert!(!Faq::Helped.is_asking(&Id::new("b")));
    }

    #[test]
    fn what_was_opened_may_have_helped() {
        let mut faq = Faq::Found(Vec::new(), None);
        assert_eq!(faq.opened(), None);
        faq.open(&Id::new("a"));
        assert_eq!(faq.opened(), Some(&Id::new("a")));
    }
}
