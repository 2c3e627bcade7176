//! One row of the transcript: a message or a line of the system, with what stands above and below it.

use std::sync::Arc;

use client::{
    prose::{Piece, pieces},
    thread::{
        Body, Line as System, Mark, Row,
        row::{Grouping, Said},
    },
};
use leptos::{html, prelude::*};
use shared::{conversation::Side, error::Code, message::Author};

use super::transcript::Ground;
use crate::{
    locale::day_number,
    session::Session,
    ui::{
        icon::{Icon, Picture},
        prose::{Prose, Run},
    },
    words::fill,
};

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
    let talk = ground.talk.read();
    let thread = talk.thread();
    let place = thread.place(key)?;
    let row = thread.row(place)?.clone();
    let is_last_own = thread
        .last_own()
        .is_some_and(|(last, _)| last.key == row.key);
    // Only what is on its way, went wrong, or is the last is worth a word.
    let is_said = |mark: &Mark| is_last_own || !matches!(mark, Mark::Sent | Mark::Seen);
    Some(Standing {
        grouping: thread.grouping(place, day_number),
        mark: thread.mark(&row).filter(is_said),
        is_new: talk.divider() == Some(key),
        row,
    })
}

fn show(ground: Ground, standing: Standing) -> impl IntoView {
    let session = ground.session;
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
        Body::Said(said) => message(ground, &row, said, grouping, mark).into_any(),
    };
    view! {
        {day.map(|at| view! { <p class="day">{move || day_name(session, at)}</p> })}
        {is_new.then(|| view! { <p class="new">{session.say(|w| w.new_divider)}</p> })}
        {body}
    }
}

fn message(
    ground: Ground,
    row: &Row,
    said: Said,
    grouping: Grouping,
    mark: Option<Mark>,
) -> impl IntoView + use<> {
    let session = ground.session;
    let at = row.at;
    let is_visitor = said.author == Some(Author::Visitor);
    let is_private = said.is_private;
    let author = said.author.clone();
    let is_own = said.is_own;
    let by = move || match &author {
        _ if is_own => session.words().you.to_owned(),
        Some(Author::Agent(card)) => card.name.clone(),
        Some(Author::Visitor) => ground
            .conversation
            .with_value(|it| session.visitor_name(it)),
        Some(Author::System) | None => "Samtale".to_owned(),
    };
    let time = move || at.map(|at| session.written(|it| it.time(at)));
    let moment = move || at.map(|at| session.written(|it| it.moment(at)));
    let head = grouping.begins_group.then(|| {
        view! {
            <p class="by">
                {is_private.then(|| view! {
                    <span class="private-mark"><Picture icon=Icon::Eye />{session.say(|w| w.private_mark)}</span>
                })}
                <bdi>{by}</bdi>
                <time>{time}</time>
            </p>
        }
    });
    let runs: Vec<Run> = pieces(&said.content.text).iter().map(run).collect();
    let is_empty = runs.is_empty();
    view! {
        <div
            class="line"
            data-side=if is_visitor { "other" } else { "own" }
            data-first=grouping.begins_group
            data-private=is_private
            data-delivery=mark.map(delivery_name)
        >
            {head}
            <div class="bubble" dir="auto" title=moment>
                <Prose runs />
                {is_empty.then(|| session.say(|w| w.newer_version))}
            </div>
            {mark.map(|mark| delivery(ground, &said, mark))}
        </div>
    }
}

fn run(piece: &Piece<'_>) -> Run {
    let (Piece::Plain(text) | Piece::Link(text)) = piece;
    Run {
        text: (*text).to_owned(),
        target: piece.target(),
    }
}

const fn delivery_name(mark: Mark) -> &'static str {
    match mark {
        Mark::Sending => "sending",
        Mark::Unknown => "unknown",
        Mark::Refused(_) => "refused",
        Mark::Sent => "sent",
        Mark::Seen => "seen",
    }
}

/// What became of an own message, and what can be done about it.
fn delivery(ground: Ground, said: &Said, mark: Mark) -> impl IntoView + use<> {
    let session = ground.session;
    let (icon, label): (_, fn(Session) -> &'static str) = match mark {
        Mark::Sending | Mark::Unknown => (Icon::Clock, |session| {
            let words = session.words();
            if session.connection().read().is_live() {
                words.sending
            } else {
                words.held_back
            }
        }),
        Mark::Sent => (Icon::Check, |session| session.words().sent),
        Mark::Seen => (Icon::Checks, |session| session.words().seen),
        Mark::Refused(_) => (Icon::Warning, |session| session.words().not_sent),
    };
    let remedy = match mark {
        Mark::Refused(code) => Some(remedy(ground, said, code)),
        _ => None,
    };
    view! {
        <div class="delivery">
            <Picture icon />
            <span>{move || label(session)}</span>
            {remedy}
        </div>
    }
}

fn remedy(ground: Ground, said: &Said, code: Code) -> impl IntoView + use<> {
    let session = ground.session;
    let id = StoredValue::new(said.client_id.clone());
    let said = StoredValue::new(said.clone());
    let can_repeat = !matches!(code, Code::TooLong | Code::Empty);
    let retry = move |_| {
        if let Some(id) = id.get_value() {
            session.retry(&id);
        }
    };
    let edit = move |_| {
        let Some(id) = id.get_value() else { return };
        ground.conversation.with_value(|conversation| {
            said.with_value(|it| session.edit(conversation, &id, &it.content.text, it.is_private));
        });
        crate::dom::focus::focus("composer");
    };
    let discard = move |_| {
        if let Some(id) = id.get_value() {
            session.discard(&id);
        }
    };
    view! {
        <span>{move || session.words().refusal(code)}</span>
        {can_repeat.then(|| view! {
            <button type="button" class="button" on:click=retry>
                <Picture icon=Icon::ArrowClockwise />{session.say(|w| w.retry)}
            </button>
        })}
        <button type="button" class="button" on:click=edit>
            <Picture icon=Icon::Pencil />{session.say(|w| w.edit)}
        </button>
        <button type="button" class="button" on:click=discard>{session.say(|w| w.discard)}</button>
    }
}

fn day_name(session: Session, at: shared::time::Timestamp) -> String {
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
    }
}
