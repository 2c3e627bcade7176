//! What somebody asks of the person, above every screen: a visitor who is offered, a chat that a colleague
//! hands over. One after the other. The keyboard is led there only when it is of no use elsewhere.

use std::sync::Arc;

use leptos::{ev::KeyboardEvent, prelude::*};
use shared::{
    agent::Summary,
    ask::{Kind, Question},
    id::{self, Id},
};

use crate::{
    age,
    dom::{focus, keys},
    screen::countdown::Countdown,
    session::Session,
    shortcut::Act,
    slice::Wish,
    words::fill,
};

/// The id of the button that says yes.
const YES: &str = "offer-yes";

#[component]
pub(super) fn Offers() -> impl IntoView {
    let session = Session::here();
    let first = Memo::new(move |_| {
        let looked_at = session.gaze().read().conversation.clone();
        let mut asked = session.asked().into_iter();
        asked.find(|it| is_offer(it) || Some(&it.id) != looked_at.as_ref())
    });
    let key = Memo::new(move |_| {
        let first = first.read();
        let first = first.as_ref()?;
        Some((first.id.clone(), first.question.as_ref()?.at))
    });
    keys::on_act(move |act| {
        let is_meant = act == Act::Offer && untrack(move || first.read().is_some());
        is_meant.then(|| focus::to(YES))
    });
    let card = move || {
        key.get()?;
        let summary = first.get_untracked()?;
        Some(view! { <Card summary /> })
    };
    let spoken = move || {
        key.get()?;
        let summary = first.get_untracked()?;
        Some(format!(
            "{}: {}",
            title(session, &summary),
            summary.first.text
        ))
    };
    view! {
        <p class="spoken" role="alert">{spoken}</p>
        {card}
    }
}

#[component]
fn Card(summary: Arc<Summary>) -> impl IntoView {
    let session = Session::here();
    let is_offer = is_offer(&summary);
    let summary = StoredValue::new(summary);
    let id = StoredValue::new(summary.with_value(|it| it.id.clone()));
    let question = Signal::derive(move || summary.with_value(|it| it.question.clone()));
    Effect::new(move || {
        if focus::is_idle() {
            focus::focus(YES);
        }
    });
    let name = move || summary.with_value(|it| session.name(&it.visitor));
    let channel = move || {
        let desk = session.desk().read();
        summary.with_value(|it| desk.channel(&it.channel).map(|it| it.channel.name.clone()))
    };
    let wait = move || {
        let since = summary.with_value(|it| it.queued_at.unwrap_or(it.started_at));
        let wait = age::span(session.server_time().since(since));
        fill(session.words().is_waiting, "time", &wait)
    };
    let said = summary.with_value(|it| it.first.text.clone());
    let yes = move || id.with_value(|it| say_yes(session, it, is_offer));
    let press = move |event: KeyboardEvent| {
        if event.key() == "Enter" && focus::is_direct(&event) {
            event.prevent_default();
            yes();
        }
    };
    view! {
        <section
            class="offer"
            role="alertdialog"
            tabindex="-1"
            aria-labelledby="offer-title"
            aria-describedby="offer-text"
            on:keydown=press
        >
            <Countdown question />
            <div class="offered">
                <h2 id="offer-title">
                    {move || summary.with_value(|it| title(session, it))}
                </h2>
                <p class="faint">
                    <bdi>{name}</bdi>
                    <span>{channel}</span>
                    {is_offer.then(|| view! { <span class="numeral">{wait}</span> })}
                </p>
                <p id="offer-text" class="said" dir="auto">{said}</p>
            </div>
            <Answers id is_offer on_yes=Callback::new(move |()| yes()) />
        </section>
    }
}

/// The two answers; what a colleague hands over is read first, and answered below it.
#[component]
fn Answers(
    id: StoredValue<Id<id::Conversation>>,
    is_offer: bool,
    on_yes: Callback<()>,
) -> impl IntoView {
    let session = Session::here();
    let is_accepting = move || {
        let wish = Wish::Accept(id.get_value());
        session.wishes().read().has(&wish)
    };
    let yes = move || {
        let words = session.words();
        if is_offer {
            words.accept
        } else {
            words.read_it
        }
    };
    let decline = move |_| id.with_value(|it| session.decline(it, Kind::Offer));
    view! {
        <div class="answers">
            <button
                type="button"
                id=YES
                class="button"
                data-kind="primary"
                aria-disabled=move || is_accepting().then_some("true")
                on:click=move |_| on_yes.run(())
            >
                {yes}
            </button>
            {is_offer.then(|| view! {
                <button type="button" class="button" on:click=decline>{session.say(|w| w.decline)}</button>
            })}
        </div>
    }
}

fn say_yes(session: Session, id: &Id<id::Conversation>, is_offer: bool) {
    if is_offer {
        session.accept(id, Kind::Offer);
    } else {
        session.go(&format!("/chats/{id}"));
    }
}

fn is_offer(summary: &Summary) -> bool {
    let question = summary.question.as_ref();
    question.is_some_and(|it| it.kind == Kind::Offer)
}

/// What is asked, in one sentence.
fn title(session: Session, summary: &Summary) -> String {
    let question = summary.question.as_ref();
    question.map_or_else(String::new, |it| session.question_sentence(it))
}

impl Session {
    /// What the person is asked, in one sentence.
    pub(crate) fn question_sentence(self, question: &Question) -> String {
        let words = self.words();
        let by = question.by.as_ref().map_or("", |it| it.name.as_str());
        match question.kind {
            Kind::Offer => words.offer_title.to_owned(),
            Kind::Transfer => fill(words.transfer_for_you, "agent", by),
            Kind::Invitation => fill(words.invitation_for_you, "agent", by),
            Kind::Unknown => words.question_newer.to_owned(),
        }
    }
}
