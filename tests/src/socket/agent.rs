//! An agent's verbs.

use std::collections::VecDeque;

use shared::{
    agent::{
        Agent, Change, Command, End, Follow, Hint, History, Note, Post, PrivateMessage, Reply,
        Seen, SetPresence, Summary, Take, TakeNext, Typing, Unfollow,
    },
    conversation::{Entry, Page},
    frame::FromServer,
    id::{self, Id},
    message::{Content, Receipt},
    presence::Presence,
};

use super::Socket;

impl Socket<Agent> {
    /// Takes a chosen conversation.
    pub async fn take(&mut self, conversation: &Id<id::Conversation>) -> Summary {
        let conversation = conversation.clone();
        match self.ask(Command::Take(Take { conversation })).await {
            Ok(Reply::Taken(summary)) => *summary,
            other => panic!("not taken: {other:?}"),
        }
    }

    /// Takes whoever waits longest.
    pub async fn take_next(&mut self) -> Summary {
        match self.ask(Command::TakeNext(TakeNext::default())).await {
            Ok(Reply::Taken(summary)) => *summary,
            other => panic!("nobody taken: {other:?}"),
        }
    }

    /// Writes to the visitor.
    pub async fn post(&mut self, conversation: &Id<id::Conversation>, text: &str) -> Receipt {
        match self.ask(post(conversation, text)).await {
            Ok(Reply::Posted(receipt)) => receipt,
            other => panic!("not posted: {other:?}"),
        }
    }

    /// Writes to colleagues only.
    pub async fn note(&mut self, conversation: &Id<id::Conversation>, text: &str) -> Receipt {
        match self.ask(note(conversation, text)).await {
            Ok(Reply::Noted(receipt)) => receipt,
            other => panic!("not noted: {other:?}"),
        }
    }

    /// Marks everything up to a message as seen.
    pub async fn read(&mut self, conversation: &Id<id::Conversation>, message: &Id<id::Message>) {
        let (conversation, message) = (conversation.clone(), message.clone());
        self.do_it(Command::Read(Seen {
            conversation,
            message,
        }))
        .await;
    }

    /// Says that the agent is writing, to the visitor or in private.
    pub async fn typing(&mut self, conversation: &Id<id::Conversation>, private: bool) {
        let conversation = conversation.clone();
        self.do_it(Command::Typing(Typing {
            conversation,
            private,
        }))
        .await;
    }

    /// Ends a conversation.
    pub async fn end(&mut self, conversation: &Id<id::Conversation>) {
        let conversation = conversation.clone();
        self.do_it(Command::End(End { conversation })).await;
    }

    /// Becomes present or away.
    pub async fn be(&mut self, presence: Presence) {
        self.do_it(Command::Presence(SetPresence { presence }))
            .await;
    }

    /// Follows a conversation, from a number on or with a snapshot.
    pub async fn follow(&mut self, conversation: &Id<id::Conversation>, after: Option<u64>) {
        let log = conversation.log();
        if let Some(after) = after {
            self.logs.insert(log.clone(), super::Log::known_to(after));
        }
        self.do_it(Command::Follow(Follow {
            log: log.clone(),
            after,
        }))
        .await;
        self.until("the log", |frame| match frame {
            FromServer::CaughtUp(beat) => beat.heads.contains_key(&log).then_some(()),
            _ => None,
        })
        .await;
    }

    /// Follows it no more.
    pub async fn unfollow(&mut self, conversation: &Id<id::Conversation>) {
        let log = conversation.log();
        self.do_it(Command::Unfollow(Unfollow { log: log.clone() }))
            .await;
        self.logs.remove(&log);
    }

    /// Waits for a private message that says this.
    pub async fn hear_note(&mut self, text: &str) -> PrivateMessage {
        self.change(text, |change| match change {
            Change::Noted(note) if note.content.text == text => Some(note.clone()),
            _ => None,
        })
        .await
    }

    /// Waits until the desk shows a conversation so.
    pub async fn desk(&mut self, what: &str, mut is_so: impl FnMut(&Summary) -> bool) -> Summary {
        self.change(what, |change| match change {
            Change::Conversation(summary) if is_so(summary) => Some(summary.as_ref().clone()),
            _ => None,
        })
        .await
    }

    /// Carries out a command that has nothing to answer.
    pub async fn do_it(&mut self, command: Command) {
        match self.ask(command).await {
            Ok(Reply::Ok {}) => (),
            other => panic!("not done: {other:?}"),
        }
    }
}

/// The command that writes to the visitor.
pub fn post(conversation: &Id<id::Conversation>, text: &str) -> Command {
    Command::Post(Post {
        conversation: conversation.clone(),
        content: Content::text(text),
    })
}

/// The command that writes to colleagues.
pub fn note(conversation: &Id<id::Conversation>, text: &str) -> Command {
    Command::Note(Note {
        conversation: conversation.clone(),
        content: Content::text(text),
    })
}
