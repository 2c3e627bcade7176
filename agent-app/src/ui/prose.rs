//! A text with its links. Text nodes only.

use leptos::{either::Either, prelude::*};

/// A piece of a text.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Run {
    pub(crate) text: String,
    /// Where it leads, if it is a link. Checked by whoever made it.
    pub(crate) target: Option<String>,
}

/// Shows a text. A link opens elsewhere and tells the other side nothing of this page.
#[component]
pub(crate) fn Prose(runs: Vec<Run>) -> impl IntoView {
    runs.into_iter()
        .map(|run| match run.target {
            None => Either::Left(run.text),
            Some(target) => Either::Right(view! {
                <a href=target target="_blank" rel="noopener noreferrer nofollow">{run.text}</a>
            }),
        })
        .collect_view()
}
