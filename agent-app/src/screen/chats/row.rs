//! One conversation in the list.

use std::sync::Arc;

use leptos::prelude::*;
use leptos_router::components::A;
use shared::{
    agent::Summary,
    ask::Kind,
    conversation::{Side, Status},
    id::{self, Id},
    presence::Card,
};

use super::{asked::Withdraw, part};
use crate::{
    dom::{focus, view},
    session::Session,
    ui::{badge::Badge, dot::Dot, roving::Roving},
    words::fill,
};

#[component]
pub(super) fn SessionRow(
    id: Id<id::Conversation>,
    open: Memo<Option<Id<id::Conversation>>>,
    roving: Roving,
) -> impl IntoView {
    let session = Session::here();
    let (key, path) = (id.to_string(), format!("/chats/{id}"));
    let tab = roving.tab(&key);
    let is_open = {
        let id = id.clone();
        Memo::new(move |_| open.read().as_ref() == Some(&id))
    };
    let click = move |_| {
        if view::is_narrow() {
            return;
        }
        session.will_write();
        if is_open.get_untracked() && session.wants_to_write() {
            focus::focus("composer");
        }
    };
    let question = {
        let id = id.clone();
        Memo::new(move |_| {
            let inbox = session.inbox().read();
            let summary = inbox.conversation(&id)?;
            let question = summary.question.clone();
            let can_withdraw = part::may_withdraw(session, summary);
            Some((question.filter(|it| it.kind != Kind::Offer)?, can_withdraw))
        })
    };
    let asked = Memo::new(move |_| question.get().map(|it| it.0));
    let can_withdraw = Memo::new(move |_| question.read().as_ref().is_some_and(|it| it.1));
    let conversation = StoredValue::new(id.clone());
    view! {
        <li data-asked=move || asked.read().is_some()>
            <A
                href=path
                attr:class="session"
                attr:tabindex=tab
                on:focus=move |_| roving.enter(&key)
                on:click=click
            >
                <Face id />
            </A>
            <Show when=move || can_withdraw.get()>
                <Withdraw id=conversation question=asked />
            </Show>
        </li>
    }
}

/// What the row shows.
#[component]
fn Face(id: Id<id::Conversation>) -> impl IntoView {
    let session = Session::here();
    let summary = {
        let id = id.clone();
        Memo::new(move |last: Option<&Option<Arc<Summary>>>| {
            let found = session.inbox().read().conversation(&id).cloned();
            found.or_else(|| last.cloned().flatten())
        })
    };
    let state = Memo::new(move |_| {
        let writing = session.writing().read();
        (
            writing.has_refused(&id),
            writing.draft(&id).to_owned(),
            session.attached().read().has_any(&id),
        )
    });
    let is_filled = Signal::derive(move || {
        summary
            .read()
            .as_ref()
            .is_some_and(|it| it.last.by == Side::Visitor && it.status == Status::Active)
    });
    let rank = Signal::derive(move || summary.read().as_ref().and_then(|it| it.rank));
    let unread = Memo::new(move |_| {
        let summary = summary.read();
        let active = summary.as_ref().filter(|it| it.status == Status::Active);
        active.map_or(0, |it| it.unread as usize)
    });
    let unread_name = Signal::derive(move || {
        let count = unread.get() as u64;
        session
            .words()
            .unread
            .of(count, &session.written(|it| it.number(count)))
    });
    let dot_name = Signal::derive(move || {
        let words = session.words();
        let name = if is_filled.get() {
            words.visitor_wrote_last
        } else {
            words.agent_wrote_last
        };
        name.to_owned()
    });
    let name = move || summary.read().as_ref().map(|it| session.name(&it.visitor));
    let time = move || {
        summary
            .read()
            .as_ref()
            .map(|it| session.written(|write| write.time(it.last.at)))
    };
    let last = move || match state.get() {
        (false, draft, _) if !draft.is_empty() => Some(draft),
        _ => summary.read().as_ref().map(|it| last_line(session, it)),
    };
    let mark = move || {
        let words = session.words();
        match state.get() {
            (true, ..) => Some(words.has_failed),
            (_, draft, has_files) if has_files || !draft.is_empty() => Some(words.has_draft),
            _ => standing(session, summary.read().as_deref()?),
        }
    };
    view! {
        <Dot rank is_filled name=dot_name />
        <span class="who" data-unread=move || unread.get() != 0><bdi>{name}</bdi></span>
        <time>{time}</time>
        <span class="said" dir="auto">
            <Show when=move || mark().is_some()>
                <em data-failed=move || state.get().0>{mark}</em>" "
            </Show>
            {last}
        </span>
        <Badge count=unread.into() name=unread_name />
    }
}

/// What is special about a conversation: a question about it waits, it is not kept, or it is a colleague's.
fn standing(session: Session, summary: &Summary) -> Option<&'static str> {
    let words = session.words();
    match summary.question.as_ref().map(|it| it.kind) {
        Some(Kind::Transfer) => return Some(words.mark_transfer),
        Some(Kind::Invitation) => return Some(words.mark_invitation),
        _ => {}
    }
    if summary.unkept {
        return Some(words.mark_unkept);
    }
    let me = session.my_id();
    let is_among = |cards: &[Card]| cards.iter().any(|it| it.id == me);
    let is_active = summary.status == Status::Active;
    if is_active && is_among(&summary.participants) {
        return Some(words.mark_joined);
    }
    (is_active && is_among(&summary.listeners)).then_some(words.mark_listening)
}

fn last_line(session: Session, summary: &Summary) -> String {
    let is_mine = summary
        .owner
        .as_ref()
        .is_some_and(|it| it.id == session.my_id());
    match summary.last.by {
        Side::Agent if is_mine => fill(session.words().you_wrote, "text", &summary.last.text),
        _ => session.preview(&summary.last),
    }
}
