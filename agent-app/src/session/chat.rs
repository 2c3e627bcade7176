//! Opening, following and ending conversations.

use leptos::prelude::*;
use shared::{
    agent::{Close, Command, End, Person, Reopen, Summary},
    ask::Whom,
    block::SetBlock,
    id::{self, Id},
    tag::SetTag,
    trail::LookAtTrail,
    variable::Reveal,
};

use super::{Session, perform};
use crate::{
    scroll::Place,
    slice::{Talk, Wish},
};

impl Session {
    /// Opens a conversation: it is on the screen now, and followed.
    pub(crate) fn open(self, conversation: &Id<id::Conversation>) -> ArcRwSignal<Talk> {
        self.gaze.update(|it| {
            it.conversation = Some(conversation.clone());
            it.last = Some(conversation.clone());
            it.is_at_end = false;
        });
        self.spoken.set(Vec::new());
        self.recall_late_draft(conversation);
        if let Some(talk) = self.talks.with_value(|it| it.find(conversation)) {
            self.talks.update_value(|it| it.touch(conversation));
            if talk.read_untracked().lost().is_some() {
                self.follow(conversation);
            }
            self.tell_look();
            return talk;
        }
        let me = untrack(move || self.my_id());
        let talk = Talk::new(
            me,
            conversation.clone(),
            self.writing.read_untracked().pending(conversation),
        );
        let held = self
            .talks
            .try_update_value(|it| it.hold(conversation.clone(), talk.clone()));
        self.follow(conversation);
        self.tell_look();
        match held {
            Some((talk, gone)) => {
                self.unfollow(gone.as_ref());
                talk
            }
            None => ArcRwSignal::new(talk),
        }
    }

    /// The conversation is not on the screen any more.
    pub(crate) fn leave(self, conversation: &Id<id::Conversation>) {
        self.keep_draft(conversation);
        self.revealed.maybe_update(|it| it.hide(conversation, None));
        perform::take_late_draft(conversation);
        if let Some(talk) = self.talks.with_value(|it| it.find(conversation)) {
            talk.maybe_update(Talk::settle);
        }
        self.gaze.maybe_update(|it| {
            let is_it = it.conversation.as_ref() == Some(conversation);
            if is_it {
                it.conversation = None;
                it.is_at_end = false;
            }
            is_it
        });
    }

    /// Asks for a conversation again that could not be shown.
    pub(crate) fn follow(self, conversation: &Id<id::Conversation>) {
        if let Some((_, client)) = self.client.get_value() {
            client.follow(conversation);
        }
    }

    fn unfollow(self, conversation: Option<&Id<id::Conversation>>) {
        if let (Some(conversation), Some((_, client))) = (conversation, self.client.get_value()) {
            client.unfollow(conversation);
        }
    }

    /// Fetches what came before the first row that is held; tells whether there is anything to fetch.
    pub(crate) fn fetch_older(self, conversation: &Id<id::Conversation>) -> bool {
        let talk = self.talks.with_value(|it| it.find(conversation));
        let question = talk.and_then(|it| it.try_update(Talk::older).flatten());
        question.map(|it| self.ask(it)).is_some()
    }

    /// Ends a conversation.
    pub(crate) fn end(self, conversation: &Id<id::Conversation>) {
        let end = Command::End(End {
            conversation: conversation.clone(),
        });
        self.send(end, Wish::End(conversation.clone()));
    }

    /// Takes back that a conversation was ended.
    pub(crate) fn reopen(self, conversation: &Id<id::Conversation>) {
        let reopen = Command::Reopen(Reopen {
            conversation: conversation.clone(),
        });
        self.send(reopen, Wish::Reopen(conversation.clone()));
    }

    /// Blocks its visitor, or lets them write again.
    pub(crate) fn block(self, conversation: &Id<id::Conversation>, on: bool) {
        let block = Command::Block(SetBlock {
            conversation: conversation.clone(),
            on,
        });
        self.send(block, Wish::Block);
    }

    /// Is done with a conversation that has ended.
    pub(crate) fn close(self, conversation: &Id<id::Conversation>) {
        let close = Command::Close(Close {
            conversation: conversation.clone(),
        });
        self.send(close, Wish::Close(conversation.clone()));
    }

    /// Whether a visitor who is there now is in a conversation of the person's.
    pub(crate) fn has_company(self) -> bool {
        let me = untrack(move || self.my_id());
        let mine = self.inbox.read_untracked().mine(&me);
        mine.iter().any(|it| it.visitor.is_online)
    }

    /// Says that a conversation is about something, or not.
    pub(crate) fn tag(self, conversation: &Id<id::Conversation>, tag: &Id<id::Tag>, on: bool) {
        let set = Command::Tag(SetTag {
            conversation: conversation.clone(),
            tag: tag.clone(),
            on,
        });
        self.send(set, Wish::Tag(conversation.clone(), tag.clone()));
    }

    /// Asks for the value of a secret, or hides it again.
    pub(crate) fn reveal(self, conversation: &Id<id::Conversation>, name: &str, is_wanted: bool) {
        if is_wanted {
            self.ask(Command::Reveal(Reveal {
                conversation: conversation.clone(),
                name: name.to_owned(),
            }));
        } else {
            self.revealed
                .maybe_update(|it| it.hide(conversation, Some(name)));
        }
    }

    /// Asks on which pages a visitor was.
    pub(crate) fn look_at_trail(self, conversation: &Id<id::Conversation>) {
        let conversation = conversation.clone();
        self.ask(Command::Trail(LookAtTrail { conversation }));
    }

    /// The person is about to write in the conversation that opens next.
    pub(crate) fn will_write(self) {
        self.gaze.update(|it| it.will_write = true);
    }

    /// Whether the person was about to write in the conversation that opened; asked once.
    pub(crate) fn wants_to_write(self) -> bool {
        let will_write = self.gaze.read_untracked().will_write;
        self.gaze.update_untracked(|it| it.will_write = false);
        will_write
    }

    /// The address of Chats, with the conversation that was open there last.
    pub(crate) fn chats_path(self) -> String {
        let gaze = self.gaze.read();
        gaze.last
            .as_ref()
            .map_or_else(|| "/chats".to_owned(), |it| format!("/chats/{it}"))
    }

    /// Goes to a conversation that was just taken.
    pub(super) fn enter(self, summary: &Summary) {
        self.will_write();
        perform::go(self, &format!("/chats/{}", summary.id));
    }

    /// Whether the person owns a conversation now.
    pub(crate) fn owns(self, conversation: &Id<id::Conversation>) -> bool {
        let me = untrack(move || self.my_id());
        let inbox = self.inbox.read_untracked();
        let owner = inbox
            .conversation(conversation)
            .and_then(|it| it.owner.as_ref());
        owner.is_some_and(|it| it.id == me)
    }

    /// What to call a visitor: the name given, else the address, else something to tell them apart.
    pub(crate) fn name(self, person: &Person) -> String {
        let given = person.name.as_ref().or(person.email.as_ref());
        given.cloned().unwrap_or_else(|| {
            let mark: String = person
                .id
                .as_str()
                .chars()
                .filter(char::is_ascii_alphanumeric)
                .take(3)
                .collect();
            format!("{} {}", self.words().visitor, mark.to_uppercase())
        })
    }

    /// What to call who is asked: an agent, or anybody of a channel.
    pub(crate) fn whom(self, whom: &Whom) -> String {
        match whom {
            Whom::Agent(card) => card.name.clone(),
            Whom::Channel(id) => {
                let desk = self.desk.read();
                let channel = desk.channel(id);
                channel.map_or_else(|| id.to_string(), |it| it.channel.name.clone())
            }
        }
    }

    /// What to call the visitor of a conversation.
    pub(crate) fn visitor_name(self, conversation: &Id<id::Conversation>) -> String {
        let inbox = self.inbox.read();
        let summary = inbox.conversation(conversation);
        summary.map_or_else(
            || self.words().visitor.to_owned(),
            |it| self.name(&it.visitor),
        )
    }

    /// Where the reader of a conversation was, when not at its end.
    pub(crate) fn place(self, conversation: &Id<id::Conversation>) -> Option<Place> {
        perform::recall_place(conversation)
    }

    /// Keeps where the reader of a conversation is.
    pub(crate) fn keep_place(self, conversation: &Id<id::Conversation>, place: Option<Place>) {
        perform::keep_place(conversation, place);
    }
}
