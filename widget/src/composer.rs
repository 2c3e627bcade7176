//! What the visitor types: a message, and before the first one a name and an address.

use std::cell::Cell;

use client::{Delivery, attach::Tray, outbox::News};
use shared::{
    file::{self, File},
    id::{self, Id},
    limits,
    message::Content,
    text::{self, Invalid},
    variable::Told,
    visitor::{Start, Visitor},
};

/// One of the things to type.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Field {
    Message,
    Name,
    Email,
}

/// What is typed and not sent. Each change is remembered, so that a reload loses nothing.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Composer {
    texts: [String; 3],
    wrong: [bool; 3],
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
    is_late: Cell<[bool; 3]>,
    /// Whether what is remembered is older than what is here.
    is_ahead: bool,
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
    pub(crate) const ALL: [Self; 3] = [Self::Message, Self::Name, Self::Email];

    /// Under which key it is remembered.
    pub(crate) fn key(self) -> &'static str {
        match self {
            Self::Message => "draft:message",
            Self::Name => "draft:name",
            Self::Email => "draft:email",
        }
    }
}

impl Default for Composer {
    fn default() -> Self {
        Self {
            texts: <[String; 3]>::default(),
            wrong: [false; 3],
            max_text: limits::MAX_TEXT,
            tray: Tray::default(),
            limits: Some(Box::default()),
            going: None,
            left: None,
            sent: String::new(),
            gone: String::new(),
            is_late: Cell::default(),
            is_ahead: false,
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
            self.texts[0].clear();
        }
        self.sent = text;
        true
    }

    /// What stands in the fields, for the case that this page does not live on. The first line says what
    /// the message is: a draft, under an id on its way into the outbox, or in the outbox.
    pub(crate) fn late(&self) -> String {
        let [message, name, email] = &self.texts;
        if message.is_empty() {
            return [SENT, name, email, &self.sent].join("\n");
        }
        let going = self.going.as_ref().filter(|(_, text)| text == message);
        let going = going.map_or("", |(id, _)| id.as_str());
        [going, name, email, message].join("\n")
    }

    /// Takes up what stood in the fields when an earlier page went away. A message that lies in the outbox
    /// after all is taken out again.
    pub(crate) fn take_up(&mut self, late: &str) {
        let mut lines = late.splitn(Field::ALL.len() + 1, '\n');
        let mut line = || lines.next().unwrap_or_default();
        let kind = line();
        for field in [Field::Name, Field::Email] {
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

    /// Whether the fields have to be remembered instead of what was; asked once.
    pub(crate) fn was_ahead(&mut self) -> bool {
        std::mem::take(&mut self.is_ahead)
    }

    fn recall(&mut self, remembered: &[(String, String)]) -> bool {
        // What is sent is no draft, although the page before could not have it forgotten any more.
        let key = Field::Message.key();
        self.has_recalled = true;
        let gone = std::mem::take(&mut self.gone);
        let is_gone = |(it, text): &(String, String)| it == key && *text == gone;
        let mut is_late = self.is_late.take();
        is_late[0] |= !gone.is_empty() && remembered.iter().any(is_gone);
        self.is_ahead = is_late.contains(&true);
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

    /// What stands in a field is being remembered. That happens amid drawing too: a field that vanishes loses
    /// the focus.
    pub(crate) fn remembered(&self, field: Field) -> &str {
        // What was remembered before, and is on its way, is older.
        if self.has_recalled {
            let mut is_late = self.is_late.get();
            is_late[field as usize] = false;
            self.is_late.set(is_late);
        }
        self.text(field)
    }

    /// Takes what stands in a field; tells whether that is news.
    pub(crate) fn set(&mut self, field: Field, text: &str) -> bool {
        let is_news = self.text(field) != text;
        if is_news {
            self.texts[field as usize] = text.to_owned();
            self.wrong[field as usize] = false;
        }
        is_news
    }

    /// Looks at what is to begin a conversation; `None` when something must be corrected first.
    /// Whom the site has identified is not asked for a name.
    pub(crate) fn begin(&mut self, language: &str, is_known: bool) -> Option<Start> {
        let typed = |field| if is_known { "" } else { self.text(field) };
        let name = optional(text::name(typed(Field::Name)));
        let email = optional(text::email(typed(Field::Email)));
        self.wrong = [false, name.is_err(), email.is_err()];
        let content = self.message()?;
        Some(Start {
            content,
            name: name.ok()?,
            email: email.ok()?,
            language: Some(language.to_owned()),
            variables: Vec::new(),
        })
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

    pub(crate) fn is_wrong(&self, field: Field) -> bool {
        self.wrong[field as usize]
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

/// What may be left out is fine when it is empty.
fn optional(checked: Result<String, Invalid>) -> Result<Option<String>, Invalid> {
    match checked {
        Err(Invalid::Empty) => Ok(None),
        checked => checked.map(Some),
    }
}

#[cfg(test)]
mod tests {
    use client::outbox::{Pending, State};

    use super::*;

    fn typed(message: &str, name: &str, email: &str) -> Composer {
        let mut composer = Composer::default();
        for (field, text) in Field::ALL.into_iter().zip([message, name, email]) {
            composer.set(field, text);
        }
        composer
    }

    fn kept(id: &str) -> Delivery<Visitor> {
        Delivery::Outbox(News::Kept(Pending {
            id: Id::new(id),
            lane: String::new(),
            content: None,
            is_private: false,
            state: State::Sending,
        }))
    }

    #[test]
    fn what_the_page_offers_stands_only_where_the_visitor_has_written_nothing() {
        let offer = || ["A message", "Kari", ""].map(str::to_owned);
        let mut composer = Composer::default();
        assert!(!composer.offer(offer()), "what is remembered comes first");
        let draft = vec![("draft:message".to_owned(), "My draft".to_owned())];
        assert!(composer.receive(&Delivery::Remembered(draft)));
        assert_eq!(composer.texts, ["My draft", "Kari", ""]);
        composer.write(Field::Message, "");
        assert!(composer.offer(offer()));
        assert_eq!(composer.texts, ["A message", "Kari", ""]);
        assert!(!composer.offer(offer()));
    }

    #[test]
    fn what_stood_in_the_fields_is_newer_than_what_was_remembered() {
        let before = typed("two\nlines", "Kari", "");
        let mut after = Composer::default();
        after.take_up(&Composer::default().late());
        assert_eq!(after.is_late.get(), [false; 3]);
        after.take_up(&before.late());
        assert_eq!(after.is_late.get(), [true, true, false]);
        let old = vec![("draft:message".to_owned(), "two".to_owned())];
        assert!(!after.receive(&Delivery::Remembered(old.clone())));
        assert_eq!(after.texts, before.texts);
        // From then on what another tab remembers is newer still.
        assert!(after.receive(&Delivery::Remembered(old)));
        assert_eq!(after.text(Field::Message), "two");
    }

    #[test]
    fn a_message_that_was_sent_does_not_come_back_as_a_draft() {
        let mut before = typed("Hi", "", "");
        before.sends(Id::new("1"));
        before.receive(&kept("1"));
        let remembered =
            |text: &str| Delivery::Remembered(vec![("draft:message".to_owned(), text.to_owned())]);
        let mut after = Composer::default();
        after.take_up(&before.late());
        assert!(!after.receive(&remembered("Hi")));
        assert_eq!(after.text(Field::Message), "");
        assert!(after.was_ahead() && !after.was_ahead());
        // What another tab wrote since is one.
        let mut after = Composer::default();
        after.take_up(&before.late());
        assert!(after.receive(&remembered("Hi again")));
    }

    #[test]
    fn a_message_whose_page_went_away_stays_until_it_is_found_in_the_outbox() {
        let mut before = typed("Hi", "", "");
        before.sends(Id::new("1"));
        let mut after = Composer::default();
        after.take_up(&before.late());
        assert_eq!(after.text(Field::Message), "Hi");
        assert!(after.message().is_some(), "it can be sent again");
        assert!(!after.receive(&kept("2")));
        assert!(after.receive(&kept("1")));
        assert_eq!(after.text(Field::Message), "");
    }

    #[test]
    fn a_name_and_an_address_may_be_left_out() {
        let start = typed(" Hi ", " ", "")
            .begin("nb", false)
            .expect("nothing is wrong");
        assert_eq!(
            (start.content.text.as_str(), start.name, start.email),
            ("Hi", None, None)
        );
    }

    #[test]
    fn what_is_wrong_is_marked_until_it_is_typed_anew() {
        let mut composer = typed("Hi", &"x".repeat(81), "kari@");
        assert_eq!(composer.begin("nb", false), None);
        assert!(composer.is_wrong(Field::Name) && composer.is_wrong(Field::Email));
        composer.set(Field::Email, "kari@example.no");
        assert!(composer.is_wrong(Field::Name) && !composer.is_wrong(Field::Email));
    }

    #[test]
    fn the_field_is_emptied_only_when_the_message_lies_in_the_outbox() {
        let mut composer = typed("Hi", "", "");
        composer.sends(Id::new("a"));
        assert_eq!(composer.message(), None, "it is not sent twice");
        assert!(!composer.receive(&kept("b")));
        assert_eq!(composer.text(Field::Message), "Hi");
        assert!(composer.receive(&kept("a")));
        assert_eq!(composer.text(Field::Message), "");
    }

    #[test]
    fn what_was_typed_meanwhile_stays() {
        let mut composer = typed("Hi", "", "");
        composer.sends(Id::new("a"));
        composer.set(Field::Message, "Hi, and one more thing");
        composer.receive(&kept("a"));
        assert_eq!(composer.text(Field::Message), "Hi, and one more thing");
    }

    #[test]
    fn a_file_that_is_attached_before_the_server_has_spoken_is_announced() {
        let file = File {
            name: "a.png".to_owned(),
            size: 9,
            kind: "image/png".to_owned(),
            ..File::default()
        };
        let mut composer = typed("", "", "");
        assert!(composer.add(file.clone()).1);
        composer.limits = None;
        assert!(!composer.add(file).1, "it takes none");
    }

    #[test]
    fn what_another_tab_typed_is_here_too() {
        let mut composer = typed("", "", "");
        let remembered = [("draft:message", "Hello"), ("quiet", "1")];
        let remembered = remembered.map(|(key, text)| (key.to_owned(), text.to_owned()));
        assert!(composer.receive(&Delivery::Remembered(remembered.to_vec())));
        assert_eq!(composer.text(Field::Message), "Hello");
    }

    #[test]
    fn what_is_typed_here_is_newer_than_what_another_tab_sent_just_before() {
        let mut composer = Composer::default();
        let sent_there = Delivery::Remembered(vec![("draft:message".to_owned(), String::new())]);
        composer.write(Field::Message, "And one mo");
        assert!(!composer.receive(&sent_there));
        assert_eq!(composer.text(Field::Message), "And one mo");
        assert!(composer.was_ahead(), "and the other tab is told");
        composer.write(Field::Message, "And one more");
        assert_eq!(composer.remembered(Field::Message), "And one more");
        assert!(composer.receive(&sent_there));
    }

    #[test]
    fn what_was_remembered_long_ago_may_come_after_what_was_typed_is_remembered() {
        let mut composer = Composer::default();
        composer.write(Field::Message, "Hello");
        assert_eq!(composer.remembered(Field::Message), "Hello");
        let old = vec![("draft:message".to_owned(), String::new())];
        assert!(!composer.receive(&Delivery::Remembered(old)));
        assert_eq!(composer.text(Field::Message), "Hello");
    }

    #[test]
    fn the_room_is_counted_in_characters() {
        assert_eq!(typed(&"å".repeat(10_002), "", "").room(), -2);
    }
}
