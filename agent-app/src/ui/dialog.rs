//! A question or a sheet above the page. The browser keeps the focus inside and gives it back.

use leptos::{html, prelude::*};

use super::Sentence;

/// Is open while `is_open`; `on_close` is called for Escape too.
#[component]
pub(crate) fn Dialog(
    /// Must be the only one of this name on the page.
    name: &'static str,
    title: Sentence,
    is_open: Signal<bool>,
    on_close: Callback<()>,
    children: ChildrenFn,
) -> impl IntoView {
    let dialog = NodeRef::<html::Dialog>::new();
    let title_id = format!("{name}-title");
    let heading_id = title_id.clone();
    Effect::new(move || {
        let Some(dialog) = dialog.get() else { return };
        match (is_open.get(), dialog.open()) {
            (true, false) => drop(dialog.show_modal()),
            (false, true) => dialog.close(),
            _ => {}
        }
    });
    view! {
        <dialog
            node_ref=dialog
            class=name
            aria-labelledby=title_id
            on:close=move |_| {
                // The browser tells this later; what was above may be gone by then, or open again.
                let is_open_again = dialog.try_get_untracked().flatten().is_some_and(|it| it.open());
                if !is_open_again {
                    on_close.try_run(());
                }
            }
        >
            <h2 id=heading_id>{title}</h2>
            <Show when=move || is_open.get()>{children()}</Show>
        </dialog>
    }
}
