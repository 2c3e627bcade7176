//! Ready answers beside the composer: looked for with a button or with `/` at the beginning of a word, and
//! put where the cursor stands. Nothing here sends.

mod panel;
mod quick;
mod shelf;

use std::sync::Arc;

use leptos::{ev::KeyboardEvent, html, prelude::*};
use shared::reply::{Entry, Kind};

use super::pen::{FIELD, Pen};
use crate::{
    dom::{focus, keys},
    session::Session,
    shortcut::Act,
    slash::Slash,
    ui::icon::{Icon, Picture},
};

pub(in crate::screen) use panel::Panel;
pub(in crate::screen) use quick::QuickReplies;

/// What begins the ids of the rows.
const ROW: &str = "ready";
/// So many are shown of what was called with a slash, so that nothing has to be scrolled.
const FEW: usize = 7;
/// So many are shown in the panel.
const MANY: usize = 60;

/// How the list was called.
#[derive(Clone, Debug, Eq, PartialEq)]
enum Call {
    /// By a slash in the text, which the answer takes the place of.
    Slash(Slash),
    /// By the button.
    Button,
}

/// The list of ready answers, open or not.
#[derive(Clone, Copy)]
pub(in crate::screen) struct Insert {
    pen: Pen,
    field: NodeRef<html::Textarea>,
    call: RwSignal<Option<Call>>,
    /// Where the slash stands that shall be nothing but a slash.
    plain: StoredValue<Option<u32>>,
    words: RwSignal<String>,
    source: RwSignal<&'static str>,
    folder: RwSignal<String>,
    /// Which row Enter takes.
    at: RwSignal<usize>,
    found: Memo<Vec<Arc<Entry>>>,
    /// Whether the window of the own ones is open.
    is_editing: RwSignal<bool>,
}

impl Insert {
    pub(super) fn new(pen: Pen, field: NodeRef<html::Textarea>) -> Self {
        let session = pen.opened.session;
        let call = RwSignal::new(None);
        let words = RwSignal::new(String::new());
        let source = RwSignal::new(shelf::ALL);
        let folder = RwSignal::new(String::new());
        let found = Memo::new(move |_| {
            let replies = session.replies().read();
            match &*call.read() {
                None => Vec::new(),
                Some(Call::Slash(slash)) => {
                    let mut found = replies.find(&slash.words);
                    found.truncate(FEW);
                    found
                }
                Some(Call::Button) => {
                    let found = replies.find(&words.read());
                    let handy = session.handy().read();
                    let mut found = shelf::choose(found, source.get(), &folder.read(), &handy);
                    found.truncate(MANY);
                    found
                }
            }
        });
        session.want_ready();
        let insert = Self {
            pen,
            field,
            call,
            plain: StoredValue::new(None),
            words,
            source,
            folder,
            at: RwSignal::new(0),
            found,
            is_editing: RwSignal::new(false),
        };
        focus::on_press_outside(".composing", move || insert.close());
        insert
    }

    fn session(self) -> Session {
        self.pen.opened.session
    }

    /// Whether the server has such a thing.
    pub(super) fn is_offered(self) -> bool {
        self.session().replies().read().is_offered()
    }

    /// Whether there is anything to choose from, or a panel in which to look for it.
    pub(super) fn is_open(self) -> bool {
        match &*self.call.read() {
            None => false,
            Some(Call::Button) => true,
            Some(Call::Slash(_)) => !self.found.read().is_empty(),
        }
    }

    /// Whether the panel with everything is open.
    fn is_panel(self) -> bool {
        *self.call.read() == Some(Call::Button)
    }

    /// Opens the panel, or closes it.
    fn toggle(self) {
        if untrack(move || self.is_panel()) {
            self.leave();
            return;
        }
        self.session().want_ready();
        self.words.set(String::new());
        self.at.set(0);
        self.call.set(Some(Call::Button));
    }

    pub(super) fn close(self) {
        if self.call.read_untracked().is_some() {
            self.call.set(None);
        }
    }

    /// Closes, and goes back to writing.
    fn leave(self) {
        self.close();
        focus::focus(FIELD);
    }

    /// The text or the cursor may be another one.
    pub(super) fn follow(self) {
        let Some(field) = self.field.get_untracked() else {
            return;
        };
        let cursor = field.selection_end().ok().flatten();
        let slash = cursor.and_then(|it| Slash::at(&field.value(), it));
        if slash.as_ref().map(|it| it.start) != self.plain.get_value() {
            self.plain.set_value(None);
        }
        let slash = slash.filter(|_| self.plain.get_value().is_none());
        let call = slash.map(Call::Slash);
        if *self.call.read_untracked() != call {
            self.at.set(0);
            self.call.set(call);
        }
    }

    /// A key was pressed in the text or in the panel's search; tells whether it was meant for the list.
    pub(super) fn press(self, event: &KeyboardEvent) -> bool {
        if !untrack(move || self.is_open()) {
            return false;
        }
        let count = self.found.read_untracked().len();
        match event.key().as_str() {
            "ArrowDown" if count > 0 => self.at.update(|at| *at = (*at + 1) % count),
            "ArrowUp" if count > 0 => self.at.update(|at| *at = (*at + count - 1) % count),
            "Enter" if keys::is_sending(event) => {
                if let Some(entry) = untrack(move || self.chosen()) {
                    self.take(&entry);
                }
            }
            "Escape" => {
                if let Some(Call::Slash(slash)) = &*self.call.read_untracked() {
                    self.plain.set_value(Some(slash.start));
                }
                self.leave();
            }
            _ => return false,
        }
        event.prevent_default();
        event.stop_propagation();
        true
    }

    /// The row that Enter takes.
    fn chosen(self) -> Option<Arc<Entry>> {
        self.found.read().get(self.at.get()).cloned()
    }

    /// Puts one into the text: in the place of the slash that called it, or of what is selected.
    fn take(self, entry: &Entry) {
        let Some(field) = self.field.get_untracked() else {
            return;
        };
        let place = match &*self.call.read_untracked() {
            Some(Call::Slash(slash)) => (slash.start, slash.end),
            _ => {
                let start = field.selection_start().ok().flatten().unwrap_or(u32::MAX);
                let end = field.selection_end().ok().flatten().unwrap_or(start);
                (start, end.max(start))
            }
        };
        let end = place.0 + entry.content.encode_utf16().count() as u32;
        let put = field.set_range_text_with_start_and_end(&entry.content, place.0, place.1);
        if put.is_ok() {
            let _ = field.set_selection_range(end, end);
            self.pen.write(&field.value());
            self.session().touch_ready(&entry.id);
        }
        self.leave();
    }

    /// The id of the row that Enter takes, for the field that has the focus.
    pub(super) fn active(self) -> Option<String> {
        let is_there = self.is_open() && !self.found.read().is_empty();
        is_there.then(|| row_id(self.at.get()))
    }
}

fn row_id(at: usize) -> String {
    format!("{ROW}-{at}")
}

/// What to call where one comes from.
fn source_name(session: Session, kind: Kind) -> &'static str {
    let words = session.words();
    match kind {
        Kind::Faq => words.ready_faq,
        Kind::Quick => words.ready_quick,
        Kind::Template | Kind::Unknown => words.ready_template,
    }
}

/// The button beside the private switch.
#[component]
pub(super) fn InsertButton(insert: Insert) -> impl IntoView {
    let session = insert.session();
    keys::on_act(move |act| {
        let is_meant = act == Act::Insert && untrack(move || insert.is_offered());
        is_meant.then(|| Box::new(move || insert.toggle()) as keys::Deed)
    });
    view! {
        <Show when=move || insert.is_offered()>
            <button
                type="button"
                class="button insert-button"
                aria-expanded=move || insert.is_panel().to_string()
                title="/"
                on:click=move |_| insert.toggle()
            >
                <Picture icon=Icon::Tray />
                {session.say(|w| w.ready_insert)}
            </button>
        </Show>
    }
}
