//! Which channel the dashboard shows.

use leptos::prelude::*;
use shared::id::Id;

use crate::{session::Session, words::fill};

#[component]
pub(super) fn Channels() -> impl IntoView {
    let session = Session::here();
    let channels = Memo::new(move |_| {
        let desk = session.desk().read();
        let channels = desk.channels().iter();
        channels
            .map(|it| (it.channel.id.clone(), it.channel.name.clone()))
            .collect::<Vec<_>>()
    });
    let is_chosen = move |id: &str| {
        session
            .gaze()
            .read()
            .channel
            .as_ref()
            .map_or("", Id::as_str)
            == id
    };
    let closed = Memo::new(move |_| {
        let (desk, gaze) = (session.desk().read(), session.gaze().read());
        let chosen = gaze.channel.as_ref();
        let channels = desk.channels().iter().map(|it| &it.channel);
        let shown = channels.filter(|it| chosen.is_none_or(|chosen| *chosen == it.id));
        let closed = shown.filter_map(|it| Some((it.name.clone(), it.back_at?)));
        closed.collect::<Vec<_>>()
    });
    view! {
        <label class="channels">
            <span>{session.say(|w| w.channel)}</span>
            <select
                class="input"
                on:change:target=move |event| {
                    let chosen = event.target().value();
                    session.choose_channel((!chosen.is_empty()).then(|| Id::new(chosen)));
                }
            >
                <option value="" prop:selected=move || is_chosen("")>
                    {session.say(|w| w.all_channels)}
                </option>
                <For each=move || channels.get() key=Clone::clone let((id, name))>
                    <option
                        value=id.to_string()
                        prop:selected={
                            let id = id.clone();
                            move || is_chosen(id.as_str())
                        }
                    >
                        {name}
                    </option>
                </For>
            </select>
        </label>
        <For each=move || closed.get() key=Clone::clone let((name, at))>
            <p class="muted">
                {move || {
                    let moment = session.written(|it| it.moment(at));
                    let sentence = fill(session.words().closed_until, "channel", &name);
                    fill(&sentence, "moment", &moment)
                }}
            </p>
        </For>
    }
}
