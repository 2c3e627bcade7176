//! Where one writes: to the visitor, or with the private switch on to colleagues only.

use client::typing::Throttle;
use leptos::{
    ev::{KeyboardEvent, SubmitEvent},
    html,
    prelude::*,
};
use shared::{
    id::{self, Id},
    text,
};

use super::talk::visitor_name;
use crate::{
    dom::{focus, keys, view},
    session::Session,
    shortcut::Act,
    ui::icon::{Icon, Picture},
};

/// The field's id.
const FIELD: &str = "composer";
/// From so many characters on it is said how many are left.
const NEAR: usize = 500;

/// What is being written in a conversation, and for whom.
#[derive(Clone, Copy)]
struct Pen {
    session: Session,
    conversation: StoredValue<Id<id::Conversation>>,
    throttle: StoredValue<Throttle>,
    draft: Memo<String>,
    is_private: Memo<bool>,
    /// Whether only private messages can be written.
    is_ended: Memo<bool>,
    /// How many characters are too many; negative: how many are left.
    surplus: Memo<i64>,
}

impl Pen {
    fn new(conversation: StoredValue<Id<id::Conversation>>, is_ended: Memo<bool>) -> Self {
        let session = Session::here();
        let draft = Memo::new(move |_| {
            conversation.with_value(|it| session.writing().read().draft(it).to_owned())
        });
        let is_private = Memo::new(move |_| {
            is_ended.get() || conversation.with_value(|it| session.writing().read().is_private(it))
        });
        let surplus = Memo::new(move |_| {
            let most = session.connection().read().max_text();
            draft.read().trim().chars().count() as i64 - most as i64
        });
        let throttle = StoredValue::new(Throttle::default());
        Self {
            session,
            conversation,
            throttle,
            draft,
            is_private,
            is_ended,
            surplus,
        }
    }

    fn can_send(self) -> bool {
        self.surplus.get() <= 0 && text::body(&self.draft.read()).is_ok()
    }

    fn set_private(self, is_private: bool) {
        if !self.is_ended.get_untracked() {
            self.conversation
                .with_value(|it| self.session.set_private(it, is_private));
        }
    }

    fn send(self) {
        if untrack(move || self.can_send()) {
            let is_private = self.is_private.get_untracked();
            self.conversation
                .with_value(|it| self.session.post(it, is_private));
            self.throttle.update_value(Throttle::rest);
        }
    }

    fn write(self, text: &str) {
        self.conversation
            .with_value(|it| self.session.write(it, text));
        let now = self.session.now().get_untracked();
        let wants_telling = !text.trim().is_empty() && !self.is_ended.get_untracked();
        if wants_telling && self.throttle.try_update_value(|it| it.is_due(now)) == Some(true) {
            self.conversation.with_value(|it| self.session.type_in(it));
        }
    }

    /// Browsers also tell that a field lost the focus when it is removed; then nothing of this is left.
    fn keep(self) {
        let session = self.session;
        self.conversation
            .try_with_value(|it| session.keep_draft(it));
    }

    fn act(self, act: Act) -> bool {
        let has_keys = self.session.settings().read_untracked().has_single_keys;
        match act {
            Act::Compose if has_keys => focus::focus(FIELD),
            Act::Private if has_keys => {
                self.set_private(!self.is_private.get_untracked());
                focus::focus(FIELD)
            }
            _ => false,
        }
    }

    fn press(self, event: &KeyboardEvent) {
        if keys::is_sending(event) {
            event.prevent_default();
            self.send();
        } else if event.key() == "Escape" {
            focus::blur();
        }
    }
}

#[component]
pub(super) fn Composer(
    conversation: StoredValue<Id<id::Conversation>>,
    /// Only private messages can be written then.
    is_ended: Memo<bool>,
) -> impl IntoView {
    let pen = Pen::new(conversation, is_ended);
    let Pen {
        session,
        is_private,
        surplus,
        ..
    } = pen;
    let field = NodeRef::<html::Textarea>::new();
    keys::on_act(move |act| pen.act(act));
    Effect::new(move || {
        if field.get().is_some() && session.wants_to_write() && !view::is_narrow() {
            focus::focus(FIELD);
        }
    });
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        pen.send();
        focus::focus(FIELD);
    };
    let name = visitor_name(session, conversation);
    let label = move || {
        let words = session.words();
        if is_private.get() {
            return words.write_private.to_owned();
        }
        format!("{}: {}", words.write, name.get())
    };
    let placeholder = move || {
        let words = session.words();
        if is_private.get() {
            words.write_private_here
        } else {
            words.write_here
        }
    };
    view! {
        <form class="pen" data-private=move || is_private.get().to_string() on:submit=submit>
            <Show when=move || is_ended.get()>
                <p class="ended-note">{session.say(|w| w.ended_note)}</p>
            </Show>
            <textarea
                id=FIELD
                class="input"
                rows="1"
                node_ref=field
                aria-label=label
                aria-describedby="composer-hint composer-count"
                aria-invalid=move || (surplus.get() > 0).then_some("true")
                placeholder=placeholder
                prop:value=pen.draft
                on:input:target=move |event| pen.write(&event.target().value())
                on:keydown=move |event| pen.press(&event)
                on:blur=move |_| pen.keep()
            ></textarea>
            <Tools pen />
        </form>
    }
}

/// Below the field: the private switch, the count, and what sends.
#[component]
fn Tools(pen: Pen) -> impl IntoView {
    let Pen {
        session,
        is_private,
        is_ended,
        surplus,
        ..
    } = pen;
    let count = move || {
        let words = session.words();
        let number = surplus.get().unsigned_abs();
        let shown = session.written(|it| it.number(number));
        match surplus.get() {
            1.. => words.too_long.of(number, &shown),
            _ if number <= NEAR as u64 => words.room_left.of(number, &shown),
            _ => String::new(),
        }
    };
    let send = move || {
        let words = session.words();
        if is_private.get() {
            words.send_private
        } else {
            words.send
        }
    };
    view! {
        <div class="tools">
            <button
                type="button"
                class="private-switch"
                role="switch"
                aria-checked=move || is_private.get().to_string()
                aria-disabled=move || is_ended.get().then_some("true")
                on:click=move |_| pen.set_private(!is_private.get_untracked())
            >
                <Picture icon=Icon::Eye />
                {session.say(|w| w.private_mark)}
            </button>
            <span id="composer-hint" class="faint">{session.say(|w| w.write_hint)}</span>
            <span id="composer-count" class="count" role="status" data-over=move || { surplus.get() > 0 }>
                {count}
            </span>
            <button
                type="submit"
                class="button"
                data-kind="primary"
                aria-disabled=move || (!pen.can_send()).then_some("true")
            >
                <Picture icon=Icon::Send />
                <span>{send}</span>
            </button>
        </div>
    }
}
