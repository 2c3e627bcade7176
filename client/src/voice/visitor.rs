//! A visitor's commands and changes.

use shared::{
    account,
    conversation::Page,
    error::Code,
    file::{Link, Slot},
    id::{self, Id},
    message::{Content, Receipt},
    visitor::{Change, Command, History, Post, Reply, Seen, Snapshot, Start, Visitor},
};

use super::{Fact, Lane, REQUESTS, Speech, Stand, Treatment, UPLOADS, Voice};
use crate::{
    json::Value,
    read::{Members, variant},
};

impl Voice for Visitor {
    const NEEDS_TICKET: bool = false;
    const FOLLOWS_LATEST: bool = true;

    fn treatment(command: &Command) -> Treatment {
        match command {
            Command::Start(_)
            | Command::Post(_)
            | Command::End(_)
            | Command::Reopen(_)
            | Command::Rate(_)
            | Command::SendTranscript(_)
            | Command::React(_) => Treatment::Keep(Lane::new()),
            Command::Request(_) => Treatment::Keep(REQUESTS.to_owned()),
            Command::Upload(_) => Treatment::Once(UPLOADS.to_owned()),
            Command::Helped(_) => Treatment::Keep(Lane::new()),
            _ => Treatment::Ask,
        }
    }

    fn says(command: &Command) -> Option<(&Content, bool)> {
        match command {
            Command::Start(it) => Some((&it.content, false)),
            Command::Post(it) => Some((&it.content, false)),
            _ => None,
        }
    }

    fn leads(command: &Command) -> bool {
        matches!(command, Command::Start(_))
    }

    /// Nothing typed is lost: a first message that finds a conversation already open belongs into that,
    /// a message that finds none begins one. When the id was used for something else, another tab has
    /// done just this.
    fn amend(command: &str, code: Code) -> Option<Command> {
        let (name, it) = variant(Value::parse(command).ok()?).ok()?;
        let mut it = Members::of(it).ok()?;
        let content: Content = it.need("content").ok()?;
        let is_unkept: bool = it.or_empty("unkept").ok()?;
        if content.choice.is_some() {
            return None;
        }
        match (name.as_str(), code) {
            // What shall not be kept is not said where it may be.
            ("start", Code::Conflict | Code::IdConflict) if !is_unkept => {
                Some(Command::Post(Post { content }))
            }
            ("post", Code::NotFound | Code::IdConflict) => Some(Command::Start(Start {
                content,
                ..Start::default()
            })),
            _ => None,
        }
    }

    fn person(_: &account::Visitor) -> Option<&str> {
        None
    }

    fn latest(me: &account::Visitor) -> Option<&Id<id::Conversation>> {
        me.conversation.as_ref()
    }

    fn history(_: Id<id::Conversation>, before: u64, limit: u16) -> Command {
        Command::History(History { before, limit })
    }

    fn asks_before(question: &Command) -> Option<u64> {
        match question {
            Command::History(it) => Some(it.before),
            _ => None,
        }
    }

    fn page(reply: &Reply) -> Option<&Page<Change>> {
        match reply {
            Reply::Page(page) => Some(page),
            _ => None,
        }
    }

    fn unfollow(_: Id<id::Log>) -> Option<Command> {
        None
    }

    fn receipt(reply: &Reply) -> Option<&Receipt> {
        match reply {
            Reply::Started(it) | Reply::Posted(it) => Some(it),
            _ => None,
        }
    }

    fn slot(reply: &Reply) -> Option<&Slot> {
        match reply {
            Reply::Upload(it) => Some(it),
            _ => None,
        }
    }

    fn link(reply: &Reply) -> Option<&Link> {
        match reply {
            Reply::Link(it) => Some(it),
            _ => None,
        }
    }

    fn read(_: Id<id::Conversation>, message: Id<id::Message>) -> Command {
        Command::Read(Seen { message })
    }

    fn fact(change: &Change) -> Fact<'_> {
        match change {
            Change::Started(it) => Fact::Started(it),
            Change::Posted(it) => Fact::Said(Speech {
                id: &it.id,
                client_id: it.client_id.as_ref(),
                author: it.author.clone(),
                at: it.at,
                content: &it.content,
                is_private: false,
            }),
            Change::Taken(it) => Fact::Taken(it),
            Change::Queued(it) => Fact::Queued(it),
            Change::Ended(it) => Fact::Ended(it),
            Change::Reopened(it) => Fact::Reopened(it),
            Change::Read(it) => Fact::Read(it),
            Change::Rated(it) => Fact::Rated(it),
            Change::Nudged(it) => Fact::Nudged(it),
            Change::Reacted(it) => Fact::Reacted(it),
            Change::Erased(_) => Fact::Else,
        }
    }

    fn stand(snapshot: &Snapshot) -> Option<(Stand, &Page<Change>)> {
        let state = &snapshot.state;
        let stand = Stand {
            status: state.status,
            agent: state.agent.clone(),
            photo: state.photo.clone(),
            ended: state.ended.clone(),
            rating: state.rating.clone(),
            seen_by_visitor: state.seen_by_visitor.clone(),
            seen_by_agent: state.seen_by_agent.clone(),
        };
        Some((stand, &snapshot.page))
    }
}

#[cfg(test)]
mod tests {
    use shared::choice::Choice;

    use super::*;

    fn amended(command: &Command, code: Code) -> Option<Command> {
        Visitor::amend(&crate::json::write(command), code)
    }

    #[test]
    fn a_first_message_into_an_open_conversation_is_posted_there() {
        let start = Command::Start(Start {
            content: Content::text("Hi"),
            name: Some("Kari".to_owned()),
            ..Start::default()
        });
        let post = Command::Post(Post {
            content: Content::text("Hi"),
        });
        assert_eq!(amended(&start, Code::Conflict), Some(post.clone()));
        assert_eq!(amended(&start, Code::TooLong), None);
        let unkept = Command::Start(Start {
            content: Content::text("Hi"),
            unkept: true,
            ..Start::default()
        });
        assert_eq!(amended(&unkept, Code::Conflict), None);
        assert!(matches!(
            amended(&post, Code::NotFound),
            Some(Command::Start(_))
        ));
        assert_eq!(amended(&post, Code::Conflict), None);
        assert_eq!(Visitor::amend("not json", Code::Conflict), None);
        // What answers options makes no sense without them.
        let choice = Command::Post(Post {
            content: Content::choice(Choice {
                message: Id::new("m"),
                texts: vec!["Yes".to_owned()],
                cancelled: false,
            }),
        });
        assert_eq!(amended(&choice, Code::NotFound), None);
    }
}
