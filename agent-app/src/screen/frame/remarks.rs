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
        let undo = match &remark {
            // What is not kept is gone for good.
            Remark::Ended(conversation) => Some(conversation.clone()).filter(|id| {
                let inbox = session.inbox().read_untracked();
                inbox.conversation(id).is_none_or(|it| !it.unkept)
            }),
            _ => None,
        };
        let undo = undo.map(|conversation| {
            let act = move |_| {
                session.dismiss(number);
                session.reopen(&conversation);
            };
            view! {
                <button type="button" class="button" on:click=act>{session.say(|w| w.undo)}</button>
            }
        });
        view! {
            <li class="remark">
                <p>{move || sentence(session, &remark)}</p>
                {undo}
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
        Remark::Ended(_) => words.ended_now.to_owned(),
        Remark::NotReopened => words.reopen_refused.to_owned(),
        Remark::NotBlocked => words.block_refused.to_owned(),
        Remark::TakenGone => words.taken_gone.to_owned(),
        Remark::NotAsked => words.not_asked.to_owned(),
        Remark::AskedBefore => words.asked_before.to_owned(),
        Remark::Unanswered => words.unanswered.to_owned(),
        Remark::PartMissing => words.part_missing_text.to_owned(),
        Remark::StillSignedIn => words.sign_out_failed.to_owned(),
    }
}
