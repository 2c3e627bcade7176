//! An agent's verbs.

use shared::{
    agent::{
        Agent, Change, Command, DeskSnapshot, End, Follow, Note, Post, Reply, Seen, SetPresence,
        Snapshot, Summary, Take, TakeNext, Typing, Unfollow,
    },
    frame::FromServer,
    id::{self, Id},
    message::{Content, Receipt},
    presence::Presence,
};

use super::Socket;
use crate::patience::{BEAT_PATIENCE, within_time};

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
        self.do_it(Command::Presence(SetPresence {
            presence,
            reason: None,
        }))
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

    /// The desk as far as was heard.
    pub fn desk(&self) -> DeskSnapshot {
        let log = &self.logs[&Id::desk()];
        let Some(Snapshot::Desk(begun)) = &log.snapshot else {
            panic!("a desk begins with a snapshot");
        };
        let mut desk = begun.as_ref().clone();
        log.entries.iter().for_each(|change| lay(&mut desk, change));
        desk
    }

    /// Waits until the desk is so.
    pub async fn desk_is(&mut self, what: &str, is_so: impl Fn(&DeskSnapshot) -> bool) {
        // A heartbeat comes all the time, so that waiting for the next frame alone has no end.
        let stands = async {
            while !is_so(&self.desk()) {
                self.next(what).await;
            }
        };
        within_time(BEAT_PATIENCE, what, stands).await;
    }

    /// Waits until a conversation on the desk is so.
    pub async fn shows(&mut self, what: &str, is_so: impl Fn(&Summary) -> bool) -> Summary {
        let found = |desk: &DeskSnapshot| desk.conversations.iter().find(|it| is_so(it)).cloned();
        self.desk_is(what, |desk| found(desk).is_some()).await;
        found(&self.desk()).expect("it was there just now")
    }

    /// How a conversation stands on the desk, as far as was heard.
    pub fn summary(&self, conversation: &Id<id::Conversation>) -> Summary {
        let all = self.desk().conversations;
        let found = all.into_iter().find(|it| it.id == *conversation);
        found.expect("it is on the desk")
    }

    /// Carries out a command that has nothing to answer.
    pub async fn do_it(&mut self, command: Command) {
        match self.ask(command).await {
            Ok(Reply::Ok {}) => (),
            other => panic!("not done: {other:?}"),
        }
    }
}

/// Lays a change on a desk.
fn lay(desk: &mut DeskSnapshot, change: &Change) {
    match change {
        Change::Conversation(new) => {
            desk.conversations.retain(|it| it.id != new.id);
            desk.conversations.push(new.as_ref().clone());
        }
        Change::Gone(gone) => desk.conversations.retain(|it| it.id != gone.conversation),
        Change::Colleague(new) => {
            desk.colleagues.retain(|it| it.card.id != new.card.id);
            desk.colleagues.push(new.clone());
        }
        Change::Channel(new) => {
            desk.channels.retain(|it| it.channel.id != new.channel.id);
            desk.channels.push(new.as_ref().clone());
        }
        Change::Figures(new) => desk.figures = new.clone(),
        Change::Warned(new) => desk.warnings.clone_from(&new.warnings),
        Change::RepliesChanged(_) => {}
        _ => panic!("no change of a desk: {change:?}"),
    }
}

/// The command that writes to the visitor.
pub fn post(conversation: &Id<id::Conversation>, text: &str) -> Command {
    Command::Post(Post {
        conversation: conversation.clone(),
        content: Content::text(text),
        seen: None,
    })
}

/// The command that writes to colleagues.
pub fn note(conversation: &Id<id::Conversation>, text: &str) -> Command {
    Command::Note(Note {
        conversation: conversation.clone(),
        content: Content::text(text),
    })
}
