//! What nobody needs to begin with: it stands in a part of the app that is loaded once the desk is there.
//!
//! A release has that part in a file of its own, for which `build` is the one way in: what only it uses is
//! in that file too. So whatever is drawn here must not be drawn from anywhere else.

use leptos::{prelude::*, task::spawn_local};
use shared::ask::Kind;

use super::{
    archive::Archive,
    chats::later::{
        Chips, Customer, EmojiPanel, Emojis, Hand, Insert, Leaving, Opened, OptionsWindow, Panel,
        Pen, QuickReplies, RecordView, Request, Topics, Visit,
    },
    dashboard::Hours,
    frame::{Alerts, Farewell, Palette, Sheet},
    set_up::SetUp,
};
use crate::{
    session::Session,
    slice::Remark,
    ui::{blank::Blank, icon::Icon, skeleton::Skeleton},
};

/// What is drawn later, with what it is drawn from.
#[derive(Clone, Copy)]
pub(super) enum Part {
    SetUp,
    Archive,
    Hours,
    Sheet(Signal<bool>, Callback<()>),
    Palette(Signal<bool>, Callback<()>),
    Alerts(Signal<bool>, Callback<()>),
    Farewell(Signal<bool>, Callback<()>),
    Hand(Opened, RwSignal<Option<Kind>>),
    Leaving(Opened, RwSignal<bool>),
    Topics(Opened),
    Visit(Opened),
    Customer(Opened),
    Record,
    Request(Opened, RwSignal<bool>),
    Chips(Pen),
    Emoji(Emojis),
    Insert(Insert),
    QuickReplies(Insert),
    Options(Pen, RwSignal<bool>),
}

#[cfg_attr(
    feature = "parts",
    leptos::wasm_split::wasm_split(later, wasm_split_path = leptos::wasm_split, preload(load), fallible)
)]
fn build(part: Part) -> Result<AnyView, Missing> {
    Ok(match part {
        Part::SetUp => SetUp().into_any(),
        Part::Archive => Archive().into_any(),
        Part::Hours => Hours().into_any(),
        Part::Sheet(is_open, on_close) => view! { <Sheet is_open on_close /> }.into_any(),
        Part::Palette(is_open, on_close) => view! { <Palette is_open on_close /> }.into_any(),
        Part::Alerts(is_open, on_close) => view! { <Alerts is_open on_close /> }.into_any(),
        Part::Farewell(is_open, on_close) => view! { <Farewell is_open on_close /> }.into_any(),
        Part::Hand(opened, handing) => view! { <Hand opened handing /> }.into_any(),
        Part::Leaving(opened, is_open) => view! { <Leaving opened is_open /> }.into_any(),
        Part::Customer(opened) => view! { <Customer opened /> }.into_any(),
        Part::Record => RecordView().into_any(),
        Part::Request(opened, is_open) => view! { <Request opened is_open /> }.into_any(),
        Part::Topics(opened) => view! { <Topics opened /> }.into_any(),
        Part::Visit(opened) => view! { <Visit opened /> }.into_any(),
        Part::Chips(pen) => view! { <Chips pen /> }.into_any(),
        Part::Emoji(emojis) => view! { <EmojiPanel emojis /> }.into_any(),
        Part::Insert(insert) => view! { <Panel insert /> }.into_any(),
        Part::QuickReplies(insert) => view! { <QuickReplies insert /> }.into_any(),
        Part::Options(pen, is_open) => view! { <OptionsWindow pen is_open /> }.into_any(),
    })
}

/// The part could not be loaded.
struct Missing;

#[cfg(feature = "parts")]
impl From<leptos::wasm_split::SplitLoaderError> for Missing {
    fn from(_: leptos::wasm_split::SplitLoaderError) -> Self {
        Self
    }
}

#[cfg(feature = "parts")]
fn built(part: Part) -> Option<AnyView> {
    use std::task::{Context, Poll, Waker};
    // It has been loaded, so there is nothing to wait for.
    let building = std::pin::pin!(build(part));
    match building.poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(built) => built.ok(),
        Poll::Pending => None,
    }
}

#[cfg(not(feature = "parts"))]
async fn load() -> Result<(), Missing> {
    Ok(())
}

#[cfg(not(feature = "parts"))]
fn built(part: Part) -> Option<AnyView> {
    build(part).ok()
}

/// How far loading has come.
#[derive(Clone, Copy, PartialEq)]
enum Course {
    Open,
    Loading,
    Here,
    Failed,
}

/// The loading of the part. Copies are the same one.
#[derive(Clone, Copy)]
pub(crate) struct Loading(RwSignal<Course>);

impl Loading {
    /// To be given to the whole app.
    pub(crate) fn new() -> Self {
        Self(RwSignal::new(Course::Open))
    }

    fn here() -> Self {
        expect_context()
    }

    /// Loads the part, unless it is there or on its way.
    fn start(self) {
        let session = Session::here();
        if matches!(self.0.get_untracked(), Course::Loading | Course::Here) {
            return;
        }
        self.0.set(Course::Loading);
        spawn_local(async move {
            let is_here = load().await.is_ok();
            self.0.set(if is_here {
                Course::Here
            } else {
                Course::Failed
            });
            if !is_here {
                session.remark(Remark::PartMissing);
            }
        });
    }
}

/// Loads the part whenever a connection stands, so that it is at hand when it is wanted.
pub(super) fn prepare(session: Session) {
    let loading = Loading::here();
    Effect::new(move || {
        if session.connection().read().is_ready() {
            loading.start();
        }
    });
}

/// Something small that is drawn later; nothing until then.
#[component]
pub(super) fn Later(part: Part) -> impl IntoView {
    let loading = Loading::here();
    loading.start();
    move || (loading.0.get() == Course::Here).then(|| built(part))
}

/// A whole screen that is drawn later; until then what is on its way, or how to go on.
fn screen(part: Part) -> impl IntoView {
    let session = Session::here();
    let loading = Loading::here();
    loading.start();
    move || match loading.0.get() {
        Course::Here => built(part).into_any(),
        Course::Failed => view! {
            <Blank
                icon=Icon::Plugs
                title=session.say(|w| w.part_missing)
                text=session.say(|w| w.part_missing_text)
            >
                <button class="button" on:click=move |_| loading.start()>
                    {session.say(|w| w.retry)}
                </button>
            </Blank>
        }
        .into_any(),
        Course::Open | Course::Loading => {
            view! { <Skeleton rows=8 label=session.say(|w| w.loading) /> }.into_any()
        }
    }
}

#[component]
pub(crate) fn ArchiveScreen() -> impl IntoView {
    screen(Part::Archive)
}

#[component]
pub(crate) fn SetUpScreen() -> impl IntoView {
    screen(Part::SetUp)
}
