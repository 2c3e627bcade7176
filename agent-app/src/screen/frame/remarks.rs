//! Short remarks about what did not go as wished, above everything else.

use leptos::prelude::*;

use crate::{
    session::Session,
    slice::Remark,
    ui::icon::{Icon, Picture},
    words::fill,
};

#[component]
pub(super) fn RemarkList() -> impl IntoView {
    let session = Session::here();
    let line = move |(number, remark): (u64, Remark)| {
        view! {
            <li class="remark">
                <p>{move || sentence(session, &remark)}</p>
                <button
                    class="icon-button"
                    aria-label=session.say(|w| w.close)
                    on:click=move |_| session.dismiss(number)
                >
                    <Picture icon=Icon::X />
                </button>
            </li>
        }
    };
    view! {
        <div class="remarks" role="alert">
            <ul>
                <For each=move || session.remarks().get().shown().to_vec() key=|it| it.0 children=line />
            </ul>
        </div>
    }
}

fn sentence(session: Session, remark: &Remark) -> String {
    let words = session.words();
    match remark {
        Remark::Refused(code) => words.refusal(*code).to_owned(),
        Remark::TakenBy(name) => fill(words.taken_by, "agent", name),
        Remark::TakenGone => words.taken_gone.to_owned(),
        Remark::NotAsked => words.not_asked.to_owned(),
        Remark::AskedBefore => words.asked_before.to_owned(),
        Remark::Unanswered => words.unanswered.to_owned(),
        Remark::StillSignedIn => words.sign_out_failed.to_owned(),
    }
}
