//! What both roles read and wait for in the same way.

use client::{Voice, voice::Fact};
use shared::{
    conversation::{Entry, Page},
    frame::FromServer,
    id::{self, Id},
    limits::{MAX_INTEGER, MAX_PAGE},
};

use super::Socket;

impl<R: Voice> Socket<R> {
    /// Waits for a message, private or not, that says this.
    pub async fn hear(&mut self, text: &str) -> Id<id::Message> {
        self.change(text, |change| match R::fact(change) {
            Fact::Said(speech) if speech.content.text == text => Some(speech.id.clone()),
            _ => None,
        })
        .await
    }

    /// Waits for a change of a log.
    pub async fn change<T>(
        &mut self,
        what: &str,
        mut pick: impl FnMut(&R::Change) -> Option<T>,
    ) -> T {
        self.until(what, |frame| match frame {
            FromServer::Event(event) => pick(&event.change),
            _ => None,
        })
        .await
    }

    /// Waits for a hint.
    pub async fn hint<T>(&mut self, what: &str, mut pick: impl FnMut(&R::Hint) -> Option<T>) -> T {
        self.until(what, |frame| match frame {
            FromServer::Now(hint) => pick(hint),
            _ => None,
        })
        .await
    }

    /// A page of earlier entries.
    pub async fn page(
        &mut self,
        conversation: &Id<id::Conversation>,
        before: u64,
        limit: u16,
    ) -> Page<R::Change> {
        let reply = self
            .ask(R::history(conversation.clone(), before, limit))
            .await;
        let page = reply.as_ref().ok().and_then(R::page);
        page.cloned()
            .unwrap_or_else(|| panic!("no page: {reply:?}"))
    }

    /// The whole log of a conversation, as the server keeps it for this reader. Checked to be without
    /// holes from its first entry to its last.
    pub async fn history(&mut self, conversation: &Id<id::Conversation>) -> Vec<R::Change> {
        let mut pages = Vec::new();
        let mut before = MAX_INTEGER;
        loop {
            let page = self.page(conversation, before, MAX_PAGE).await;
            let Some(first) = page.entries.first() else {
                break;
            };
            before = first.seq;
            pages.push(page.entries);
        }
        let entries: Vec<Entry<R::Change>> = pages.into_iter().rev().flatten().collect();
        let numbers: Vec<u64> = entries.iter().map(|it| it.seq).collect();
        assert!(
            numbers.iter().copied().eq(1..=numbers.len() as u64),
            "not dense: {numbers:?}"
        );
        entries.into_iter().map(|it| it.change).collect()
    }

    /// The texts of all messages of a conversation that this reader may see, in order.
    pub async fn texts(&mut self, conversation: &Id<id::Conversation>) -> Vec<String> {
        let changes = self.history(conversation).await;
        let said = changes.iter().filter_map(|change| match R::fact(change) {
            Fact::Said(speech) => Some(speech.content.text.clone()),
            _ => None,
        });
        said.collect()
    }
}
