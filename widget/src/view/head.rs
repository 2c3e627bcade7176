//! Whom the visitor talks to, the menu, how the connection stands, and the question before an end.

use shared::http;

use crate::{
    dom::{after, part},
    session::Session,
    stage::Stage,
    state::State,
    words::{self, Words},
};

pub(super) fn listen(session: Session) {
    part("close").on("click", move |_| session.close());
    part("sound").on("click", move |_| session.switch_sound());
    for id in ["end", "leave"] {
        // Once the menu has given back the focus, so that the question does, too.
        part(id).on("click", |_| after(0, || part("question").show_modal()));
    }
    part("yes").on("click", move |_| session.end());
}

pub(super) fn draw(session: Session, state: &State, words: Words) {
    let channel = state.status.channel.as_ref();
    let title = channel.map_or(words.say(words::NAME), |it| &it.title);
    let agent = state.thread.stand().agent.as_ref();
    let agent = agent.map(|it| it.name.as_str());
    part("face").show(agent.is_some());
    part("initial").say(
        &agent
            .into_iter()
            .flat_map(|it| it.chars().take(1))
            .collect::<String>(),
    );
    // Above the initial: what cannot be loaded leaves that to be seen.
    let photo = state.thread.stand().photo.as_ref();
    let address =
        photo.map(|it| [&session.host().origin(), http::PHOTOS, "/", it.as_str()].concat());
    if part("photo").get("src") != address {
        part("photo").set("src", address.as_deref().unwrap_or_default());
    }
    part("photo").show(address.is_some());
    part("title").say(agent.unwrap_or(title));
    part("subtitle").say(agent.map_or("", |_| title));

    let notice = state.status.notice();
    part("notice").say(notice.map_or("", |it| words.say(it)));
    part("sound").mark("aria-checked", state.panel.has_sound);

    // To leave the queue and to end a chat is the same, but for the words.
    let stage = state.stage();
    let (name, question, no) = if stage == Stage::Waiting {
        (words::LEAVE, words::LEAVE_SURE, words::WAIT_ON)
    } else {
        (words::END, words::END_SURE, words::GO_ON)
    };
    // Nobody answers a question that is not asked any more.
    if !stage.is_live() || part("sure").text() != words.say(question) {
        part("question").close();
    }
    part("end").show(stage.is_live());
    for (id, word) in [
        ("end-name", name),
        ("sure", question),
        ("yes", name),
        ("no", no),
    ] {
        part(id).say(words.say(word));
    }
}
