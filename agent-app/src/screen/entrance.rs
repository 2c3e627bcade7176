//! What stands before the app: a card in the middle of the page, and the language below it.

use leptos::prelude::*;

use super::frame::Languages;
use crate::{
    dom,
    session::Session,
    slice::Problem,
    ui::Sentence,
    words::{Words, fill},
};
use shared::error::Code;

/// A block, not a literal: literals would be parsed as markup, which our security policy forbids.
const BRAND: &str = "Samtale";

/// A card with a heading.
#[component]
pub(super) fn Entrance(title: Sentence, children: Children) -> impl IntoView {
    Effect::new(move || dom::set_title(&format!("{} · Samtale", title.get())));
    view! {
        <div class="entrance">
            <main class="card">
                <p class="brand">{BRAND}</p>
                <h1>{title}</h1>
                {children()}
            </main>
            <footer>
                <Languages />
            </footer>
        </div>
    }
}

/// What went wrong with a form, and how long to wait before another try.
#[derive(Clone, Copy)]
pub(super) struct Setback {
    session: Session,
    problem: RwSignal<Option<Problem>>,
    until: RwSignal<u64>,
}

impl Setback {
    /// Nothing went wrong.
    pub(super) fn new(session: Session) -> Self {
        let (problem, until) = (RwSignal::new(None), RwSignal::new(0));
        Self {
            session,
            problem,
            until,
        }
    }

    /// Another try begins.
    pub(super) fn clear(self) {
        self.problem.set(None);
    }

    /// The try went wrong.
    pub(super) fn set(self, problem: Problem) {
        if let Problem::Refused(Code::RateLimited, wait) = problem {
            let now = self.session.now().get_untracked();
            self.until.set(now + wait.unwrap_or(5_000));
        }
        self.problem.set(Some(problem));
    }

    /// Whether it is too early for another try.
    pub(super) fn must_wait(self) -> bool {
        self.wait().is_some_and(|it| it > 0)
    }

    /// The milliseconds still to wait, after too many tries.
    fn wait(self) -> Option<u64> {
        let problem = self.problem.get()?;
        let is_limited = matches!(problem, Problem::Refused(Code::RateLimited, _));
        is_limited.then(|| self.until.get().saturating_sub(self.session.now().get()))
    }

    /// What to say. `refused` says it for the codes that mean something of their own in this form.
    pub(super) fn sentence(
        self,
        refused: fn(&Words, Code) -> Option<&'static str>,
    ) -> Option<String> {
        let words = self.session.words();
        if let Some(wait) = self.wait() {
            let time = crate::age::span(wait);
            let must_wait = fill(words.too_many_tries, "time", &time);
            return Some(if wait > 0 {
                must_wait
            } else {
                words.try_now.to_owned()
            });
        }
        let sentence = match self.problem.get()? {
            Problem::Unreachable => words.unreachable,
            Problem::Refused(code, _) => {
                refused(words, code).unwrap_or_else(|| words.refusal(code))
            }
        };
        Some(sentence.to_owned())
    }
}
