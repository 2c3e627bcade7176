//! What an input needs from the store before it can be judged.

use jiff::tz::TimeZone;
use shared::{
    agent,
    block::SetBlock,
    frame, id,
    id::Id,
    limits::{MAX_FILES, MAX_FOLLOWED},
    message::Content,
    visitor,
};

use super::{
    Hub,
    input::{Input, Join, Learned, Missing, Said, Who},
    live::Live,
    socket::Visitor,
};
use crate::{
    record::{Answer, Entry, Filed, Loaded, Place, Sender, Sent},
    store::files::Held,
};

/// What was looked up for the input at hand.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// Whether the command was carried out before; absent when that was not asked.
    pub(super) sent: Option<Option<Sent>>,
    /// Where a message stands; absent when that was not asked.
    pub(super) place: Option<Option<Place>>,
    /// How many quick replies the agent has beside the one at hand; absent when that was not asked.
    pub(super) replies: Option<u32>,
    /// Files of the command at hand that are there; absent when that was not asked.
    pub(super) files: Option<Vec<Filed>>,
    /// What the person has of files; absent when that was not asked.
    pub(super) held: Option<Held>,
    /// The log of the conversation at hand, as far as it is mailed, and where the clock is; absent when that
    /// was not asked.
    pub(super) log: Option<(Vec<Entry>, TimeZone)>,
    /// Conversations that are not there.
    absent: Vec<Id<id::Conversation>>,
}

impl Hub {
    /// The next thing to look up for this input; nothing when it can be judged.
    pub fn missing(&self, input: &Input) -> Option<Missing> {
        match input {
            Input::Join(join) => self.missing_to_join(join),
            Input::Do(socket, said) => match (&**said, &self.sockets.get(socket)?.who) {
                (
                    Said::Visitor(said) | Said::LookedUp(said, _) | Said::Granted(said, _),
                    Who::Visitor { id, .. },
                ) => self.missing_to_visitor(id, said),
                (Said::Agent(said) | Said::Found(said, _), Who::Agent { id, .. }) => {
                    self.missing_to_agent(id, said)
                }
                _ => None,
            },
            Input::Leave(_) | Input::Beat(_) | Input::Tick { .. } | Input::Directory(_) => None,
        }
    }

    /// Takes in what was looked up.
    pub fn learn(&mut self, missing: Missing, learned: Learned) {
        match (missing, learned) {
            (Missing::Sent { .. }, Learned::Sent(sent)) => self.found.sent = Some(sent),
            (Missing::Place { .. }, Learned::Place(place)) => self.found.place = Some(place),
            (Missing::Replies { .. }, Learned::Replies(count)) => self.found.replies = Some(count),
            (Missing::Files(_), Learned::Files(files)) => self.found.files = Some(files),
            (Missing::Held(_), Learned::Held(held)) => self.found.held = Some(held),
            (Missing::Log(_), Learned::Log(entries, zone)) => {
                self.found.log = Some((entries, zone));
            }
            (Missing::Latest(id), Learned::Latest(loaded, known)) => {
                let latest = loaded.map(|loaded| self.take_in(*loaded));
                let visitor = Visitor {
                    sockets: Vec::new(),
                    latest,
                    known,
                };
                self.visitors.insert(id, visitor);
            }
            (Missing::Conversation(_), Learned::Conversation(Some(loaded))) => {
                self.take_in(*loaded);
            }
            (Missing::Conversation(id), Learned::Conversation(None)) => self.found.absent.push(id),
            (missing, learned) => {
                debug_assert!(false, "{learned:?} is no answer to {missing:?}");
            }
        }
    }

    /// Puts a conversation that was kept into memory, unless it is there.
    pub(super) fn take_in(&mut self, loaded: Loaded) -> Id<id::Conversation> {
        let id = loaded.conversation.id.clone();
        self.conversations
            .entry(id.clone())
            .or_insert_with(|| Live::load(loaded));
        id
    }

    fn missing_to_join(&self, join: &Join) -> Option<Missing> {
        match &join.who {
            Who::Visitor { id, .. } => self.missing_latest(id),
            Who::Agent { .. } => {
                let resume = join.hello.resume.as_ref()?;
                let logs = resume.cursors.keys().filter(|log| !log.is_desk());
                logs.take(MAX_FOLLOWED)
                    .find_map(|log| self.missing_conversation(&log.conversation()))
            }
        }
    }

    fn missing_to_visitor(
        &self,
        me: &Id<id::Visitor>,
        said: &frame::Do<visitor::Command>,
    ) -> Option<Missing> {
        use visitor::Command;
        let missing = self.missing_latest(me);
        if missing.is_some() {
            return missing;
        }
        match &said.command {
            Command::Start(it) | Command::Request(it) => {
                self.missing_to_write(me.as_str(), &said.id, &it.content)
            }
            Command::Post(it) => self.missing_to_write(me.as_str(), &said.id, &it.content),
            Command::Upload(_) => self.missing_to_announce(me.as_str(), &said.id),
            Command::Fetch(it) => self.missing_files([&it.file].into_iter()),
            Command::End(_)
            | Command::Reopen(_)
            | Command::Rate(_)
            | Command::Helped(_)
            | Command::Forget(_) => self.missing_sent(Id::new(me.as_str()), &said.id),
            Command::SendTranscript(_) => {
                let sent = self.missing_sent(Id::new(me.as_str()), &said.id);
                sent.or_else(|| self.missing_log(me))
            }
            Command::React(it) => {
                let sent = self.missing_sent(Id::new(me.as_str()), &said.id);
                sent.or_else(|| {
                    let latest = self.visitors.get(me)?.latest.as_ref()?;
                    self.missing_place(latest, &it.message)
                })
            }
            Command::Read(it) => {
                let latest = self.visitors.get(me)?.latest.as_ref()?;
                self.missing_place(latest, &it.message)
            }
            Command::Typing(_)
            | Command::Browse(_)
            | Command::Tell(_)
            | Command::History(_)
            | Command::Follow(_)
            | Command::Suggest(_) => None,
        }
    }

    fn missing_to_agent(
        &self,
        me: &Id<id::Agent>,
        said: &frame::Do<agent::Command>,
    ) -> Option<Missing> {
        use agent::Command;
        let conversation = match &said.command {
            Command::Take(it) => Some(&it.conversation),
            Command::Post(it) => {
                let conversation = self.missing_conversation(&it.conversation);
                return conversation
                    .or_else(|| self.missing_to_write(me.as_str(), &said.id, &it.content));
            }
            Command::Note(it) => {
                let conversation = self.missing_conversation(&it.conversation);
                return conversation
                    .or_else(|| self.missing_to_write(me.as_str(), &said.id, &it.content));
            }
            Command::Upload(_) => return self.missing_to_announce(me.as_str(), &said.id),
            Command::Fetch(it) => {
                let files = self.missing_files([&it.file].into_iter());
                return files.or_else(|| self.missing_place_of_file());
            }
            Command::End(it) => Some(&it.conversation),
            Command::Tag(it) => Some(&it.conversation),
            Command::Block(it) => Some(&it.conversation),
            Command::Reopen(it) => Some(&it.conversation),
            Command::Close(it) => Some(&it.conversation),
            Command::TakeNext(_) => None,
            Command::Read(it) => {
                return self
                    .missing_conversation(&it.conversation)
                    .or_else(|| self.missing_place(&it.conversation, &it.message));
            }
            Command::Typing(it) => return self.missing_conversation(&it.conversation),
            Command::Look(it) => return self.missing_conversation(&it.conversation),
            Command::History(it) => return self.missing_conversation(&it.conversation),
            Command::Follow(it) if !it.log.is_desk() => {
                return self.missing_conversation(&it.log.conversation());
            }
            Command::Transfer(it) => Some(&it.conversation),
            Command::Invite(it) => Some(&it.conversation),
            Command::Answer(it) => Some(&it.conversation),
            Command::Withdraw(it) => Some(&it.conversation),
            Command::Leave(it) => Some(&it.conversation),
            Command::TakeOver(it) => Some(&it.conversation),
            Command::Link(it) => Some(&it.conversation),
            Command::CreateContact(it) => Some(&it.conversation),
            Command::CreateRequest(it) => Some(&it.conversation),
            Command::MatchContacts(it) => return self.missing_conversation(&it.conversation),
            Command::FindContacts(it) => return self.missing_conversation(&it.conversation),
            Command::Contact(it) => return self.missing_conversation(&it.conversation),
            Command::Record(it) => return self.missing_conversation(&it.conversation),
            Command::Reveal(it) => return self.missing_conversation(&it.conversation),
            Command::Trail(it) => return self.missing_conversation(&it.conversation),
            Command::SaveReply(it) => {
                let sent = self.missing_sent(Id::new(me.as_str()), &said.id);
                return sent.or_else(|| self.missing_replies(me, &it.reply.id));
            }
            Command::RemoveReply(_) => None,
            Command::Follow(_)
            | Command::Unfollow(_)
            | Command::Replies(_)
            | Command::Presence(_)
            | Command::Serve(_)
            | Command::Search(_) => return None,
        };
        conversation
            .and_then(|id| self.missing_conversation(id))
            .or_else(|| match &said.command {
                // Whether it is the visitor's latest one.
                Command::Reopen(agent::Reopen { conversation })
                | Command::Block(SetBlock { conversation, .. }) => {
                    let live = self.conversations.get(conversation)?;
                    self.missing_latest(&live.it.visitor)
                }
                _ => None,
            })
            .or_else(|| self.missing_sent(Id::new(me.as_str()), &said.id))
            .or_else(|| match &self.found.sent {
                Some(Some(Sent {
                    answer: Answer::Taken(id),
                    ..
                })) => self.missing_conversation(id),
                _ => None,
            })
    }

    fn missing_latest(&self, visitor: &Id<id::Visitor>) -> Option<Missing> {
        (!self.visitors.contains_key(visitor)).then(|| Missing::Latest(visitor.clone()))
    }

    fn missing_conversation(&self, id: &Id<id::Conversation>) -> Option<Missing> {
        let is_known = self.conversations.contains_key(id) || self.found.absent.contains(id);
        (!is_known && id.is_well_formed()).then(|| Missing::Conversation(id.clone()))
    }

    fn missing_sent(&self, sender: Id<Sender>, id: &Id<id::Client>) -> Option<Missing> {
        (self.found.sent.is_none() && id.is_well_formed()).then(|| Missing::Sent {
            sender,
            id: id.clone(),
        })
    }

    fn missing_to_write(
        &self,
        sender: &str,
        id: &Id<id::Client>,
        content: &Content,
    ) -> Option<Missing> {
        let sent = self.missing_sent(Id::new(sender), id);
        sent.or_else(|| self.missing_files(content.files.iter().map(|it| &it.id)))
    }

    fn missing_to_announce(&self, sender: &str, id: &Id<id::Client>) -> Option<Missing> {
        let is_asked = self.found.held.is_some();
        let sent = self.missing_sent(Id::new(sender), id);
        sent.or_else(|| (!is_asked).then(|| Missing::Held(Id::new(sender))))
    }

    /// What is mailed of a visitor's conversation, unless it was already, or is not to be.
    fn missing_log(&self, me: &Id<id::Visitor>) -> Option<Missing> {
        let latest = self.visitors.get(me)?.latest.as_ref()?;
        let is_new = matches!(self.found.sent, Some(None)) && self.found.log.is_none();
        (is_new && self.has_transcript(latest)).then(|| Missing::Log(latest.clone()))
    }

    fn missing_files<'a>(&self, ids: impl Iterator<Item = &'a Id<id::File>>) -> Option<Missing> {
        let ids = ids.take(MAX_FILES).filter(|it| it.is_well_formed());
        let ids: Vec<_> = ids.cloned().collect();
        (self.found.files.is_none() && !ids.is_empty()).then_some(Missing::Files(ids))
    }

    /// The conversation of the file that was asked for.
    fn missing_place_of_file(&self) -> Option<Missing> {
        let place = self.found.files.as_ref()?.first()?.place.as_ref()?;
        self.missing_conversation(&place.conversation)
    }

    fn missing_replies(&self, agent: &Id<id::Agent>, id: &Id<id::Reply>) -> Option<Missing> {
        (self.found.replies.is_none() && id.is_well_formed()).then(|| Missing::Replies {
            agent: agent.clone(),
            id: id.clone(),
        })
    }

    fn missing_place(
        &self,
        conversation: &Id<id::Conversation>,
        message: &Id<id::Message>,
    ) -> Option<Missing> {
        let live = self.conversations.get(conversation)?;
        let is_known = self.found.place.is_some() || live.place(message).is_some();
        (!is_known && message.is_well_formed()).then(|| Missing::Place {
            conversation: conversation.clone(),
            message: message.clone(),
        })
    }
}
