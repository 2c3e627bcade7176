//! One row of the transcript: a message or a line of the system, with what stands above and below it.

use std::sync::Arc;

use client::{
    thread::{Body, Line as System, Mark, Row, row::Grouping},
    voice::Among,
};
use leptos::{html, prelude::*};
use shared::{
    ask::{Kind, Outcome, Seat},
    conversation::Side,
    time::Timestamp,
};

use super::{ground::Ground, message::message};
use crate::{locale::day_number, session::Session, words::fill};

/// A row as it stands among the others.
#[derive(Clone, Debug)]
struct Standing {
    row: Arc<Row>,
    grouping: Grouping,
    mark: Option<Mark>,
    is_new: bool,
}

impl PartialEq for Standing {
    fn eq(&self, other: &Self) -> bool {
        let is_same_row = Arc::ptr_eq(&self.row, &other.row) || self.row == other.row;
        is_same_row
            && self.grouping == other.grouping
            && self.mark == other.mark
            && self.is_new == other.is_new
    }
}

#[component]
pub(super) fn Line(row_key: String, ground: Ground) -> impl IntoView {
    let element = NodeRef::<html::Li>::new();
    let key = row_key.clone();
    let standing = Memo::new(move |last: Option<&Option<Standing>>| {
        // A row that is about to leave stays as it was.
        find(&ground, &key).or_else(|| last.cloned().flatten())
    });
    Effect::new(move || {
        if let Some(element) = element.get() {
            ground.with_sizes(|sizes| sizes.watch(element.into()));
        }
    });
    view! {
        <li node_ref=element data-row=row_key>
            {move || standing.get().map(|it| show(ground, it))}
        </li>
    }
}

fn find(ground: &Ground, key: &str) -> Option<Standing> {
    let talk = ground.opened.talk.read();
    let thread = talk.thread();
    let place = thread.place(key)?;
    let row = thread.row(place)?.clone();
    let is_last_own = thread
        .last_own()
        .is_some_and(|(last, _)| last.key == row.key);
    // Only the last one is worth a word, and what went wrong.
    let is_said = |mark: &Mark| is_last_own || matches!(mark, Mark::Refused(_));
    Some(Standing {
        grouping: thread.grouping(place, day_number),
        mark: thread.mark(&row).filter(is_said),
        is_new: talk.divider() == Some(key),
        row,
    })
}

fn show(ground: Ground, standing: Standing) -> impl IntoView {
    let session = ground.opened.session;
    let Standing {
        row,
        grouping,
        mark,
        is_new,
    } = standing;
    let day = row.at.filter(|_| grouping.begins_day);
    let body = match row.body.clone() {
        Body::Line(line) => view! {
            <div class="line" data-side="system">
                <p class="bubble">{move || sentence(session, &line)}</p>
            </div>
        }
        .into_any(),
        Body::Said(said) => message(ground.opened, row.at, said, grouping, mark).into_any(),
    };
    view! {
        {day.map(|at| view! { <p class="day">{move || day_name(session, at)}</p> })}
        {is_new.then(|| view! { <p class="new">{session.say(|w| w.new_divider)}</p> })}
        {body}
    }
}

fn day_name(session: Session, at: Timestamp) -> String {
    let words = session.words();
    match day_number(session.server_time()) - day_number(at) {
        0 => words.today.to_owned(),
        1 => words.yesterday.to_owned(),
        _ => session.written(|it| it.day(at)),
    }
}

fn sentence(session: Session, line: &System) -> String {
    let words = session.words();
    let me = session.my_id();
    match line {
        System::Started => words.line_started.to_owned(),
        System::Taken(card) if card.id == me => words.line_taken_you.to_owned(),
        System::Taken(card) => fill(words.line_taken, "agent", &card.name),
        System::Queued => words.line_queued.to_owned(),
        System::Ended(Side::Visitor) => words.line_ended_visitor.to_owned(),
        System::Ended(Side::Agent) => words.line_ended_agent.to_owned(),
        System::Ended(Side::System) => words.line_ended_system.to_owned(),
        System::Reopened(Side::Visitor, _) => words.line_reopened_visitor.to_owned(),
        System::Reopened(..) => words.line_reopened.to_owned(),
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
    }
}
