//! One row of the transcript: a message or a line of the system, with what stands above and below it.

use client::{
    thread::{Body, Line as System},
    voice::Among,
};
use leptos::{either::Either, prelude::*};
use shared::{
    ask::{Kind, Outcome, Seat},
    conversation::{Side, Why},
    reaction::Reaction,
    time::Timestamp,
};

use super::{
    ground::Ground,
    message::message,
    mounted::{Shown, Standing},
};
use crate::{dom::view::Element, locale::day_number, session::Session, words::fill};

#[component]
pub(super) fn Line(shown: Shown, ground: Ground) -> impl IntoView {
    let Shown { key, standing } = shown;
    view! {
        <li data-row=key use:watch=ground>
            {move || show(ground, standing.get())}
        </li>
    }
}

/// Has the height of a row watched.
fn watch(row: Element, ground: Ground) {
    ground.with_sizes(|sizes| sizes.watch(row));
}

/// Everything of a row is written at once: a long list of small effects would cost more than it saves.
fn show(ground: Ground, standing: Standing) -> impl IntoView {
    let session = ground.opened.session;
    let Standing {
        row,
        begins_day,
        begins_group,
        mark,
        is_new,
        reaction,
    } = standing;
    let day = row.at.filter(|_| begins_day);
    let body = match &row.body {
        Body::Line(line) => Either::Left(view! {
            <div class="line" data-side="system">
                <p class="bubble">{sentence(session, line)}</p>
            </div>
        }),
        Body::Said(said) => Either::Right((
            message(ground, row.at, said, begins_group, mark),
            reaction.and_then(|it| thought(session, it)),
        )),
    };
    view! {
        {day.map(|at| view! { <p class="day">{day_name(ground, at)}</p> })}
        {is_new.then(|| view! { <p class="new">{session.words().new_divider}</p> })}
        {body}
    }
}

fn day_name(ground: Ground, at: Timestamp) -> String {
    let session = ground.opened.session;
    let words = session.words();
    match ground.today.get() - day_number(at) {
        0 => words.today.to_owned(),
        1 => words.yesterday.to_owned(),
        _ => session.written(|it| it.day(at)),
    }
}

/// What the visitor thinks of the message above.
fn thought(session: Session, reaction: Reaction) -> Option<impl IntoView> {
    let words = session.words();
    let (sign, words) = match reaction {
        Reaction::Like => ("\u{1f44d}", words.liked),
        Reaction::Dislike => ("\u{1f44e}", words.disliked),
        Reaction::Unknown => return None,
    };
    Some(view! { <p class="muted"><span aria-hidden="true">{sign}</span>" "{words}</p> })
}

fn sentence(session: Session, line: &System) -> String {
    let words = session.words();
    let me = session.my_id();
    match line {
        System::Started => words.line_started.to_owned(),
        System::Taken(card) if card.id == me => words.line_taken_you.to_owned(),
        System::Taken(card) => fill(words.line_taken, "agent", &card.name),
        System::Queued => words.line_queued.to_owned(),
        System::Ended(it) => match (&it.request, it.by) {
            (Some(number), _) => fill(words.line_left_request, "number", number),
            (None, Side::Visitor) if it.waited => words.line_left_queue.to_owned(),
            (None, Side::Visitor) => words.line_ended_visitor.to_owned(),
            (None, Side::Agent) => words.line_ended_agent.to_owned(),
            (None, Side::System) if it.why == Some(Why::Idle) => words.line_ended_idle.to_owned(),
            (None, Side::System) => words.line_ended_system.to_owned(),
        },
        System::Nudged => words.line_nudged.to_owned(),
        System::Reopened(Side::Visitor, _) => words.line_reopened_visitor.to_owned(),
        System::Reopened(..) => words.line_reopened.to_owned(),
        System::Rated(it) if it.comment.is_empty() => session.rating(it),
        System::Rated(it) => format!("{} “\u{2068}{}\u{2069}”", session.rating(it), it.comment),
        System::Among(it) => among(session, it),
    }
}

/// What agents do about a conversation among themselves.
fn among(session: Session, it: &Among) -> String {
    let words = session.words();
    match it {
        Among::Asked(it) => {
            let sentence = match it.kind {
                Kind::Offer | Kind::Unknown => words.line_offered,
                Kind::Transfer => words.line_transfer,
                Kind::Invitation => words.line_invitation,
            };
            fill(sentence, "agent", &session.whom(&it.whom))
        }
        Among::Settled(it) => {
            let sentence = match it.outcome {
                Outcome::Accepted => words.line_accepted,
                Outcome::Declined => words.line_declined,
                Outcome::Withdrawn => words.line_withdrawn,
                Outcome::Lapsed => words.line_lapsed,
                Outcome::Void => words.line_void,
            };
            let by = it.by.as_ref().map(|by| by.name.clone());
            fill(
                sentence,
                "agent",
                &by.unwrap_or_else(|| session.whom(&it.whom)),
            )
        }
        Among::Joined(it) => {
            let sentence = match it.seat {
                Seat::Participant => words.line_joined,
                Seat::Listener => words.line_listens,
            };
            fill(sentence, "agent", &it.agent.name)
        }
        Among::Left(it) => fill(words.line_left, "agent", &it.agent.name),
        Among::Departed(_) => words.line_departed.to_owned(),
        Among::Closed(it) => fill(words.line_closed, "agent", &it.agent.name),
        Among::Tagged(it) => {
            let sentence = if it.on {
                words.line_tagged
            } else {
                words.line_untagged
            };
            fill(sentence, "topic", &it.tag.name)
        }
        Among::Blocked(it) => {
            let sentence = if it.on {
                words.line_blocked
            } else {
                words.line_unblocked
            };
            fill(sentence, "agent", &it.by.name)
        }
        Among::Linked(it) => {
            let (sentence, name) = match &it.to {
                Some(card) => (words.line_linked, &*card.name),
                None => (words.line_unlinked, ""),
            };
            let sentence = fill(sentence, "agent", &it.by.name);
            fill(&sentence, "name", name)
        }
        Among::Mailed(it) => fill(words.line_mailed, "address", &it.to),
        Among::Requested(it) => {
            let sentence = fill(words.line_requested, "agent", &it.by.name);
            fill(&sentence, "number", &it.request.number)
        }
    }
}
