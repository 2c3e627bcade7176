//! Whom the visitor talks to, the menu, and the way out.

use leptos::{html::Dialog, prelude::*};

use super::live::{flag, text};
use crate::{session::Session, words};

pub(super) const CROSS: &str = "m6 6 12 12M18 6 6 18";
const DOTS: &str = "M12 5.5h.01M12 12h.01M12 18.5h.01";
const BELL: &str = "M6 16V10.5a6 6 0 0 1 12 0V16l1.5 2h-15L6 16ZM10 21h4";
const DOOR: &str = "M10 4H5v16h5M14 8l4 4-4 4M18 12H9";

/// A drawing of 24 by 24.
pub(super) fn icon(path: &'static str) -> impl IntoView {
    view! {
        <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
            <path d=path />
        </svg>
    }
}

pub(super) fn head(session: Session, question: NodeRef<Dialog>) -> impl IntoView {
    let words = session.words;
    let agent = move || session.thread(|it| it.stand().agent.clone());
    let title = move || {
        let channel = session.status(|it| it.channel.as_ref().map(|it| it.title.clone()));
        channel.unwrap_or_else(|| words.say(words::NAME).to_owned())
    };
    let face = move || {
        let name = agent().map(|it| it.name).unwrap_or_default();
        name.chars().take(1).flat_map(char::to_uppercase).collect()
    };
    view! {
        <header class="head">
            <span class="face" aria-hidden="true" hidden=flag(move || agent().is_none())>
                {text(face)}
            </span>
            <div class="who">
                <h1 dir="auto">{text(move || agent().map_or_else(title, |it| it.name))}</h1>
                <p dir="auto" hidden=flag(move || agent().is_none())>{text(title)}</p>
            </div>
            <button type="button" class="icon-button" popovertarget="menu" aria-label=words.say(words::MENU)>
                {icon(DOTS)}
            </button>
            <button type="button" class="icon-button" aria-label=words.say(words::CLOSE) on:click=move |_| session.close()>
                {icon(CROSS)}
            </button>
            <div class="menu" id="menu" popover="auto">
                <button
                    type="button"
                    class="choice"
                    role="switch"
                    aria-checked=text(move || session.panel(|it| it.has_sound.to_string()))
                    on:click=move |_| session.switch_sound()
                >
                    {icon(BELL)}
                    {words.say(words::SOUND)}
                </button>
                <button
                    type="button"
                    class="choice"
                    data-kind="danger"
                    popovertarget="menu"
                    popovertargetaction="hide"
                    hidden=flag(move || !session.is_live())
                    on:click=move |_| super::question::ask(question)
                >
                    {icon(DOOR)}
                    {text(move || words.say(session.parting().0).to_owned())}
                </button>
            </div>
        </header>
    }
}
