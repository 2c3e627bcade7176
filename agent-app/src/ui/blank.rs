//! What stands where there is nothing to show: what will appear, and what to do next.

use leptos::prelude::*;

use super::{
    Sentence,
    icon::{Icon, Picture},
};

/// A picture, a short title, a sentence and perhaps a button.
#[component]
pub(crate) fn Blank(
    icon: Icon,
    title: Sentence,
    text: Sentence,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="blank">
            <Picture icon />
            <p class="blank-title">{title}</p>
            <p>{text}</p>
            {children.map(|it| it())}
        </div>
    }
}
