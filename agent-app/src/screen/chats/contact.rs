//! What the visitor told, and what is known of the conversation.

mod chooser;
mod customer;
mod documents;
mod file;
mod form;
mod record;

use leptos::{ev::KeyboardEvent, prelude::*};
use shared::{
    agent::{Person, Summary},
    time::Timestamp,
};

pub(in crate::screen) use self::{customer::Customer, record::RecordView};
use super::{
    known::{Mark, Variables},
    opened::Opened,
};
use crate::{
    dom::{focus, view},
    screen::later::{Later, Part},
    session::Session,
    ui::{
        Sentence,
        icon::{Icon, Picture},
    },
    words::Words,
};

/// Chooses a sentence.
type Label = fn(&'static Words) -> &'static str;

/// The id of the button that shows and hides the contact.
pub(super) const SWITCH: &str = "contact-switch";
const CLOSE: &str = "contact-close";

#[component]
pub(super) fn Contact(opened: Opened, on_close: Callback<()>) -> impl IntoView {
    let session = opened.session;
    let close = move || {
        on_close.run(());
        focus::focus(SWITCH);
    };
    let press = move |event: KeyboardEvent| {
        if event.key() == "Escape" {
            close();
        }
    };
    Effect::new(move || {
        // Where it covers the conversation, the keyboard goes along.
        if !view::has_width() {
            focus::focus(CLOSE);
        }
    });
    view! {
        <div class="veil" on:click=move |_| close()></div>
        <aside id="contact" class="contact" aria-labelledby="contact-title" on:keydown=press>
            <header>
                <h2 id="contact-title">{session.say(|w| w.contact)}</h2>
                <button
                    type="button"
                    id=CLOSE
                    class="icon-button"
                    aria-label=session.say(|w| w.close)
                    on:click=move |_| close()
                >
                    <Picture icon=Icon::X />
                </button>
            </header>
            <Facts opened />
            <Later part=Part::Visit(opened) />
            <Later part=Part::Topics(opened) />
            <Later part=Part::Customer(opened) />
        </aside>
        <Later part=Part::Record />
    }
}

#[component]
fn Facts(opened: Opened) -> impl IntoView {
    let Opened {
        session, summary, ..
    } = opened;
    let told = move |pick: fn(&Person) -> Option<&String>| {
        Signal::derive(move || {
            summary
                .read()
                .as_ref()
                .and_then(|it| pick(&it.visitor).cloned())
        })
    };
    let is_signed = move |pick: fn(&Person) -> bool| {
        Signal::derive(move || summary.read().as_ref().is_some_and(|it| pick(&it.visitor)))
    };
    let customer = told(|it| it.customer.as_ref());
    let language = Signal::derive(move || {
        let summary = summary.read();
        let tag = summary
            .as_ref()
            .and_then(|it| it.visitor.language.as_deref())?;
        Some(session.written(|it| it.language(tag)))
    });
    let channel = Signal::derive(move || {
        let summary = summary.read();
        let desk = session.desk().read();
        let channel = desk.channel(&summary.as_ref()?.channel)?;
        Some(channel.channel.name.clone())
    });
    let started = Signal::derive(move || {
        let at = summary.read().as_ref()?.started_at;
        Some(session.written(|it| it.moment(at)))
    });
    let moment = move |pick: fn(&Summary) -> Option<Timestamp>| {
        Signal::derive(move || {
            let at = pick(summary.read().as_ref()?)?;
            Some(session.written(|it| it.moment(at)))
        })
    };
    let (left, finished) = (moment(|it| it.left_at), moment(|it| it.finished_at));
    let state = Signal::derive(move || {
        let is_online = summary.read().as_ref()?.visitor.is_online;
        let words = session.words();
        Some(
            if is_online {
                words.online
            } else {
                words.offline
            }
            .to_owned(),
        )
    });
    view! {
            <dl>
                <Fact
                    label=session.say(|w| w.name)
                    value=told(|it| it.name.as_ref())
                    is_verified=is_signed(|it| it.is_name_verified)
                />
                <Fact
                    label=session.say(|w| w.email)
                    value=told(|it| it.email.as_ref())
                    is_verified=is_signed(|it| it.is_email_verified)
                />
                <Show when=move || customer.read().is_some()>
                    <Fact
                        label=session.say(|w| w.customer)
                        value=customer
                        is_verified=is_signed(|_| true)
                    />
                </Show>
                <Answers opened />
                <Fact label=session.say(|w| w.language) value=language />
                <Fact label=session.say(|w| w.state) value=state />
                <Fact label=session.say(|w| w.channel) value=channel />
                <Fact label=session.say(|w| w.started) value=started />
                <Show when=move || left.read().is_some()>
                    <Fact label=session.say(|w| w.visitor_left) value=left />
                </Show>
                <Show when=move || finished.read().is_some()>
                    <Fact label=session.say(|w| w.agent_finished) value=finished />
                </Show>
            </dl>
    }
}

/// What else the visitor answered before the chat, not signed, and what the page told.
#[component]
fn Answers(opened: Opened) -> impl IntoView {
    let Opened {
        session, summary, ..
    } = opened;
    let answer = move |label: Sentence, pick: fn(&Person) -> Option<&String>| {
        let value = Signal::derive(move || pick(&summary.read().as_ref()?.visitor).cloned());
        view! {
            <Show when=move || value.read().is_some()>
                <Fact label value is_verified=Signal::stored(false) />
            </Show>
        }
    };
    let consented = Signal::derive(move || {
        let at = summary.read().as_ref()?.visitor.consented_at?;
        Some(session.written(|it| it.moment(at)))
    });
    view! {
        {answer(session.say(|w| w.company), |it| it.company.as_ref())}
        {answer(session.say(|w| w.phone), |it| it.phone.as_ref())}
        {answer(session.say(|w| w.country), |it| it.country.as_ref())}
        <Show when=move || consented.read().is_some()>
            <Fact label=session.say(|w| w.consented) value=consented />
        </Show>
        <Variables opened />
    }
}

#[component]
fn Fact(
    label: Sentence,
    value: Signal<Option<String>>,
    /// Whether the site has signed it; absent where nobody could doubt it.
    #[prop(optional)]
    is_verified: Option<Signal<bool>>,
) -> impl IntoView {
    let session = Session::here();
    let is_missing = move || value.read().is_none();
    view! {
        <div>
            <dt>{label}</dt>
            <dd data-missing=is_missing>
                <bdi>{move || value.get().unwrap_or_else(|| session.words().not_given.to_owned())}</bdi>
                <Show when=move || !is_missing() && is_verified.is_some()>
                    {is_verified.map(|is_verified| view! { <Mark is_verified /> })}
                </Show>
            </dd>
        </div>
    }
}
