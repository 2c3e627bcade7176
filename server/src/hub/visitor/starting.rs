//! Visitors begin conversations.

use shared::{
    agent::Change,
    conversation::{Started, Status},
    error::Code,
    id::{self, Id},
    message::{Message, Receipt},
    text,
    time::Timestamp,
    variable,
    visitor::{Start, State},
};

use super::Me;
use crate::{
    hub::{
        Effect, Hub,
        failure::Failure,
        live::{self, Live},
        rates::Key,
    },
    public,
    record::{Answer, Conversation, Links, Voices, Write},
};

impl Hub {
    pub(super) fn start(
        &mut self,
        me: &Me,
        id: &Id<id::Client>,
        it: &Start,
        now: Timestamp,
        effects: &mut Vec<Effect>,
    ) -> Result<Answer, Failure<State>> {
        let visitor = self.visitors.get(&me.id);
        let identity = visitor.and_then(|it| it.known.identity.clone());
        let mut earlier = (None, None);
        if let Ok(latest) = self.latest(me) {
            let latest = &self.live(&latest).it;
            if latest.status != Status::Ended {
                return Err(Failure::with(Code::Conflict, public::state(latest)));
            }
            earlier = (latest.name.clone(), latest.email.clone());
        }
        let said = self.checked(&Id::new(me.id.as_str()), &it.content)?;
        let checked = |given: &Option<String>, check: fn(&str) -> Result<String, text::Invalid>| {
            let given = given.as_deref().filter(|given| !given.trim().is_empty());
            given.map(check).transpose().map_err(|_| Code::Invalid)
        };
        let typed = checked(&it.name, text::name)?.or(earlier.0);
        let signed = identity.as_ref().and_then(|it| it.name.clone());
        let name = signed.or(typed);
        let typed = checked(&it.email, text::email)?.or(earlier.1);
        let signed = identity.as_ref().and_then(|it| it.email.clone());
        let email = signed.or(typed);
        if self.is_full(&me.channel) {
            return Err(Code::QueueFull.into());
        }
        let starts = [
            (
                Key::AddressStarts(me.address.clone()),
                self.settings.address_starts(),
            ),
            (
                Key::ChannelStarts(me.channel.clone()),
                self.settings.channel_starts(),
            ),
        ];
        self.allow_visitor_post(me, &starts, now)?;

        let message = self.visitors_message(id, said.content.clone(), now);
        let conversation = Conversation {
            id: self.ids.make(),
            channel: me.channel.clone(),
            visitor: me.id.clone(),
            name,
            email,
            language: it.language.clone().filter(|it| is_language(it)),
            identity,
            told: variable::clean(&it.variables),
            status: Status::Queued,
            owner: None,
            rank: None,
            place: self.lines.back(),
            started_at: now,
            queued_at: Some(now),
            answered_at: None,
            ended: None,
            first: live::preview(&message),
            last: live::preview(&message),
            unread: 0,
            unanswered_since: None,
            alerts: Vec::new(),
            seen_by_visitor: None,
            seen_by_agent: None,
            question: None,
            participants: Vec::new(),
            listeners: Vec::new(),
            voices: Voices::default(),
            menus: Vec::new(),
            left_at: None,
            finished_at: None,
            closed: false,
            tags: Vec::new(),
            links: Links::default(),
            rating: None,
            agent_head: 0,
            public_head: 0,
        };
        let id = conversation.id.clone();
        let receipt = self.open(conversation, message, effects);
        said.file(&id, false, effects);
        Ok(Answer::Started(receipt))
    }

    /// Begins a conversation; all of the visitor's sockets follow it from here on.
    pub(super) fn open(
        &mut self,
        it: Conversation,
        message: Message,
        effects: &mut Vec<Effect>,
    ) -> Receipt {
        let (id, channel, at) = (it.id.clone(), it.channel.clone(), it.started_at);
        effects.push(Effect::Write(Write::Conversation(Box::new(it.clone()))));
        self.lines.insert(&channel, it.place, id.clone());
        self.today.started(&channel, at);
        let visitor = self.visitors.entry(it.visitor.clone()).or_default();
        let sockets = visitor.sockets.clone();
        if let Some(earlier) = visitor.latest.replace(id.clone())
            && let Some(live) = self.conversations.get_mut(&earlier)
        {
            live.visitors.clear();
            live.gone_at = Some(at);
            self.watch_for_visitor(&earlier, at);
            self.pending.moved.insert(earlier);
        }
        let mut live = Live::new(it);
        live.visitors = sockets;
        self.conversations.insert(id.clone(), live);
        self.pending.moved.insert(id.clone());
        self.pending.unanswered.insert(id.clone());
        self.pending.lines.insert(channel.clone());
        self.pending.figures = true;
        self.pending.routing = true;
        self.append(&id, Change::Started(Started { channel, at }), None, effects);
        self.post(&id, message, effects)
    }
}

/// Whether this may be a language tag.
fn is_language(text: &str) -> bool {
    (2..=35).contains(&text.len())
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}
