//! Visitors begin conversations.

use shared::{
    agent::Change,
    conversation::{Started, Status},
    error::Code,
    form::{Answers, Form},
    frame::Do,
    id::{self, Id},
    message::{Author, Content, Message, Receipt},
    text,
    time::Timestamp,
    trail::Trail,
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
    identity::Identity,
    public,
    record::{Answer, Conversation, Links, Voices, Write},
};

/// Who a visitor is, as far as the site or the visitor has said so.
pub(super) struct Known {
    typed: Answers,
    consented_at: Option<Timestamp>,
    identity: Option<Identity>,
}

impl Known {
    /// What is answered to a form. What was said earlier counts where nothing is said now, and what is signed
    /// counts before both.
    pub(super) fn new(
        it: &Start,
        form: &Form,
        earlier: &Answers,
        identity: Option<Identity>,
        now: Timestamp,
    ) -> Result<Self, Code> {
        let typed = form.check(&it.answers().or(earlier), it.consent)?;
        let signed = identity.as_ref();
        let signed = Answers {
            name: signed.and_then(|it| it.name.clone()),
            email: signed.and_then(|it| it.email.clone()),
            ..Answers::default()
        };
        Ok(Self {
            typed: signed.or(&typed),
            consented_at: (it.consent && !form.consent.is_empty()).then_some(now),
            identity,
        })
    }

    /// As it would be asked for.
    pub(super) fn answers(&self) -> Answers {
        self.typed.clone()
    }
}

impl Hub {
    pub(super) fn start(
        &mut self,
        me: &Me,
        id: &Id<id::Client>,
        it: &Start,
        now: Timestamp,
        effects: &mut Vec<Effect>,
    ) -> Result<Answer, Failure<State>> {
        let identity = self.identity_of(me);
        let earlier = self.earlier(me)?;
        if !self.takes_chats(&me.channel, now) {
            return Err(Code::Closed.into());
        }
        if self.is_full(&me.channel) {
            return Err(Code::QueueFull.into());
        }
        let channel = self.directory.channels.get(&me.channel);
        if it.unkept && channel.is_none_or(|it| !it.privacy.unkept_offer) {
            return Err(Code::NotAllowed.into());
        }
        let said = self.checked(&Id::new(me.id.as_str()), &it.content)?;
        let form = self.form(&me.channel, identity.is_some());
        let known = Known::new(it, &form, &earlier, identity, now)?;
        self.allow_start(me, now)?;

        let message = self.visitors_message(id, said.content.clone(), now);
        let conversation = Conversation {
            place: self.lines.back(),
            asked_at_place: Some(self.lines.length(&me.channel).saturating_add(1)),
            unkept: it.unkept,
            ..self.begun(me, it, known, &message, now)
        };
        let id = conversation.id.clone();
        let receipt = self.open(conversation, message, effects);
        said.file(&id, false, effects);
        Ok(Answer::Started(receipt))
    }

    /// Counts towards how many conversations begin.
    pub(super) fn allow_start(&mut self, me: &Me, now: Timestamp) -> Result<(), Failure<State>> {
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
        self.allow_visitor_post(me, &starts, now)
    }

    /// Who the visitor is, where the site has signed it.
    pub(super) fn identity_of(&self, me: &Me) -> Option<Identity> {
        self.visitors.get(&me.id)?.known.identity.clone()
    }

    /// A conversation that waits, before anything happened in it.
    pub(super) fn begun(
        &mut self,
        me: &Me,
        it: &Start,
        known: Known,
        message: &Message,
        now: Timestamp,
    ) -> Conversation {
        let Known {
            typed,
            consented_at,
            identity,
        } = known;
        let channel = self.directory.channels.get(&me.channel);
        let names = channel.map(|it| it.manner.names).unwrap_or_default();
        Conversation {
            id: self.ids.make(),
            channel: me.channel.clone(),
            visitor: me.id.clone(),
            name: typed.name,
            email: typed.email,
            company: typed.company,
            phone: typed.phone,
            country: typed.country,
            consented_at,
            language: it.language.clone().filter(|it| is_language(it)),
            identity,
            told: variable::clean(&it.variables),
            trail: Trail::default(),
            status: Status::Queued,
            owner: None,
            rank: None,
            place: 0,
            asked_at_place: None,
            started_at: now,
            queued_at: Some(now),
            answered_at: None,
            ended: None,
            first: live::preview(message),
            last: live::preview(message),
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
            is_blocked: false,
            tags: Vec::new(),
            links: Links::default(),
            rating: None,
            silence: None,
            unkept: false,
            names,
            agent_head: 0,
            public_head: 0,
        }
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
        let (Command::Start(it) | Command::Request(it)) = &said.command else {
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
        let is_waiting = it.status == Status::Queued;
        if is_waiting {
            self.lines.insert(&channel, it.place, id.clone());
            self.today.started(&channel, at);
        }
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
        if is_waiting {
            self.pending.unanswered.insert(id.clone());
            self.pending.lines.insert(channel.clone());
            self.pending.figures = true;
            self.pending.routing = true;
        }
        self.append(&id, Change::Started(Started { channel, at }), None, effects);
        if is_waiting {
            self.greet(&id, at, effects);
        }
        self.post(&id, message, effects)
    }

    /// Says what the channel says first, if it does.
    fn greet(&mut self, id: &Id<id::Conversation>, at: Timestamp, effects: &mut Vec<Effect>) {
        let it = &self.live(id).it;
        let (channel, name) = (it.channel.clone(), it.name.clone());
        let channel = self.directory.channels.get(&channel);
        let said = channel.and_then(|it| it.manner.greet(name.as_deref()));
        let Some(said) = said else {
            return;
        };
        let greeting = Message {
            id: self.ids.make(),
            client_id: None,
            author: Author::System,
            at,
            content: Content::text(said),
        };
        self.append(id, Change::Posted(greeting), None, effects);
    }
}

/// Whether this may be a language tag.
fn is_language(text: &str) -> bool {
    (2..=35).contains(&text.len())
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}
