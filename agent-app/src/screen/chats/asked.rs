//! The question about the open conversation, below it: for whoever is asked the two answers, for the others
//! who is asked and, where they may, the way to take it back.

use leptos::prelude::*;
use shared::{
    ask::{Kind, Question},
    id::{self, Id},
};

use super::{opened::Opened, part};
use crate::{
    screen::countdown::Countdown,
    session::Session,
    slice::Wish,
    words::{Words, fill},
};

#[component]
pub(super) fn Asked(opened: Opened) -> impl IntoView {
    let session = opened.session;
    let question = Memo::new(move |_| {
        let question = opened.summary.read().as_ref()?.question.clone();
        question.filter(|it| it.kind != Kind::Offer)
    });
    let is_mine = Memo::new(move |_| opened.with_id(|it| session.asked_in(it)).is_some());
    let can_withdraw = Memo::new(move |_| part::may(opened).withdraw);
    let sentence = move || {
        let question = question.get()?;
        if is_mine.get() {
            return Some(session.question_sentence(&question));
        }
        let words = session.words();
        let sentence = match question.kind {
            Kind::Transfer => words.transfer_waits,
            Kind::Invitation => words.invitation_waits,
            Kind::Offer | Kind::Unknown => return None,
        };
        Some(fill(sentence, "agent", &session.whom(&question.whom)))
    };
    view! {
        <Show when=move || question.read().is_some()>
            <div class="foot asked" role="group" aria-labelledby="asked-text">
                <Countdown question=question.into() />
                <p id="asked-text" role="status">{sentence}</p>
                <Show
                    when=move || is_mine.get()
                    fallback=move || view! {
                        <Show when=move || can_withdraw.get()>
                            <Withdraw id=opened.conversation question />
                        </Show>
                    }
                >
                    <Answers opened question />
                </Show>
            </div>
        </Show>
    }
}

#[component]
fn Answers(opened: Opened, question: Memo<Option<Question>>) -> impl IntoView {
    let session = opened.session;
    let wish = StoredValue::new(Wish::Accept(opened.with_id(Clone::clone)));
    let is_accepting = move || wish.with_value(|it| session.wishes().read().has(it));
    let kind = move || question.read().as_ref().map(|it| it.kind);
    let say = move |transfer: fn(&Words) -> &'static str,
                    invitation: fn(&Words) -> &'static str| {
        move || {
            let sentence = match kind()? {
                Kind::Transfer => transfer,
                Kind::Invitation => invitation,
                Kind::Offer | Kind::Unknown => return None,
            };
            Some(sentence(session.words()))
        }
    };
    let answer = move |act: fn(Session, &Id<id::Conversation>, Kind)| {
        if let Some(kind) = untrack(kind) {
            opened.with_id(|it| act(session, it, kind));
        }
    };
    view! {
        <Show when=move || kind() != Some(Kind::Unknown)>
            <button
                type="button"
                class="button"
                data-kind="primary"
                aria-disabled=move || is_accepting().then_some("true")
                on:click=move |_| answer(Session::accept)
            >
                {say(|w| w.accept_transfer, |w| w.accept_invitation)}
            </button>
            <button type="button" class="button" on:click=move |_| answer(Session::decline)>
                {say(|w| w.reject_transfer, |w| w.reject_invitation)}
            </button>
        </Show>
    }
}

/// Takes a transfer or an invitation back.
#[component]
pub(super) fn Withdraw(
    id: StoredValue<Id<id::Conversation>>,
    question: Memo<Option<Question>>,
) -> impl IntoView {
    let session = Session::here();
    let wish = StoredValue::new(Wish::Withdraw(id.get_value()));
    let is_asking = move || wish.with_value(|it| session.wishes().read().has(it));
    let label = move || {
        let words = session.words();
        match question.read().as_ref()?.kind {
            Kind::Transfer => Some(words.cancel_transfer),
            Kind::Invitation => Some(words.cancel_invitation),
            Kind::Offer | Kind::Unknown => None,
        }
    };
    view! {
        <button
            type="button"
            class="button"
            aria-disabled=move || is_asking().then_some("true")
            on:click=move |_| id.with_value(|it| session.withdraw(it))
        >
            {label}
        </button>
    }
}
