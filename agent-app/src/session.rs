//! The app's memory and its only writer: one signal for each slice, and the person's intents as methods.
//!
//! Everything that happens comes in through [`Session::receive`]; everything a person does comes in through
//! an intent. Screens read signals and call intents; they cannot write.

mod access;
mod alert;
mod archive;
mod attach;
mod attention;
mod chat;
mod choice;
mod customer;
mod emoji;
mod perform;
mod queue;
mod rating;
mod ready;
mod receive;
mod speech;
mod talks;
mod together;
mod write;

use client::{desk::Desk, driver::web::Client, inbox::Inbox, replies::Replies};
use leptos::prelude::*;
use shared::{
    agent::Agent,
    id::{self, Id},
    presence::Card,
    time::Timestamp,
};

use crate::{
    dom::{
        notification::{self, Permission},
        tabs::Tabs,
    },
    locale::Locale,
    slice::{
        Account, Acquainted, Alert, Archive, Attached, Calls, Connection, Customer, Emoji, Forms,
        Gaze, Handy, Links, Looking, Remarks, Revealed, Revision, Sentences, Settings, Silenced,
        Together, Tongue, Trail, Typing, Wishes, Writing,
    },
    words::{Language, Words},
};
use talks::Talks;

pub(crate) use together::{DAY_OVER, NO_ANSWER};

/// Whose connection it is, and the connection.
type Connected = (Id<id::Agent>, Client<Agent>);

/// The session. Copies are the same one.
#[derive(Clone, Copy)]
pub(crate) struct Session {
    account: RwSignal<Account>,
    connection: RwSignal<Connection>,
    desk: RwSignal<Desk>,
    inbox: RwSignal<Inbox>,
    typing: RwSignal<Typing>,
    looking: RwSignal<Looking>,
    writing: RwSignal<Writing>,
    wishes: RwSignal<Wishes>,
    together: RwSignal<Together>,
    archive: RwSignal<Archive>,
    customer: RwSignal<Customer>,
    acquainted: RwSignal<Acquainted>,
    forms: RwSignal<Forms>,
    revealed: RwSignal<Revealed>,
    trail: RwSignal<Trail>,
    remarks: RwSignal<Remarks>,
    attached: RwSignal<Attached>,
    links: RwSignal<Links>,
    replies: RwSignal<Replies>,
    handy: RwSignal<Handy>,
    emoji: RwSignal<Emoji>,
    revision: RwSignal<Revision>,
    gaze: RwSignal<Gaze>,
    settings: RwSignal<Settings>,
    silenced: RwSignal<Silenced>,
    /// Whether the system shows something for the app.
    permission: RwSignal<Permission>,
    /// The mark that is tried now.
    trial: RwSignal<Option<Alert>>,
    /// What was said in the open conversation, for screen readers; the last lines only.
    spoken: RwSignal<Vec<(u64, String)>>,
    /// The driver's clock, once a second.
    now: RwSignal<u64>,
    tongue: RwSignal<Tongue>,
    sentences: Memo<Sentences>,
    language: Memo<Language>,
    talks: StoredValue<Talks>,
    calls: StoredValue<Calls>,
    locale: StoredValue<Locale, LocalStorage>,
    client: StoredValue<Option<Connected>, LocalStorage>,
    tabs: StoredValue<Option<Tabs>, LocalStorage>,
    bytes: StoredValue<attach::Bytes, LocalStorage>,
    steering: StoredValue<Option<perform::Steering>, LocalStorage>,
}

impl Session {
    /// A session of nobody yet. It asks the server who is signed in.
    pub(crate) fn start() -> Self {
        let settings = perform::recall_settings();
        let tongue = RwSignal::new(Tongue::new(settings.language));
        let none = Sentences {
            language: settings.language,
            words: Words::none(),
        };
        let sentences = Memo::new(move |_| tongue.read().spoken().unwrap_or(none));
        let session = Self {
            account: RwSignal::default(),
            connection: RwSignal::default(),
            desk: RwSignal::default(),
            inbox: RwSignal::default(),
            typing: RwSignal::default(),
            looking: RwSignal::default(),
            writing: RwSignal::default(),
            wishes: RwSignal::default(),
            together: RwSignal::default(),
            archive: RwSignal::default(),
            customer: RwSignal::default(),
            acquainted: RwSignal::default(),
            forms: RwSignal::default(),
            revealed: RwSignal::default(),
            trail: RwSignal::default(),
            remarks: RwSignal::default(),
            attached: RwSignal::default(),
            links: RwSignal::default(),
            replies: RwSignal::default(),
            handy: RwSignal::default(),
            emoji: RwSignal::default(),
            revision: RwSignal::default(),
            gaze: RwSignal::default(),
            settings: RwSignal::new(settings),
            silenced: RwSignal::default(),
            permission: RwSignal::new(notification::permission()),
            trial: RwSignal::default(),
            spoken: RwSignal::default(),
            now: RwSignal::new(perform::now()),
            tongue,
            sentences,
            language: Memo::new(move |_| sentences.get().language),
            talks: StoredValue::default(),
            calls: StoredValue::default(),
            locale: StoredValue::new_local(perform::locale(settings.language)),
            client: StoredValue::new_local(None),
            tabs: StoredValue::new_local(None),
            bytes: StoredValue::new_local(attach::Bytes::new()),
            steering: StoredValue::new_local(None),
        };
        session.listen();
        session.learn(settings.language);
        session.identify();
        session
    }

    /// The session of the component that asks.
    pub(crate) fn here() -> Self {
        expect_context()
    }

    /// Who is signed in.
    pub(crate) fn account(self) -> ReadSignal<Account> {
        self.account.read_only()
    }

    /// How the connection stands.
    pub(crate) fn connection(self) -> ReadSignal<Connection> {
        self.connection.read_only()
    }

    /// Channels, colleagues, presence, figures.
    pub(crate) fn desk(self) -> ReadSignal<Desk> {
        self.desk.read_only()
    }

    /// All conversations on the desk.
    pub(crate) fn inbox(self) -> ReadSignal<Inbox> {
        self.inbox.read_only()
    }

    /// Who is writing where.
    pub(crate) fn typing(self) -> ReadSignal<Typing> {
        self.typing.read_only()
    }

    /// Who else looks at what.
    pub(crate) fn looking(self) -> ReadSignal<Looking> {
        self.looking.read_only()
    }

    /// Drafts and what is not sent yet.
    pub(crate) fn writing(self) -> ReadSignal<Writing> {
        self.writing.read_only()
    }

    /// What is asked for and not answered yet.
    pub(crate) fn wishes(self) -> ReadSignal<Wishes> {
        self.wishes.read_only()
    }

    /// Notes and refusals among colleagues.
    pub(crate) fn together(self) -> ReadSignal<Together> {
        self.together.read_only()
    }

    /// Secrets that were asked for.
    pub(crate) fn revealed(self) -> ReadSignal<Revealed> {
        self.revealed.read_only()
    }

    /// On which pages a visitor was.
    pub(crate) fn trail(self) -> ReadSignal<Trail> {
        self.trail.read_only()
    }

    /// What there is to say about what went wrong.
    pub(crate) fn remarks(self) -> ReadSignal<Remarks> {
        self.remarks.read_only()
    }

    /// What the register says about whom one talks to.
    pub(crate) fn customer(self) -> ReadSignal<Customer> {
        self.customer.read_only()
    }

    /// Which contacts were linked last, and which are favourites.
    pub(crate) fn acquainted(self) -> ReadSignal<Acquainted> {
        self.acquainted.read_only()
    }

    /// What is written into forms and not saved.
    pub(crate) fn forms(self) -> ReadSignal<Forms> {
        self.forms.read_only()
    }

    /// Ready answers, as far as they have come.
    pub(crate) fn replies(self) -> ReadSignal<Replies> {
        self.replies.read_only()
    }

    /// Which of them are used often.
    pub(crate) fn handy(self) -> ReadSignal<Handy> {
        self.handy.read_only()
    }

    /// Emoji to choose from.
    pub(crate) fn emoji(self) -> ReadSignal<Emoji> {
        self.emoji.read_only()
    }

    /// What is changed in the own ones and not saved.
    pub(crate) fn revision(self) -> ReadSignal<Revision> {
        self.revision.read_only()
    }

    /// What the person looks at.
    pub(crate) fn gaze(self) -> ReadSignal<Gaze> {
        self.gaze.read_only()
    }

    /// What the person has set on this device.
    pub(crate) fn settings(self) -> ReadSignal<Settings> {
        self.settings.read_only()
    }

    /// The warnings that were put away.
    pub(crate) fn silenced(self) -> ReadSignal<Silenced> {
        self.silenced.read_only()
    }

    /// Whether the system shows something for the app.
    pub(crate) fn permission(self) -> ReadSignal<Permission> {
        self.permission.read_only()
    }

    /// The mark on title or icon that is tried now.
    pub(crate) fn trial(self) -> ReadSignal<Option<Alert>> {
        self.trial.read_only()
    }

    /// What was said in the open conversation since it was opened.
    pub(crate) fn spoken(self) -> ReadSignal<Vec<(u64, String)>> {
        self.spoken.read_only()
    }

    /// The driver's clock, to the second.
    pub(crate) fn now(self) -> ReadSignal<u64> {
        self.now.read_only()
    }

    /// The server's clock, to the second.
    pub(crate) fn server_time(self) -> Timestamp {
        self.connection.read().server_time(self.now.get())
    }

    /// The person's own card; nobody's, when nobody is signed in.
    pub(crate) fn me(self) -> Option<Card> {
        self.account.read().agent().map(|it| it.card.clone())
    }

    /// The person's own id.
    pub(crate) fn my_id(self) -> Id<id::Agent> {
        self.me().map_or_else(|| Id::new(""), |it| it.id)
    }

    /// Which language is spoken, and which is to be.
    pub(crate) fn tongue(self) -> ReadSignal<Tongue> {
        self.tongue.read_only()
    }

    /// All sentences, in the language spoken.
    pub(crate) fn words(self) -> &'static Words {
        self.sentences.get().words
    }

    /// One sentence, which changes with the language.
    pub(crate) fn say(self, sentence: fn(&'static Words) -> &'static str) -> Signal<&'static str> {
        Signal::derive(move || sentence(self.words()))
    }

    /// The language spoken.
    pub(crate) fn language(self) -> Memo<Language> {
        self.language
    }

    /// Writes numbers and times as the language spoken does.
    pub(crate) fn written(self, write: impl FnOnce(&Locale) -> String) -> String {
        self.language.track();
        self.locale.with_value(write)
    }
}
