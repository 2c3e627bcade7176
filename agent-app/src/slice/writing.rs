//! What the person is writing and what is not yet with the server.

use client::{
    Delivery,
    draft::Drafts,
    outbox::{News, Pending, State},
};
use shared::{
    agent::Agent,
    error::Code,
    id::{self, Id},
    message::Content,
};

use super::{Late, Menu};

type Conversation = Id<id::Conversation>;

/// Drafts and the outbox.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Writing {
    drafts: Drafts,
    pending: Vec<Pending>,
    /// What was given to the outbox and does not lie there yet.
    leaving: Vec<Leaving>,
    /// What was given to the outbox by a page that went away before it heard whether it lies there.
    left: Vec<Leaving>,
    /// What was found in the outbox, given to it by other pages.
    found: Vec<Id<id::Client>>,
    /// Whether what was remembered has come.
    has_recalled: bool,
    /// A draft that is newer than what will be remembered.
    late: Option<(Conversation, Late)>,
}

/// A message on its way into the outbox. Until it lies there, it stays in the draft.
type Leaving = (Id<id::Client>, Conversation, String);

impl Writing {
    /// Takes what happened; tells whether anything here changed.
    pub(crate) fn receive(&mut self, delivery: &Delivery<Agent>) -> bool {
        match delivery {
            Delivery::Remembered(values) => {
                let has_changed = self.drafts.recall(values);
                self.has_recalled = true;
                let late = self.late.take();
                late.is_some_and(|(conversation, late)| self.write_late(&conversation, late))
                    | has_changed
            }
            Delivery::Outbox(news) => self.hear(news),
            _ => false,
        }
    }

    fn hear(&mut self, news: &News) -> bool {
        let pending = &mut self.pending;
        match news {
            News::Kept(it) => {
                if !self.leaving.iter().any(|(id, ..)| *id == it.id) {
                    self.found.push(it.id.clone());
                }
                pending.retain(|other| other.id != it.id);
                pending.push(it.clone());
                let lane = Id::new(it.lane.as_str());
                let is_sent = |content: &Content| {
                    let menu = self.drafts.text(&Self::options(&lane));
                    !menu.is_empty() && Menu::decode(menu).is_of(content)
                };
                if it.content.as_ref().is_some_and(is_sent) {
                    self.set_menu(&lane, &Menu::default());
                }
            }
            News::Changed(id, state) => {
                let Some(it) = pending.iter_mut().find(|it| it.id == *id) else {
                    return false;
                };
                it.state = *state;
            }
            News::Replaced(id, next) => {
                let Some(it) = pending.iter_mut().find(|it| it.id == *id) else {
                    return false;
                };
                *it = next.clone();
            }
            News::Done(id, _) | News::Gone(id) => {
                let before = pending.len();
                pending.retain(|it| it.id != *id);
                return pending.len() != before;
            }
        }
        true
    }

    /// A message was given to the outbox.
    pub(crate) fn leave(&mut self, id: Id<id::Client>, conversation: Conversation, text: String) {
        self.leaving.push((id, conversation, text));
    }

    /// A message lies in the outbox: it is taken out of the draft, which may have grown meanwhile.
    /// Answers whose draft changed.
    pub(crate) fn arrive(&mut self, id: &Id<id::Client>) -> Option<Conversation> {
        let is_it = |(it, ..): &mut Leaving| it == id;
        let leaving = self.leaving.extract_if(.., is_it).next();
        let (_, conversation, text) = leaving.or_else(|| self.left.extract_if(.., is_it).next())?;
        let rest = self
            .draft(&conversation)
            .strip_prefix(text.as_str())?
            .to_owned();
        self.drafts.set(conversation.as_str(), &rest);
        Some(conversation)
    }

    /// Whether a message is on its way into the outbox.
    pub(crate) fn is_leaving(&self, conversation: &Conversation) -> bool {
        self.leaving.iter().any(|(_, it, _)| it == conversation)
    }

    /// Sets a draft; tells whether it changed.
    pub(crate) fn write(&mut self, conversation: &Conversation, text: &str) -> bool {
        self.drafts.set(conversation.as_str(), text)
    }

    /// What is being written in a conversation, for the case that this page does not live on.
    pub(crate) fn late(&self, conversation: &Conversation) -> Late {
        let text = self.draft(conversation).to_owned();
        let leaving = self.leaving.iter().rfind(|(_, it, _)| it == conversation);
        let leaving = leaving.filter(|(.., message)| text.starts_with(message));
        Late {
            is_private: self.is_private(conversation),
            menu: self.menu(conversation).encode(),
            files: String::new(),
            leaving: leaving.map(|(id, _, message)| (message.len(), id.clone())),
            text,
        }
    }

    /// Sets a draft that is newer than what is or will be remembered; tells whether it changed. The message
    /// in it that was on its way into the outbox is taken out as soon as it is found there.
    pub(crate) fn write_late(&mut self, conversation: &Conversation, mut late: Late) -> bool {
        if let Some((id, message)) = late.message() {
            if self.found.contains(&id) {
                late = late.rest();
            } else {
                self.left.retain(|(it, ..)| *it != id);
                self.left.push((id, conversation.clone(), message));
            }
        }
        let has_changed = self.write(conversation, &late.text)
            | self.set_private(conversation, late.is_private)
            | self.set_menu(conversation, &Menu::decode(&late.menu));
        if !self.has_recalled {
            self.late = Some((conversation.clone(), late));
        }
        has_changed
    }

    /// Puts the text of a message that was not sent back before the draft.
    pub(crate) fn write_again(&mut self, conversation: &Conversation, text: &str) {
        let draft = self.draft(conversation);
        let joined = if draft.is_empty() {
            text.to_owned()
        } else {
            format!("{text}\n{draft}")
        };
        self.drafts.set(conversation.as_str(), &joined);
    }

    /// What is being written in a conversation.
    pub(crate) fn draft(&self, conversation: &Conversation) -> &str {
        self.drafts.text(conversation.as_str())
    }

    /// Writes to colleagues only, or to the visitor; tells whether that changed.
    pub(crate) fn set_private(&mut self, conversation: &Conversation, is_private: bool) -> bool {
        self.drafts.set(
            &Self::mode(conversation),
            if is_private { "private" } else { "" },
        )
    }

    /// Whether the draft is for colleagues only. Kept as long as the draft, so that a private draft can
    /// never come back as a public one.
    pub(crate) fn is_private(&self, conversation: &Conversation) -> bool {
        !self.drafts.text(&Self::mode(conversation)).is_empty()
    }

    /// Options that go with the draft.
    pub(crate) fn menu(&self, conversation: &Conversation) -> Menu {
        Menu::decode(self.drafts.text(&Self::options(conversation)))
    }

    /// Sets them; tells whether they changed.
    pub(crate) fn set_menu(&mut self, conversation: &Conversation, menu: &Menu) -> bool {
        self.drafts
            .set(&Self::options(conversation), &menu.encode())
    }

    /// What to remember of a conversation, as names and values.
    pub(crate) fn memory(&self, conversation: &Conversation) -> [(String, String); 3] {
        [
            conversation.as_str().to_owned(),
            Self::mode(conversation),
            Self::options(conversation),
        ]
        .map(|key| {
            let value = self.drafts.text(&key).to_owned();
            ([Drafts::PREFIX, &key].concat(), value)
        })
    }

    /// What lies in the outbox of a conversation.
    pub(crate) fn pending(&self, conversation: &Conversation) -> impl Iterator<Item = &Pending> {
        self.pending
            .iter()
            .filter(move |it| it.lane == conversation.as_str())
    }

    /// Whether a message of a conversation was refused and waits for a decision.
    pub(crate) fn has_refused(&self, conversation: &Conversation) -> bool {
        self.pending(conversation)
            .any(|it| matches!(it.state, State::Refused(_)))
    }

    /// Messages that were not posted because a colleague had written meanwhile, the first one first.
    pub(crate) fn held_back(&self, conversation: &Conversation) -> Vec<(Id<id::Client>, Content)> {
        let held = self
            .pending(conversation)
            .filter(|it| it.state == State::Refused(Code::Changed));
        held.filter_map(|it| Some((it.id.clone(), it.content.clone()?)))
            .collect()
    }

    /// How many messages are not with the server.
    pub(crate) fn unsent(&self) -> usize {
        self.pending
            .iter()
            .filter(|it| it.content.is_some())
            .count()
    }

    fn options(conversation: &Conversation) -> String {
        [conversation.as_str(), "#options"].concat()
    }

    fn mode(conversation: &Conversation) -> String {
        [conversation.as_str(), "#mode"].concat()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pending(id: &str, state: State) -> Pending {
        Pending {
            id: Id::new(id),
            lane: "c".to_owned(),
            content: Some(Content::text("Hi")),
            is_private: false,
            state,
        }
    }

    #[test]
    fn what_was_typed_while_the_message_left_stays() {
        let conversation = Id::new("c");
        let mut writing = Writing::default();
        writing.write(&conversation, "Hello");
        writing.leave(Id::new("1"), conversation.clone(), "Hello".to_owned());
        writing.write(&conversation, "Hello and more");
        assert!(writing.is_leaving(&conversation));
        assert_eq!(writing.arrive(&Id::new("1")), Some(conversation.clone()));
        assert_eq!(writing.draft(&conversation), " and more");
        assert!(!writing.is_leaving(&conversation));
    }

    #[test]
    fn a_text_that_was_rewritten_while_the_message_left_is_not_touched() {
        let conversation = Id::new("c");
        let mut writing = Writing::default();
        writing.leave(Id::new("1"), conversation.clone(), "Hello".to_owned());
        writing.write(&conversation, "Something else");
        assert_eq!(writing.arrive(&Id::new("1")), None);
        assert_eq!(writing.draft(&conversation), "Something else");
    }

    #[test]
    fn a_private_draft_comes_back_as_a_private_one() {
        let conversation = Id::new("c");
        let mut before = Writing::default();
        before.write(&conversation, "Between us");
        before.set_private(&conversation, true);
        let mut after = Writing::default();
        after.receive(&Delivery::Remembered(before.memory(&conversation).into()));
        assert_eq!(after.draft(&conversation), "Between us");
        assert!(after.is_private(&conversation));
    }

    #[test]
    fn options_stay_with_the_draft_until_their_message_lies_in_the_outbox() {
        let conversation = Id::new("c");
        let mut menu = Menu::default();
        menu.write(0, "a");
        menu.write(1, " b");
        let mut before = Writing::default();
        assert!(before.set_menu(&conversation, &menu));
        let mut after = Writing::default();
        after.receive(&Delivery::Remembered(before.memory(&conversation).into()));
        assert_eq!(after.menu(&conversation), menu);
        let other = News::Kept(pending("1", State::Sending));
        after.receive(&Delivery::Outbox(other));
        assert_eq!(after.menu(&conversation), menu);
        let options = menu.options().expect("they are right");
        let content = Content {
            options,
            ..Content::text("Which?")
        };
        let kept = News::Kept(Pending {
            content: Some(content),
            ..pending("2", State::Sending)
        });
        after.receive(&Delivery::Outbox(kept));
        assert_eq!(after.menu(&conversation), Menu::default());
    }

    #[test]
    fn a_late_draft_wins_over_what_is_remembered_whichever_comes_first() {
        let conversation = Id::new("c");
        let remembered = || Delivery::Remembered(vec![("draft:c".to_owned(), "old".to_owned())]);
        let new = Late {
            text: "new".to_owned(),
            is_private: true,
            menu: "one\nYes\nNo".to_owned(),
            files: String::new(),
            leaving: None,
        };
        let late = |writing: &mut Writing| writing.write_late(&conversation, new.clone());
        let mut after = Writing::default();
        after.receive(&remembered());
        late(&mut after);
        let mut before = Writing::default();
        late(&mut before);
        before.receive(&remembered());
        for mut writing in [before, after] {
            assert_eq!(writing.draft(&conversation), "new");
            assert!(writing.is_private(&conversation));
            assert_eq!(writing.menu(&conversation).encode(), "one\nYes\nNo");
            // What another tab writes from then on is newer still.
            writing.receive(&remembered());
            assert_eq!(writing.draft(&conversation), "old");
        }
    }

    #[test]
    fn a_message_whose_page_went_away_is_a_draft_until_it_is_found_in_the_outbox() {
        let conversation = Id::new("c");
        let mut before = Writing::default();
        before.write(&conversation, "Hello");
        before.leave(Id::new("1"), conversation.clone(), "Hello".to_owned());
        before.write(&conversation, "Hello\nand more");
        let late = Late::decode(&before.late(&conversation).encode()).expect("it is one");
        let mut after = Writing::default();
        after.write_late(&conversation, late);
        assert_eq!(after.draft(&conversation), "Hello\nand more");
        assert!(!after.is_leaving(&conversation), "it can be sent again");
        assert_eq!(after.arrive(&Id::new("1")), Some(conversation.clone()));
        assert_eq!(after.draft(&conversation), "\nand more");
        assert_eq!(after.arrive(&Id::new("1")), None);
        // It may have been found there before the conversation was opened.
        let late = Late::decode(&before.late(&conversation).encode()).expect("it is one");
        let mut after = Writing::default();
        let found = News::Kept(pending("1", State::Sending));
        after.receive(&Delivery::Outbox(found));
        after.write_late(&conversation, late);
        assert_eq!(after.draft(&conversation), "\nand more");
    }

    #[test]
    fn the_outbox_is_followed() {
        let conversation = Id::new("c");
        let mut writing = Writing::default();
        let mut hear = |news| writing.receive(&Delivery::Outbox(news));
        assert!(hear(News::Kept(pending("1", State::Sending))));
        assert!(hear(News::Changed(
            Id::new("1"),
            State::Refused(Code::Ended)
        )));
        assert!(!hear(News::Changed(Id::new("9"), State::Unknown)));
        assert!(writing.has_refused(&conversation));
        assert_eq!(writing.held_back(&conversation), []);
        let changed = State::Refused(Code::Changed);
        writing.receive(&Delivery::Outbox(News::Changed(Id::new("1"), changed)));
        let held = (Id::new("1"), Content::text("Hi"));
        assert_eq!(writing.held_back(&conversation), [held]);
        assert_eq!(writing.unsent(), 1);
        assert!(writing.receive(&Delivery::Outbox(News::Gone(Id::new("1")))));
        assert_eq!(writing.unsent(), 0);
    }

    #[test]
    fn a_message_to_edit_again_stands_before_what_was_typed_since() {
        let conversation = Id::new("c");
        let mut writing = Writing::default();
        writing.write_again(&conversation, "first");
        assert_eq!(writing.draft(&conversation), "first");
        writing.write_again(&conversation, "zeroth");
        assert_eq!(writing.draft(&conversation), "zeroth\nfirst");
    }
}
