//! What opens below a button and closes when one looks elsewhere; the browser sees to both.

use leptos::prelude::*;

use super::Sentence;

/// `face` is what the button shows.
#[component]
pub(crate) fn Menu(
    /// Must be the only one of this name on the page.
    name: &'static str,
    label: Sentence,
    #[prop(into)] face: ViewFn,
    children: Children,
) -> impl IntoView {
    view! {
        <button type="button" class="icon-button" popovertarget=name aria-label=label title=label>
            {face.run()}
        </button>
        <div id=name class="menu" popover="auto" role="group" aria-label=label>
            {children()}
        </div>
    }
}
