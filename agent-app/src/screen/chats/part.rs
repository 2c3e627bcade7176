//! What the person may do with colleagues about the open conversation.

use client::inbox::RECENT_MS;
use leptos::prelude::*;
use shared::{
    agent::Summary,
    ask::Kind,
    channel::Rights,
    conversation::{Side, Status},
    presence::Card,
};

use super::{opened::Opened, seat::Seat};
use crate::session::Session;

/// What may be done now.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct May {
    pub(super) transfer: bool,
    pub(super) invite: bool,
    pub(super) withdraw: bool,
    pub(super) take_over: bool,
    pub(super) leave: bool,
    pub(super) reopen: bool,
    pub(super) block: bool,
    pub(super) unblock: bool,
    pub(super) request: bool,
}

impl May {
    /// Whether there is anything at all.
    pub(super) fn anything(self) -> bool {
        self != Self::default()
    }
}

/// What may be done in a conversation that is open.
pub(super) fn may(opened: Opened) -> May {
    let has_desk = opened.session.connection().read().has_desk();
    let summary = opened.summary.read();
    let Some(summary) = summary.as_ref().filter(|_| has_desk) else {
        return May::default();
    };
    of(opened.session, summary, &opened.seat.read())
}

/// What may be done by whoever has this seat. The server has the last word.
fn of(session: Session, summary: &Summary, seat: &Seat) -> May {
    let rights = {
        let desk = session.desk().read();
        let channel = desk.channel(&summary.channel);
        channel.map_or_else(Rights::default, |it| it.rights)
    };
    let is_active = summary.status == Status::Active;
    let (owns, joined) = (*seat == Seat::Own, matches!(seat, Seat::Joined(_)));
    let directs = rights.manage || owns;
    let owned = rights.respond && is_me(session, summary.owner.as_ref());
    let may_block = rights.manage || owned;
    let question = summary.question.as_ref();
    let is_free = is_active && question.is_none();
    let asked_it = question.is_some_and(|it| is_me(session, it.by.as_ref()));
    let is_asked = question.is_some_and(|it| it.kind != Kind::Offer);
    May {
        transfer: is_free && directs,
        invite: is_free && (directs || joined),
        withdraw: is_asked && (asked_it || directs),
        take_over: is_active && !owns && rights.manage && rights.respond,
        leave: is_active && (owns || joined),
        reopen: may_reopen(session, summary, rights),
        block: may_block && !summary.is_blocked,
        unblock: may_block && summary.is_blocked,
        request: *seat != Seat::Unknown,
    }
}

/// Whether the end can be taken back: one by an agent, not long ago, of what is kept.
fn may_reopen(session: Session, summary: &Summary, rights: Rights) -> bool {
    let owned = rights.respond && is_me(session, summary.owner.as_ref());
    let now = untrack(move || session.server_time());
    let is_ours = summary
        .ended
        .as_ref()
        .is_some_and(|it| it.by == Side::Agent && !it.unkept && now.since(it.at) < RECENT_MS);
    let is_over = summary.status == Status::Ended && !summary.is_blocked;
    is_over && is_ours && (owned || rights.manage)
}

/// Whether a question about a conversation in the list can be taken back by the person.
pub(super) fn may_withdraw(session: Session, summary: &Summary) -> bool {
    let question = summary.question.as_ref();
    let Some(question) = question.filter(|it| it.kind != Kind::Offer) else {
        return false;
    };
    is_me(session, question.by.as_ref()) || is_me(session, summary.owner.as_ref())
}

fn is_me(session: Session, card: Option<&Card>) -> bool {
    card.is_some_and(|it| it.id == session.my_id())
}
