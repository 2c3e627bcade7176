//! Time that runs out: seconds as a number, with a ring around it that empties.

use leptos::prelude::*;

/// `share` of the time is left, between 0 and 1. Nothing moves: each second is a picture of its own.
#[component]
pub(crate) fn Ring(
    seconds: Signal<u64>,
    share: Signal<f64>,
    name: Signal<String>,
) -> impl IntoView {
    let dashes = move || format!("{} 100", (share.get().clamp(0.0, 1.0) * 100.0).round());
    view! {
        <span class="ring" role="timer" aria-label=name>
            <svg viewBox="0 0 40 40" aria-hidden="true">
                <circle cx="20" cy="20" r="17" />
                <circle
                    class="left"
                    cx="20"
                    cy="20"
                    r="17"
                    pathLength="100"
                    stroke-dasharray=dashes
                    transform="rotate(-90 20 20)"
                />
            </svg>
            <span class="numeral" aria-hidden="true">{seconds}</span>
        </span>
    }
}
