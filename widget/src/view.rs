//! What the visitor sees. One panel, mounted once; its parts show and hide themselves.

mod bar;
mod card;
mod composer;
mod conversation;
mod head;
mod intro;
mod line;
mod live;
mod question;

use leptos::{html::Dialog, prelude::*};

use crate::session::Session;

pub(crate) fn chat(session: Session) -> impl IntoView {
    let question = NodeRef::<Dialog>::new();
    view! {
        {head::head(session, question)}
        {bar::bar(session)}
        {conversation::conversation(session, question)}
        {composer::composer(session)}
        {question::question(session, question)}
    }
}
