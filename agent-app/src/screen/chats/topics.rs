//! What the conversation is about: topics of the administrator's, set and removed by hand.

use leptos::prelude::*;
use shared::tag::Tag;

use super::opened::Opened;
use crate::{
    slice::Wish,
    ui::icon::{Icon, Picture},
    words::fill,
};

const MENU: &str = "topics-menu";

#[component]
pub(in crate::screen) fn Topics(opened: Opened) -> impl IntoView {
    let session = opened.session;
    let set = Memo::new(move |_| {
        let summary = opened.summary.read();
        summary
            .as_ref()
            .map(|it| it.tags.clone())
            .unwrap_or_default()
    });
    let known = Memo::new(move |_| session.desk().read().tags().to_vec());
    let is_shown = move || !known.read().is_empty() || !set.read().is_empty();
    let chip = move |tag: Tag| {
        let (name, shown) = (tag.name.clone(), tag.name.clone());
        let label = move || fill(session.words().topic_remove, "name", &name);
        view! {
            <li class="chip">
                <bdi>{shown}</bdi>
                <button
                    type="button"
                    class="icon-button"
                    aria-label=label
                    on:click=move |_| opened.with_id(|it| session.tag(it, &tag.id, false))
                >
                    <Picture icon=Icon::X />
                </button>
            </li>
        }
    };
    let topics = move || {
        let all = grouped(&known.read()).into_iter();
        all.map(|(category, tag)| view! { <Topic opened set category tag /> })
            .collect_view()
    };
    view! {
        <Show when=is_shown>
            <section class="topics" aria-labelledby="topics-title">
                <h3 id="topics-title">{session.say(|w| w.topics)}</h3>
                <Show when=move || set.read().is_empty()>
                    <p class="faint">{session.say(|w| w.topics_none)}</p>
                </Show>
                <ul class="chips">
                    {move || set.get().into_iter().map(chip).collect_view()}
                </ul>
                <Show when=move || !known.read().is_empty()>
                    <button type="button" class="button" popovertarget=MENU>
                        {session.say(|w| w.topics_set)}
                    </button>
                    <div
                        id=MENU
                        class="menu"
                        popover="auto"
                        role="group"
                        aria-label=session.say(|w| w.topics_set)
                    >
                        {move || topics()}
                    </div>
                </Show>
            </section>
        </Show>
    }
}

/// The topics by category, in the order in which each comes first; with the category's name before the first
/// of it.
fn grouped(known: &[Tag]) -> Vec<(String, Tag)> {
    let mut categories: Vec<&str> = Vec::new();
    for tag in known {
        if !categories.contains(&tag.category.as_str()) {
            categories.push(&tag.category);
        }
    }
    let mut grouped = Vec::new();
    for category in categories {
        let mut heading = category;
        for tag in known.iter().filter(|it| it.category == category) {
            grouped.push((heading.to_owned(), tag.clone()));
            heading = "";
        }
    }
    grouped
}

#[component]
fn Topic(opened: Opened, set: Memo<Vec<Tag>>, category: String, tag: Tag) -> impl IntoView {
    let session = opened.session;
    let heading =
        (!category.is_empty()).then(|| view! { <p class="category"><bdi>{category}</bdi></p> });
    let id = StoredValue::new(tag.id);
    let is_set = Memo::new(move |_| id.with_value(|id| set.read().iter().any(|it| it.id == *id)));
    let wish = StoredValue::new(Wish::Tag(
        opened.with_id(Clone::clone),
        id.with_value(Clone::clone),
    ));
    let is_busy = move || wish.with_value(|it| session.wishes().read().has(it));
    view! {
        {heading}
        <button
            type="button"
            class="choice"
            role="switch"
            aria-checked=move || is_set.get().to_string()
            aria-disabled=move || is_busy().then_some("true")
            on:click=move |_| {
                let on = !is_set.get_untracked();
                opened.with_id(|it| id.with_value(|id| session.tag(it, id, on)));
            }
        >
            <bdi>{tag.name}</bdi>
        </button>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::id::Id;

    #[test]
    fn topics_stand_under_their_categories() {
        let tag = |id: &str, category: &str| Tag {
            id: Id::new(id),
            name: id.to_owned(),
            category: category.to_owned(),
        };
        let known = [
            tag("a", "Orders"),
            tag("b", ""),
            tag("c", "Orders"),
            tag("d", "Else"),
        ];
        let found = grouped(&known).into_iter();
        let found: Vec<_> = found
            .map(|(heading, tag)| format!("{heading}:{}", tag.name))
            .collect();
        assert_eq!(found, ["Orders:a", ":c", ":b", "Else:d"]);
    }
}
