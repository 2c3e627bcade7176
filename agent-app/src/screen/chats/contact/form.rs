//! A new contact and its company. What is written stays on this device until it is saved.

use leptos::{ev::SubmitEvent, prelude::*};
use shared::{register::NewContact, text::Invalid};

use crate::{
    dom::focus,
    screen::chats::opened::Opened,
    slice::Wish,
    ui::{Sentence, line::Line},
};

const NAME: &str = "new-contact-name";

#[component]
pub(super) fn ContactForm(opened: Opened) -> impl IntoView {
    let session = opened.session;
    let form = Memo::new(move |_| {
        let forms = session.forms().read();
        opened.with_id(|it| forms.contact(it).cloned().unwrap_or_default())
    });
    let part = move |id, label, part: fn(&mut NewContact) -> &mut String, kind| {
        let value = Signal::derive(move || part(&mut form.get()).clone());
        let write = Callback::new(move |text| {
            let mut it = form.get_untracked();
            *part(&mut it) = text;
            opened.with_id(|id| session.write_contact(id, Some(it)));
        });
        line(id, label, kind, (value, write))
    };
    let wrong = move || match form.read().clean() {
        Err(Invalid::Malformed) => Some(session.words().refused_invalid),
        Err(Invalid::TooLong) => Some(session.words().quick_too_long),
        _ => None,
    };
    let wish = StoredValue::new(Wish::AddContact(opened.with_id(Clone::clone)));
    let is_adding = move || wish.with_value(|it| session.wishes().read().has(it));
    let is_useless = move || is_adding() || form.read().clean().is_err();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if !untrack(is_useless) {
            opened.with_id(|it| session.add_contact(it));
        }
    };
    Effect::new(move || {
        focus::focus(NAME);
    });
    view! {
        <h3>{session.say(|w| w.contact_new)}</h3>
        <form class="contact-form" on:submit=submit>
            {part(NAME, session.say(|w| w.name), |it| &mut it.name, "text")}
            {part("new-contact-company", session.say(|w| w.company), |it| &mut it.company, "text")}
            {part("new-contact-title", session.say(|w| w.contact_title), |it| &mut it.title, "text")}
            {part("new-contact-email", session.say(|w| w.email), |it| &mut it.email, "text")}
            {part("new-contact-phone", session.say(|w| w.phone), |it| &mut it.phone, "tel")}
            <p class="wrong" role="status">{wrong}</p>
            <div class="answers">
                <button
                    type="submit"
                    class="button"
                    data-kind="primary"
                    aria-disabled=move || is_useless().then_some("true")
                >
                    {session.say(|w| w.quick_add)}
                </button>
                <button
                    type="button"
                    class="button"
                    on:click=move |_| opened.with_id(|it| session.write_contact(it, None))
                >
                    {session.say(|w| w.cancel)}
                </button>
            </div>
        </form>
    }
}

fn line(
    id: &'static str,
    label: Sentence,
    kind: &'static str,
    (value, on_write): (Signal<String>, Callback<String>),
) -> impl IntoView {
    view! { <Line id label kind value on_write /> }
}
