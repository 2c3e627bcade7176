//! Before a chat begins: articles that may answer the question.

use client::delivery::{Answer, Outcome};
use shared::{
    faq::{Helped, Suggest},
    id::{self, Id},
    visitor::{Command, Reply, Start, Visitor},
};

use super::Session;
use crate::{composer::Field, dom::part, faq::Faq};

impl Session {
    /// Looks for articles about the question, where the channel has such and was not asked yet. Tells whether
    /// the chat waits for them.
    pub(super) fn look_for_articles(self, start: &Start) -> bool {
        let text = start.content.text.clone();
        let is_due = self.read(|it| {
            let channel = it.status.channel.as_ref();
            it.faq == Faq::Idle && !text.is_empty() && channel.is_some_and(|it| it.suggests)
        });
        if is_due {
            let id = self.client().ask(Command::Suggest(Suggest { text }));
            self.0.state.borrow_mut().faq = Faq::Asking(id);
        }
        is_due
    }

    /// Articles came, or none: then the chat begins.
    pub(super) fn hear_articles(self, answer: &Answer<Visitor>) {
        if !self.read(|it| it.faq.is_asking(&answer.id)) {
            return;
        }
        let articles = match &answer.outcome {
            Outcome::Done(Some(Reply::Suggested(it))) => it.articles.clone(),
            _ => Vec::new(),
        };
        let has_some = !articles.is_empty();
        self.change(|it| {
            it.faq = Faq::Found(articles, None);
            true
        });
        if has_some {
            part("faq").focus();
        } else {
            self.post();
        }
    }

    pub(crate) fn open_article(self, article: &Id<id::Reply>) {
        self.change(|it| {
            it.faq.open(article);
            true
        });
    }

    /// The article that was opened has helped: nobody needs to.
    pub(crate) fn was_helped(self) {
        let article = self.read(|it| it.faq.opened().cloned());
        if let Some(article) = article {
            self.client().send(Command::Helped(Helped { article }));
        }
        self.change(|it| {
            it.faq = Faq::Helped;
            it.composer.write(Field::Message, "");
            true
        });
        self.remember(Field::Message);
        self.call();
    }
}
