//! A visitor's verbs.

use shared::{
    choice::Choice,
    frame::FromServer,
    id::{self, Id},
    message::{Content, Receipt},
    visitor::{
        Command, End, Follow, Hint, Post, Reopen, Reply, Seen, Start, State, Typing, Visitor,
    },
};

use super::Socket;

impl Socket<Visitor> {
    /// Begins a conversation.
    pub async fn start(&mut self, text: &str) -> Receipt {
        let start = Start {
            content: Content::text(text),
            ..Start::default()
        };
        match self.ask(Command::Start(start)).await {
            Ok(Reply::Started(receipt)) => receipt,
            other => panic!("not started: {other:?}"),
        }
    }

    /// Writes.
    pub async fn post(&mut self, text: &str) -> Receipt {
        match self.ask(post(text)).await {
            Ok(Reply::Posted(receipt)) => receipt,
            other => panic!("not posted: {other:?}"),
        }
    }

    /// Answers a message with options; with none of them, when there are no texts.
    pub async fn choose(&mut self, message: &Id<id::Message>, texts: &[&str]) -> Receipt {
        let content = Content::choice(Choice {
            message: message.clone(),
            texts: texts.iter().map(|it| (*it).to_owned()).collect(),
            cancelled: texts.is_empty(),
        });
        match self.ask(Command::Post(Post { content })).await {
            Ok(Reply::Posted(receipt)) => receipt,
            other => panic!("not chosen: {other:?}"),
        }
    }

    /// Marks everything up to a message as seen.
    pub async fn read(&mut self, message: &Id<id::Message>) {
        let message = message.clone();
        self.do_it(Command::Read(Seen { message })).await;
    }

    /// Says that the visitor is writing.
    pub async fn typing(&mut self) {
        self.do_it(Command::Typing(Typing {})).await;
    }

    /// Ends the conversation.
    pub async fn end(&mut self) {
        self.do_it(Command::End(End {})).await;
    }

    /// Comes back to it.
    pub async fn reopen(&mut self) {
        self.do_it(Command::Reopen(Reopen {})).await;
    }

    /// How the conversation stands. Begins its log anew with a snapshot.
    pub async fn state(&mut self, conversation: &Id<id::Conversation>) -> State {
        let log = conversation.log();
        self.do_it(Command::Follow(Follow {
            log: log.clone(),
            after: None,
        }))
        .await;
        self.until("a snapshot", |frame| match frame {
            FromServer::Reset(reset) if reset.log == log => Some(reset.snapshot.state.clone()),
            _ => None,
        })
        .await
    }

    /// Waits until the place in the queue is this.
    pub async fn place(&mut self, place: u32) {
        self.hint(&format!("place {place}"), |hint| match hint {
            Hint::Place(it) if it.place == place => Some(()),
            _ => None,
        })
        .await;
    }

    /// Carries out a command that has nothing to answer.
    pub async fn do_it(&mut self, command: Command) {
        match self.ask(command).await {
            Ok(Reply::Ok {}) => (),
            other => panic!("not done: {other:?}"),
        }
    }
}

/// The command that writes a text.
pub fn post(text: &str) -> Command {
    Command::Post(Post {
        content: Content::text(text),
    })
}
