//! Which contact of the register it is: known and shown, or still to be said.

use leptos::prelude::*;

use super::{chooser::Chooser, file::File, form::ContactForm};
use crate::{screen::chats::opened::Opened, slice::Wish};

#[component]
pub(in crate::screen) fn Customer(opened: Opened) -> impl IntoView {
    let session = opened.session;
    opened.with_id(|it| session.attend_customer(it));
    let conversation = opened.with_id(Clone::clone);
    on_cleanup(move || session.leave_customer(&conversation));
    let is_changing = RwSignal::new(false);
    let card = Memo::new(move |_| {
        let summary = opened.summary.read();
        summary.as_ref().and_then(|it| it.contact.clone())
    });
    let is_writing = Memo::new(move |_| {
        let forms = session.forms().read();
        opened.with_id(|it| forms.contact(it).is_some())
    });
    let wishes = opened.with_id(|it| [Wish::Link(it.clone()), Wish::AddContact(it.clone())]);
    let is_asking = Memo::new(move |_| {
        let all = session.wishes().read();
        wishes.iter().any(|it| all.has(it))
    });
    let body = move || {
        if is_writing.get() {
            return view! { <ContactForm opened /> }.into_any();
        }
        match card.get().filter(|_| !is_changing.get()) {
            Some(card) => view! { <File opened card is_changing /> }.into_any(),
            None => view! { <Chooser opened is_changing /> }.into_any(),
        }
    };
    view! {
        <section class="customer" aria-label=session.say(|w| w.customer)>
            {body}
            <p class="faint" role="status">
                {move || is_asking.get().then(|| session.words().loading)}
            </p>
        </section>
    }
}
