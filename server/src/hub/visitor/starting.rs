//! Visitors begin conversations.

use shared::{
    agent::Change,
    conversation::{Started, Status},
    error::Code,
    form::Answers,
    frame::Do,
    id::{self, Id},
    message::{Message, Receipt},
    text,
    time::Timestamp,
    variable,
    visitor::{Command, Start, State},
};

use super::Me;
use crate::{
    domains::Lookup,
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
        let earlier = self.earlier(me)?;
        let said = self.checked(&Id::new(me.id.as_str()), &it.content)?;
        let form = self.form(&me.channel, identity.is_some());
        let typed = form.check(&it.answers().or(&earlier), it.consent)?;
        let signed = identity
            .as_ref()
            .map(|it| (it.name.clone(), it.email.clone()));
        let (name, email) = signed.unwrap_or_default();
        let consented_at = (it.consent && !form.consent.is_empty()).then_some(now);
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
            name: name.or(typed.name),
            email: email.or(typed.email),
            company: typed.company,
            phone: typed.phone,
            country: typed.country,
            consented_at,
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

    /// What the visitor answered before the conversation that has ended, if there was one.
    fn earlier(&mut self, me: &Me) -> Result<Answers, Failure<State>> {
        let Ok(latest) = self.latest(me) else {
            return Ok(Answers::default());
        };
        let latest = &self.live(&latest).it;
        if latest.status != Status::Ended {
            return Err(Failure::with(Code::Conflict, public::state(latest)));
        }
        Ok(latest.answers())
    }

    /// What has to be looked up before a conversation may begin: whether the domain of the visitor's e-mail
    /// address exists, unless that is known.
    pub(super) fn looks_up(
        &mut self,
        me: &Me,
        said: &Do<Command>,
        is_there: Option<bool>,
        now: Timestamp,
    ) -> Result<Option<Effect>, Failure<State>> {
        match is_there {
            Some(true) => return Ok(None),
            Some(false) => return Err(Code::NoDomain.into()),
            None => {}
        }
        let Command::Start(it) = &said.command else {
            return Ok(None);
        };
        let visitor = self.visitors.get(&me.id);
        let is_signed = visitor.is_some_and(|it| it.known.identity.is_some());
        let typed = it.email.as_deref().and_then(|it| text::email(it).ok());
        let known = self.latest(me).ok().map(|it| self.live(&it).it.clone());
        let is_known = |email: &String| {
            let known = known.as_ref();
            known.is_some_and(|it| it.status != Status::Ended || it.email.as_ref() == Some(email))
        };
        let email = typed.filter(|it| self.settings.has_dns && !is_signed && !is_known(it));
        let Some((_, domain)) = email.as_deref().and_then(|it| it.rsplit_once('@')) else {
            return Ok(None);
        };
        let limit = self.settings.lookups();
        let wanted = (Key::Lookups(me.address.clone()), limit.as_slice());
        let taken = self.rates.take(&[wanted], now);
        taken.map_err(Failure::rate_limited)?;
        let lookup = Lookup {
            said: said.clone(),
            domain: domain.to_owned(),
        };
        Ok(Some(Effect::LookUp(me.socket, Box::new(lookup))))
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
