//! What the session does to the world around it: clock, timers, storage, sound, address.

use std::time::Duration;

use client::driver::web::{self, file};
use leptos::prelude::*;
use shared::id::{self, Id};

use super::Session;
use crate::{
    dom,
    dom::sound,
    locale::Locale,
    scroll::Place,
    slice::{Late, Settings},
    words::{Language, Words},
};

/// How the address is changed: the router's way.
pub(super) type Steering = Box<dyn Fn(&str)>;

/// What this tab keeps of conversations begins so.
const TAB: &str = "samtale.tab.";
const SETTINGS: &str = "samtale.settings";
/// A pause in typing after which the draft is kept.
const PAUSE_MS: u64 = 400;

impl Session {
    /// Listens to the page and its clock, as long as the page lives.
    pub(super) fn listen(self) {
        sound::prepare();
        dom::files::guard();
        dom::files::hold(move || self.attached.read_untracked().is_busy());
        dom::on_attention(move || self.look());
        dom::on_leave(move || self.keep_open_draft());
        dom::on_close(move || self.has_company());
        dom::on_network(move || self.identify_again());
        set_interval(move || self.tick(), Duration::from_secs(1));
    }

    fn tick(self) {
        let now = now();
        self.now.set(now);
        self.typing.maybe_update(|it| it.expire(now));
        self.looking.maybe_update(|it| it.expire(now));
        self.tell_look();
    }

    /// The page goes away, and may not live until its storage has answered: what is being written is also
    /// put where that takes no time.
    fn keep_open_draft(self) {
        let conversation = self.gaze.read_untracked().conversation.clone();
        if let Some(conversation) = conversation {
            let mut late = self.writing.read_untracked().late(&conversation);
            (_, late.files) = self.attached.read_untracked().memory(&conversation);
            dom::recall(&late_key(&conversation), Some(&late.encode()));
            self.keep_draft(&conversation);
        }
    }

    /// Lets the session change the address.
    pub(crate) fn steer(self, steering: impl Fn(&str) + 'static) {
        self.steering.set_value(Some(Box::new(steering)));
    }

    /// Goes to an address of this app.
    pub(crate) fn go(self, path: &str) {
        go(self, path);
    }
}

/// The driver's clock.
pub(super) fn now() -> u64 {
    web::now()
}

/// Calls back after so many milliseconds.
pub(super) fn soon(ms: u64, callback: impl FnOnce() + 'static) {
    set_timeout(callback, Duration::from_millis(ms));
}

/// Whether the person looks at the page.
pub(super) fn has_attention() -> bool {
    dom::has_attention()
}

/// Goes to an address of this app.
pub(super) fn go(session: Session, path: &str) {
    session.steering.with_value(|steering| {
        if let Some(steering) = steering {
            steering(path);
        }
    });
}

/// What was set on this device before.
pub(super) fn recall_settings() -> Settings {
    let tags = dom::languages();
    Settings::recall(
        dom::stored(SETTINGS).as_deref(),
        tags.iter().map(String::as_str),
    )
}

/// Keeps what was set.
pub(super) fn keep_settings(settings: Settings) {
    dom::store(SETTINGS, &settings.encode());
}

/// A value of one person that is kept on this device.
pub(super) fn recall_of(agent: &Id<id::Agent>, name: &str) -> Option<String> {
    dom::stored(&person_key(agent, name))
}

/// Keeps a value of one person on this device, or removes it.
pub(super) fn keep_of(agent: &Id<id::Agent>, name: &str, value: Option<&str>) {
    let key = person_key(agent, name);
    match value {
        Some(value) => dom::store(&key, value),
        None => dom::unstore(&key),
    }
}

fn person_key(agent: &Id<id::Agent>, name: &str) -> String {
    format!("samtale.{name}.{agent}")
}

/// The sentences of a language, if they can be had.
pub(super) async fn sentences(language: Language) -> Option<&'static Words> {
    let path = [&dom::words_folder(), language.tag(), ".json"].concat();
    Words::read(&file::text(&path).await?)
}

/// Says that the app has failed.
pub(super) fn fault() {
    dom::fault::tell();
}

/// The formats of a language, of the country the browser names where it names one.
pub(super) fn locale(language: Language) -> Locale {
    let tags = dom::languages();
    let tag = tags
        .iter()
        .find(|it| Language::of_tag(it) == Some(language));
    Locale::new(tag.map_or(language.tag(), String::as_str))
}

/// Keeps a draft when typing pauses.
pub(super) fn keep_draft_soon(session: Session, conversation: &Id<id::Conversation>) {
    let conversation = conversation.clone();
    let before = session
        .writing
        .read_untracked()
        .draft(&conversation)
        .to_owned();
    soon(PAUSE_MS, move || {
        if session.writing.read_untracked().draft(&conversation) == before {
            session.keep_draft(&conversation);
        }
    });
}

/// What was being written in a conversation when the page went away.
pub(super) fn take_late_draft(conversation: &Id<id::Conversation>) -> Option<Late> {
    let key = late_key(conversation);
    let late = dom::recalled(&key)?;
    dom::recall(&key, None);
    Late::decode(&late)
}

/// Forgets what this tab keeps of conversations.
pub(super) fn forget_tab() {
    dom::forget_tab(TAB);
}

/// Where the reader of a conversation was before the page was loaded anew.
pub(super) fn recall_place(conversation: &Id<id::Conversation>) -> Option<Place> {
    let text = dom::recalled(&place_key(conversation))?;
    let (seq, offset) = text.split_once(' ')?;
    Some(Place {
        seq: seq.parse().ok()?,
        offset: offset.parse().ok()?,
    })
}

/// Keeps where the reader of a conversation is.
pub(super) fn keep_place(conversation: &Id<id::Conversation>, place: Option<Place>) {
    let text = place.map(|it| format!("{} {}", it.seq, it.offset));
    dom::recall(&place_key(conversation), text.as_deref());
}

fn place_key(conversation: &Id<id::Conversation>) -> String {
    format!("{TAB}place.{conversation}")
}

fn late_key(conversation: &Id<id::Conversation>) -> String {
    format!("{TAB}draft.{conversation}")
}
