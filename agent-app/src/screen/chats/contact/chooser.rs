//! Whom it could be, and looking for somebody else: with words, among those linked last, among favourites.

use leptos::{ev::SubmitEvent, prelude::*};
use shared::register::{Card, Contact};

use crate::{
    dom::focus,
    screen::chats::opened::Opened,
    session::Session,
    slice::{Asked, Found, Inquiry},
    ui::Sentence,
};

const SEARCH: &str = "contact-search";

/// Somebody to choose, with what stands beside the name.
type Choice = (Card, String);

#[component]
pub(super) fn Chooser(opened: Opened, is_changing: RwSignal<bool>) -> impl IntoView {
    let session = opened.session;
    let matches = move || {
        let customer = session.customer().read();
        let mut all = listed(&customer.matches);
        let certain = customer.matches.answer().certain.as_ref();
        for (card, beside) in &mut all {
            if Some(&card.id) == certain {
                *beside = [session.words().verified, &**beside].join(" · ");
            }
        }
        all
    };
    let is_changing_now = Memo::new(move |_| {
        let summary = opened.summary.read();
        is_changing.get() && summary.as_ref().is_some_and(|it| it.contact.is_some())
    });
    view! {
        <h3>{session.say(|w| w.could_be)}</h3>
        <Cards opened is_changing cards=Signal::derive(matches) />
        <State
            state=Signal::derive(move || session.customer().read().matches.state())
            empty=session.say(|w| w.could_be_none)
            is_empty=Signal::derive(move || matches().is_empty())
            on_retry=Callback::new(move |()| session.seek_matches())
        />
        <Finder opened is_changing />
        <div class="answers">
            <button
                type="button"
                class="button"
                on:click=move |_| opened.with_id(|it| session.begin_contact(it))
            >
                {session.say(|w| w.contact_new)}
            </button>
            <Show when=move || is_changing_now.get()>
                <button type="button" class="button" on:click=move |_| is_changing.set(false)>
                    {session.say(|w| w.cancel)}
                </button>
            </Show>
        </div>
    }
}

#[component]
fn Finder(opened: Opened, is_changing: RwSignal<bool>) -> impl IntoView {
    let session = opened.session;
    let words = RwSignal::new(session.customer().read_untracked().words().to_owned());
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        session.find_contacts(&words.read_untracked());
    };
    let found = move || listed(&session.customer().read().found);
    let has_searched =
        Memo::new(move |_| session.customer().read().found.state() != Inquiry::Fresh);
    let next = move || {
        let customer = session.customer().read();
        let is_here = customer.found.state() == Inquiry::Answered;
        customer.found.answer().next.filter(|_| is_here)
    };
    let known = move |pick: fn(&crate::slice::Acquainted) -> &[Card]| {
        let known = session.acquainted().read();
        let all = pick(&known).iter().map(|it| (it.clone(), firm(it)));
        all.collect::<Vec<Choice>>()
    };
    let recent = Signal::derive(move || known(|it| it.recent()));
    let favourites = Signal::derive(move || known(|it| it.favourites()));
    view! {
        <form role="search" class="contact-search" on:submit=submit>
            <input
                type="search"
                id=SEARCH
                class="input"
                autocomplete="off"
                aria-label=session.say(|w| w.contact_search)
                placeholder=session.say(|w| w.contact_search)
                prop:value=words
                on:input:target=move |event| {
                    words.set(event.target().value());
                    if words.read_untracked().trim().is_empty() {
                        session.find_contacts("");
                    }
                }
            />
            <button type="submit" class="button">{session.say(|w| w.search)}</button>
        </form>
        <Show
            when=move || has_searched.get()
            fallback=move || {
                view! {
                    <Group label=session.say(|w| w.ready_favourites) cards=favourites opened is_changing />
                    <Group label=session.say(|w| w.ready_recent) cards=recent opened is_changing />
                }
            }
        >
            <Cards opened is_changing cards=Signal::derive(found) />
            <State
                state=Signal::derive(move || session.customer().read().found.state())
                empty=session.say(|w| w.contact_none)
                is_empty=Signal::derive(move || found().is_empty())
                on_retry=Callback::new(move |()| session.find_more(None))
            />
            <Show when=move || next().is_some()>
                <button type="button" class="button" on:click=move |_| session.find_more(untrack(next))>
                    {session.say(|w| w.more)}
                </button>
            </Show>
        </Show>
    }
}

/// Some cards below a heading, when there are any.
#[component]
fn Group(
    label: Sentence,
    cards: Signal<Vec<Choice>>,
    opened: Opened,
    is_changing: RwSignal<bool>,
) -> impl IntoView {
    view! {
        <Show when=move || !cards.read().is_empty()>
            <h4>{label}</h4>
            <Cards opened is_changing cards />
        </Show>
    }
}

/// What stands below a list: that it is on its way, that there is nothing, or that nobody answered.
#[component]
pub(super) fn State(
    state: Signal<Inquiry>,
    empty: Sentence,
    is_empty: Signal<bool>,
    on_retry: Callback<()>,
) -> impl IntoView {
    let session = Session::here();
    let is_failed = Memo::new(move |_| state.get() == Inquiry::Failed);
    let sentence = move || match state.get() {
        Inquiry::Asked => Some(session.words().loading),
        Inquiry::Answered if is_empty.get() => Some(empty.get()),
        Inquiry::Absent => Some(session.words().contact_gone),
        Inquiry::Failed => Some(session.words().register_silent),
        _ => None,
    };
    view! {
        <p class="faint" role="status">{sentence}</p>
        <Show when=move || is_failed.get()>
            <button type="button" class="button" on:click=move |_| on_retry.run(())>
                {session.say(|w| w.retry)}
            </button>
        </Show>
    }
}

/// Contacts to choose from: a press says that it is this one.
#[component]
fn Cards(opened: Opened, is_changing: RwSignal<bool>, cards: Signal<Vec<Choice>>) -> impl IntoView {
    // Lists that are as they were are not drawn anew: a key's focus stays where it is.
    let cards = Memo::new(move |_| cards.get());
    let rows = move || {
        let all = cards.get().into_iter();
        all.map(|choice| view! { <Row opened is_changing choice /> })
            .collect_view()
    };
    view! {
        <ul class="entries">
            {rows}
        </ul>
    }
}

#[component]
fn Row(opened: Opened, is_changing: RwSignal<bool>, choice: Choice) -> impl IntoView {
    let session = opened.session;
    let (card, hint) = choice;
    let name = card.name.clone();
    let id = card.id.clone();
    let is_favourite = Memo::new(move |_| session.acquainted().read().is_favourite(&id));
    let favoured = card.clone();
    let choose = move |_| {
        opened.with_id(|it| session.link_contact(it, &card));
        is_changing.set(false);
        focus::focus("contact-close");
    };
    view! {
        <li>
            <button type="button" class="entry" on:click=choose>
                <bdi>{name}</bdi>
                <bdi class="faint">{hint}</bdi>
            </button>
            <button
                type="button"
                class="icon-button"
                aria-label=session.say(|w| w.ready_favourite)
                aria-pressed=move || is_favourite.get().to_string()
                on:click=move |_| session.toggle_acquainted(&favoured)
            >
                <span aria-hidden="true">{move || if is_favourite.get() { "★" } else { "☆" }}</span>
            </button>
        </li>
    }
}

fn listed(found: &Asked<Found>) -> Vec<Choice> {
    let all = found.answer().contacts.iter();
    all.map(|it| (it.card(), hint(it))).collect()
}

/// What tells a contact from others of the same name.
fn hint(contact: &Contact) -> String {
    let firm = contact.company.as_ref().map_or("", |it| &*it.name);
    let parts = [firm, &*contact.email, &*contact.phone];
    let parts: Vec<_> = parts.into_iter().filter(|it| !it.is_empty()).collect();
    parts.join(" · ")
}

fn firm(card: &Card) -> String {
    let firm = card.company.as_ref();
    firm.map_or_else(String::new, |it| it.name.clone())
}
