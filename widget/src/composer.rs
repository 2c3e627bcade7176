//! What the visitor types: a message, and before the first one what the channel asks for.

#[cfg(test)]
mod tests;

use std::cell::Cell;

use client::{Delivery, attach::Tray, outbox::News};
use shared::{
    error::Code,
    file::{self, File},
    form::{Answers, Form, Kind},
    id::{self, Id},
    limits,
    message::Content,
    text::{self, Invalid},
    variable::Told,
    visitor::{Change, Start, Visitor},
};

/// One of the things to type.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Field {
    Message,
    Name,
    Email,
    Company,
    Phone,
    Country,
}

/// How many they are.
const FIELDS: usize = 1 + Kind::ALL.len();

/// What is typed and not sent. Each change is remembered, so that a reload loses nothing.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Composer {
    texts: [String; FIELDS],
    wrong: [Option<Code>; FIELDS],
    /// Whether the visitor consents. Not remembered: who comes back is asked again.
    pub(crate) has_consented: bool,
    /// Whether the chat shall not be kept. Not remembered either.
    pub(crate) is_unkept: bool,
    /// Whether the consent is missed.
    pub(crate) lacks_consent: bool,
    max_text: usize,
    /// The files that go with the message.
    pub(crate) tray: Tray,
    /// Which files the server takes; nothing: none. Before it has told: any, and it says no itself.
    pub(crate) limits: Option<Box<file::Limits>>,
    /// The message that is being put into the outbox. Until it lies there, it stays in the field.
    going: Option<(Id<id::Client>, String)>,
    /// The message that an earlier page was putting there when it went away.
    left: Option<(Id<id::Client>, String)>,
    /// The last message that lies in the outbox: no draft any more.
    sent: String,
    /// The one of the page before, which may still be remembered as a draft.
    gone: String,
    /// Which fields are newer than what will be remembered.
    is_late: Cell<[bool; FIELDS]>,
    /// Whether what was remembered has come.
    has_recalled: bool,
    /// What the page wants in fields that are empty, until that is known of them.
    offered: [String; 3],
}

/// Under which key the files of the message are remembered.
pub(crate) const FILES: &str = "draft:files";

/// Says that a message lies in the outbox. No id is this.
const SENT: &str = "-";

impl Field {
    pub(crate) const ALL: [Self; FIELDS] = [
        Self::Message,
        Self::Name,
        Self::Email,
        Self::Company,
        Self::Phone,
        Self::Country,
    ];

    /// The fields of forms, and what they ask for.
    pub(crate) fn of_forms() -> impl Iterator<Item = (Self, Kind)> {
        Self::ALL.into_iter().skip(1).zip(Kind::ALL)
    }

    /// Under which key it is remembered.
    pub(crate) fn key(self) -> &'static str {
        match self {
            Self::Message => "draft:message",
            Self::Name => "draft:name",
            Self::Email => "draft:email",
            Self::Company => "draft:company",
            Self::Phone => "draft:phone",
            Self::Country => "draft:country",
        }
    }

    /// The element that it is typed into.
    pub(crate) fn id(self) -> &'static str {
        &self.key()["draft:".len()..]
    }
}

impl Default for Composer {
    fn default() -> Self {
        Self {
            texts: <[String; FIELDS]>::default(),
            wrong: [None; FIELDS],
            has_consented: false,
            is_unkept: false,
            lacks_consent: false,
            max_text: limits::MAX_TEXT,
            tray: Tray::default(),
            limits: Some(Box::default()),
            going: None,
            left: None,
            sent: String::new(),
            gone: String::new(),
            is_late: Cell::default(),
            has_recalled: false,
            offered: <[String; 3]>::default(),
        }
    }
}

impl Composer {
    /// Takes what happened; tells whether anything here changed.
    pub(crate) fn receive(&mut self, delivery: &Delivery<Visitor>) -> bool {
        match delivery {
            Delivery::Outbox(news) => {
                let has_sent = matches!(news, News::Kept(pending) if self.empty(&pending.id));
                self.tray.hear(news) | has_sent
            }
            Delivery::Remembered(remembered) => self.recall(remembered),
            Delivery::Event(it) if matches!(it.change, Change::Started(_)) => {
                self.has_consented = false;
                self.is_unkept = false;
                true
            }
            Delivery::Welcome(welcome, _) => {
                self.max_text = welcome.limits.max_text;
                self.limits = welcome.limits.files.clone();
                true
            }
            _ => false,
        }
    }

    /// The message lies in the outbox: the field is for the next one, unless that was begun already.
    fn empty(&mut self, id: &Id<id::Client>) -> bool {
        let is_it = |(it, _): &mut (Id<id::Client>, String)| it == id;
        let kept = self
            .going
            .take_if(is_it)
            .or_else(|| self.left.take_if(is_it));
        let Some((_, text)) = kept else {
            return false;
        };
        if self.texts[0] == text {
            self.write(Field::Message, "");
        }
        self.sent = text;
        true
    }

    /// What stands in the fields, for the case that this page does not live on. The first line says what
    /// the message is: a draft, under an id on its way into the outbox, or in the outbox.
    pub(crate) fn late(&self) -> String {
        let message = &self.texts[0];
        let going = self.going.as_ref().filter(|(_, text)| text == message);
        let going = going.map_or("", |(id, _)| id.as_str());
        let (kind, message) = match message.as_str() {
            "" => (SENT, &self.sent),
            _ => (going, message),
        };
        let mut lines = vec![kind];
        lines.extend(self.texts[1..].iter().map(String::as_str));
        lines.push(message);
        lines.join("\n")
    }

    /// Takes up what stood in the fields when an earlier page went away. A message that lies in the outbox
    /// after all is taken out again.
    pub(crate) fn take_up(&mut self, late: &str) {
        let mut lines = late.splitn(Field::ALL.len() + 1, '\n');
        let mut line = || lines.next().unwrap_or_default();
        let kind = line();
        for (field, _) in Field::of_forms() {
            self.is_late.get_mut()[field as usize] = self.set(field, line());
        }
        let message = line();
        if kind == SENT {
            message.clone_into(&mut self.sent);
            message.clone_into(&mut self.gone);
            return;
        }
        self.is_late.get_mut()[0] = self.set(Field::Message, message);
        if !kind.is_empty() {
            self.left = Some((Id::new(kind), message.to_owned()));
        }
    }

    fn recall(&mut self, remembered: &[(String, String)]) -> bool {
        // What is sent is no draft, although the page before could not have it forgotten any more.
        let key = Field::Message.key();
        self.has_recalled = true;
        let gone = std::mem::take(&mut self.gone);
        let is_gone = |(it, text): &(String, String)| it == key && *text == gone;
        let is_late = self.is_late.get_mut();
        is_late[0] |= !gone.is_empty() && remembered.iter().any(is_gone);
        let is_late = *is_late;
        let mut has_changed = false;
        for (key, text) in remembered {
            if key == FILES {
                has_changed |= self.tray.recall(text);
            }
            let field = Field::ALL.into_iter().find(|it| it.key() == key);
            if let Some(field) = field.filter(|it| !is_late[*it as usize]) {
                has_changed |= self.set(field, text);
            }
        }
        has_changed | self.accept()
    }

    /// Takes what the page wants in the fields, in their order. What the visitor has written stays.
    pub(crate) fn offer(&mut self, texts: [String; 3]) -> bool {
        self.offered = texts;
        self.has_recalled && self.accept()
    }

    fn accept(&mut self) -> bool {
        let offered = std::mem::take(&mut self.offered);
        let pairs = Field::ALL.into_iter().zip(offered);
        pairs.fold(false, |has_changed, (field, text)| {
            (self.text(field).is_empty() && self.set(field, &text)) | has_changed
        })
    }

    /// Takes what the visitor types: newer than all that is remembered, until it is remembered itself.
    pub(crate) fn write(&mut self, field: Field, text: &str) -> bool {
        self.is_late.get_mut()[field as usize] = true;
        self.set(field, text)
    }

    /// What stands in a field is being remembered, where it is newer than what is. That happens amid drawing
    /// too: a field that vanishes loses the focus.
    pub(crate) fn remembered(&self, field: Field) -> Option<&str> {
        let mut is_late = self.is_late.get();
        let is_newer = is_late[field as usize];
        // What was remembered before, and is on its way, is older.
        if self.has_recalled {
            is_late[field as usize] = false;
            self.is_late.set(is_late);
        }
        is_newer.then(|| self.text(field))
    }

    /// Takes what stands in a field; tells whether that is news.
    pub(crate) fn set(&mut self, field: Field, text: &str) -> bool {
        let is_news = self.text(field) != text;
        if is_news {
            self.texts[field as usize] = text.to_owned();
            self.wrong[field as usize] = None;
        }
        is_news
    }

    /// Looks at what is to begin a conversation; `None` when something must be corrected first.
    /// Where something was said before, nothing need be written.
    pub(crate) fn begin(
        &mut self,
        language: &str,
        form: &Form,
        may_be_empty: bool,
    ) -> Option<Start> {
        let answers = self.answers(form);
        let content = self.message();
        let content = content.or_else(|| may_be_empty.then(Content::default));
        self.wrong[0] = match content {
            None if self.room() < 0 => Some(Code::TooLong),
            None => Some(Code::Incomplete),
            Some(_) => None,
        };
        let start = Start {
            content: content?,
            consent: self.has_consented && !form.consent.is_empty(),
            language: Some(language.to_owned()),
            ..Start::default()
        };
        Some(start.answering(answers?))
    }

    /// Looks at what a form asks for; `None` when something must be corrected first.
    pub(crate) fn answers(&mut self, form: &Form) -> Option<Answers> {
        let mut answers = Answers::default();
        for (field, kind) in Field::of_forms() {
            let asked = form.field(kind);
            let answer = asked.map(|_| form.answer(kind, self.text(field)));
            let answer = answer.unwrap_or(Ok(None));
            self.wrong[field as usize] = answer.as_ref().err().copied();
            answers.set(kind, answer.unwrap_or_default());
        }
        self.lacks_consent = !form.consent.is_empty() && !self.has_consented;
        let is_right = !self.lacks_consent && self.wrong[1..] == [None; FIELDS - 1];
        is_right.then_some(answers)
    }

    /// What the server refused to begin with is in the fields again, and what is wrong with it is marked.
    pub(crate) fn take_back(&mut self, content: &Content, code: Code, form: &Form) {
        for file in &content.files {
            self.tray.restore(file.clone());
        }
        // Another tab may have taken it back before.
        let typed = &self.texts[0];
        if !typed.contains(&content.text) {
            let all = [typed, content.text.as_str()].join("\n\n");
            self.write(Field::Message, all.trim());
        }
        self.mark(code, form);
    }

    /// Marks what is wrong with what the server refused.
    pub(crate) fn mark(&mut self, code: Code, form: &Form) {
        self.answers(form);
        if code == Code::NoDomain {
            self.wrong[Field::Email as usize] = Some(code);
        }
    }

    /// A file is attached. Gives its number, and whether it is to be announced.
    pub(crate) fn add(&mut self, file: File) -> (u32, bool) {
        self.tray.add(file, self.limits.as_deref())
    }

    /// The message, when there is one that may be sent now.
    pub(crate) fn message(&self) -> Option<Content> {
        if self.going.is_some() || self.room() < 0 || self.tray.is_busy() {
            return None;
        }
        let files = self.tray.ready();
        let text = match text::body(self.text(Field::Message)) {
            Err(Invalid::Empty) if !files.is_empty() => String::new(),
            checked => checked.ok()?,
        };
        Some(Content {
            files,
            ..Content::text(text)
        })
    }

    /// The message goes into the outbox under this id.
    pub(crate) fn sends(&mut self, id: Id<id::Client>) {
        self.going = Some((id, self.texts[0].clone()));
        self.tray.forget_refused();
    }

    pub(crate) fn text(&self, field: Field) -> &str {
        &self.texts[field as usize]
    }

    /// What is wrong with what stands in a field.
    pub(crate) fn wrong(&self, field: Field) -> Option<Code> {
        self.wrong[field as usize]
    }

    /// The most characters that a field takes.
    pub(crate) fn most(&self, field: Field) -> usize {
        match field {
            Field::Message => self.max_text,
            _ => limits::MAX_NAME,
        }
    }

    /// What stands in a field is not what is asked for; tells whether that is news.
    pub(crate) fn find_wrong(&mut self, field: Field) -> bool {
        self.wrong[field as usize].replace(Code::Invalid) != Some(Code::Invalid)
    }

    /// Characters left for the message, below zero when there are too many.
    pub(crate) fn room(&self) -> i64 {
        let typed = self.text(Field::Message).trim().chars().count();
        self.max_text as i64 - typed as i64
    }
}

/// What a page tells of its visitor: names, values and whether they are secret, by turns.
pub(crate) fn told(parts: &[String]) -> Vec<Told> {
    let parts = parts.chunks_exact(3);
    parts
        .map(|it| Told {
            name: it[0].clone(),
            value: it[1].clone(),
            secret: !it[2].is_empty(),
        })
        .collect()
}
