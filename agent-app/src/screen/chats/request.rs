//! Making a request of the conversation. It goes on meanwhile, and what the visitor is told of it lies in the
//! text field afterwards: the agent sends it.

use leptos::{ev::SubmitEvent, prelude::*};
use shared::register::{Extent, NewRequest, Priority};

use super::{opened::Opened, pen::FIELD};
use crate::{
    dom::focus,
    session::Session,
    slice::Wish,
    ui::{dialog::Dialog, line::Line, switch::Switch},
};

const PRIORITIES: [Priority; 4] = [
    Priority::Low,
    Priority::Normal,
    Priority::High,
    Priority::Urgent,
];

#[component]
pub(in crate::screen) fn Request(opened: Opened, is_open: RwSignal<bool>) -> impl IntoView {
    let session = opened.session;
    view! {
        <Dialog
            name="request"
            title=session.say(|w| w.request_create)
            is_open=is_open.into()
            on_close=Callback::new(move |()| is_open.set(false))
        >
            <Form opened is_open />
        </Dialog>
    }
}

#[component]
fn Form(opened: Opened, is_open: RwSignal<bool>) -> impl IntoView {
    let session = opened.session;
    let form = Memo::new(move |_| {
        let forms = session.forms().read();
        opened.with_id(|it| forms.request(it).cloned().unwrap_or_default())
    });
    let change = move |change: &dyn Fn(&mut NewRequest)| {
        let mut it = form.get_untracked();
        change(&mut it);
        opened.with_id(|id| session.write_request(id, Some(it)));
    };
    let title = Callback::new(move |text: String| change(&|it| it.title.clone_from(&text)));
    let category = Callback::new(move |text: String| change(&|it| it.category.clone_from(&text)));
    let wish = StoredValue::new(Wish::Request(opened.with_id(Clone::clone)));
    let is_making = move || wish.with_value(|it| session.wishes().read().has(it));
    let is_useless = move || is_making() || form.read().clean().is_err();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if !untrack(is_useless) {
            opened.with_id(|it| session.make_request(it));
            is_open.set(false);
            focus::focus(FIELD);
        }
    };
    view! {
        <form class="request-form" on:submit=submit>
            <Line
                id="new-request-title"
                label=session.say(|w| w.request_title)
                value=Signal::derive(move || form.get().title)
                on_write=title
            />
            <div class="field">
                <label for="new-request-text">{session.say(|w| w.request_text)}</label>
                <textarea
                    id="new-request-text"
                    class="input"
                    rows="4"
                    prop:value=move || form.get().text
                    on:input:target=move |event| {
                        let text = event.target().value();
                        change(&|it| it.text.clone_from(&text));
                    }
                ></textarea>
            </div>
            <Line
                id="new-request-category"
                label=session.say(|w| w.request_category)
                value=Signal::derive(move || form.get().category)
                on_write=category
            />
            <div class="field">
                <label for="new-request-priority">{session.say(|w| w.request_priority)}</label>
                <select
                    id="new-request-priority"
                    class="input"
                    prop:value=move || form.get().priority.name()
                    on:change:target=move |event| {
                        let name = event.target().value();
                        let chosen = PRIORITIES.into_iter().find(|it| it.name() == name);
                        change(&|it| it.priority = chosen.unwrap_or_default());
                    }
                >
                    {PRIORITIES.map(|it| option(session, it, form.get_untracked().priority))}
                </select>
            </div>
            <p class="faint">{session.say(|w| w.request_log)}</p>
            <Switch
                label=Signal::derive(move || session.words().request_private.to_owned())
                is_on=Signal::derive(move || form.get().log == Extent::All)
                on_change=Callback::new(move |is_on| {
                    let log = if is_on { Extent::All } else { Extent::Public };
                    change(&|it| it.log = log);
                })
            />
            <div class="answers">
                <button
                    type="submit"
                    class="button"
                    data-kind="primary"
                    aria-disabled=move || is_useless().then_some("true")
                >
                    {session.say(|w| w.quick_save)}
                </button>
                <button type="button" class="button" on:click=move |_| is_open.set(false)>
                    {session.say(|w| w.cancel)}
                </button>
            </div>
        </form>
    }
}

fn option(session: Session, it: Priority, chosen: Priority) -> impl IntoView {
    let label = move || {
        let words = session.words();
        match it {
            Priority::Low => words.priority_low,
            Priority::Normal => words.priority_normal,
            Priority::High => words.priority_high,
            Priority::Urgent => words.priority_urgent,
        }
    };
    view! { <option value=it.name() selected=it == chosen>{label}</option> }
}
