//! The shape of what is still loading; the style sheet shows it after a moment.

use leptos::prelude::*;

use super::Sentence;

/// So many rows that are not there yet.
#[component]
pub(crate) fn Skeleton(rows: usize, label: Sentence) -> impl IntoView {
    view! {
        <div class="skeletons" role="status">
            <span class="spoken">{label}</span>
            {(0..rows).map(|_| view! { <div class="skeleton"></div> }).collect_view()}
        </div>
    }
}
