//! Articles that may answer the question, above the way to a chat.

use crate::{
    dom::{Part, part},
    faq::Faq,
    session::Session,
    stage::Stage,
    state::State,
};

pub(super) fn listen(session: Session) {
    part("helped").on("click", move |_| session.was_helped());
    for id in ["unhelped", "chat"] {
        part(id).on("click", move |_| session.post());
    }
}

/// `shown` is how many are shown: they are the same as long as they are asked about the same.
pub(super) fn draw(session: Session, state: &State, shown: &mut usize) {
    let is_first = state.stage() == Stage::Beginning;
    let articles = match &state.faq {
        Faq::Found(articles, _) if is_first => articles.as_slice(),
        _ => &[],
    };
    part("faq").show(!articles.is_empty());
    part("glad").show(is_first && state.faq == Faq::Helped);
    let is_opened = state.faq.opened().is_some();
    part("did-help").show(is_opened);
    part("chat").show(!is_opened);
    if *shown == articles.len() {
        return;
    }
    *shown = articles.len();
    part("articles").say("");
    for it in articles {
        let (item, link) = (Part::new("li"), Part::new("a"));
        link.set("href", &it.link);
        link.set("target", "_blank");
        link.set("rel", "noopener noreferrer");
        link.set("dir", "auto");
        link.say(&it.title);
        let id = it.id.clone();
        link.on("click", move |_| session.open_article(&id));
        item.append(&link);
        part("articles").append(&item);
    }
}
