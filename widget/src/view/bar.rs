//! What is wrong with the connection; nothing while nothing is.

use leptos::prelude::*;

use super::live::{flag, text};
use crate::session::Session;

pub(super) fn bar(session: Session) -> impl IntoView {
    let notice = move || session.status(crate::status::Status::notice);
    let said = move || notice().map_or("", |it| session.words.say(it)).to_owned();
    view! {
        <div role="status">
            <p class="notice" data-kind="warning" hidden=flag(move || notice().is_none())>
                {text(said)}
            </p>
        </div>
    }
}
