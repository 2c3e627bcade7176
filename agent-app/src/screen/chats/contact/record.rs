//! A record to read: a request, a sale, a follow-up, a project, an activity.

use leptos::prelude::*;
use leptos_router::components::A;
use shared::register::{Record, RecordFile};

use super::{Label, chooser::State};
use crate::{session::Session, slice::Inquiry, ui::dialog::Dialog};

#[component]
pub(in crate::screen) fn RecordView() -> impl IntoView {
    let session = Session::here();
    let state = Memo::new(move |_| session.customer().read().record.state());
    let title = move || {
        let customer = session.customer().read();
        let record = customer.record.answer().as_ref();
        record.map(|it| it.record.title.clone())
    };
    view! {
        <Dialog
            name="record"
            title=session.say(|w| w.record)
            is_open=Signal::derive(move || state.get() != Inquiry::Fresh)
            on_close=Callback::new(move |()| session.close_record())
        >
            <h3><bdi>{title}</bdi></h3>
            <State
                state=state.into()
                empty=session.say(|w| w.nothing_known)
                is_empty=Signal::stored(false)
                on_retry=Callback::new(move |()| session.look_at_record_again())
            />
            {move || {
                let customer = session.customer().read();
                customer.record.answer().clone().map(|it| body(session, &it))
            }}
            <div class="answers">
                <button class="button" autofocus on:click=move |_| session.close_record()>
                    {session.say(|w| w.close)}
                </button>
            </div>
        </Dialog>
    }
}

fn body(session: Session, file: &RecordFile) -> impl IntoView + use<> {
    let RecordFile { record, text, log } = file;
    let facts = facts(session, record).into_iter().map(|(label, value)| {
        view! {
            <div>
                <dt>{session.say(label)}</dt>
                <dd><bdi>{value}</bdi></dd>
            </div>
        }
    });
    let conversation = record.conversation.clone().map(|it| {
        view! { <A href=format!("/archive/{it}")>{session.say(|w| w.record_chat)}</A> }
    });
    let log = (!log.is_empty()).then(|| {
        view! {
            <h4>{session.say(|w| w.record_log)}</h4>
            <p class="record-text" dir="auto">{log.clone()}</p>
        }
    });
    view! {
        <dl>{facts.collect_view()}</dl>
        <p class="record-text" dir="auto">{text.clone()}</p>
        {log}
        {conversation}
    }
}

fn facts(session: Session, it: &Record) -> Vec<(Label, String)> {
    let day = it.at.map(|at| session.written(|it| it.moment(at)));
    let mut all: Vec<(Label, String)> = vec![
        (|w| w.record_number, it.number.clone()),
        (|w| w.status, it.status.clone()),
        (|w| w.request_category, it.category.clone()),
        (|w| w.request_priority, it.priority.clone()),
        (|w| w.record_amount, it.amount.clone()),
        (|w| w.record_date, day.unwrap_or_default()),
    ];
    all.retain(|(_, value)| !value.is_empty());
    all
}
