//! The rows that are mounted, each with a signal of its own: what happens is told only to the rows it concerns.

use std::{collections::HashMap, sync::Arc};

use client::thread::{Body, Mark, Row};
use leptos::prelude::*;
use shared::reaction::Reaction;

use crate::{locale::day_number, slice::Talk};

/// A row as it stands among the others.
#[derive(Clone, Debug)]
pub(super) struct Standing {
    pub(super) row: Arc<Row>,
    pub(super) begins_day: bool,
    pub(super) begins_group: bool,
    pub(super) mark: Option<Mark>,
    pub(super) is_new: bool,
    /// What the visitor thinks of it.
    pub(super) reaction: Option<Reaction>,
}

impl PartialEq for Standing {
    fn eq(&self, other: &Self) -> bool {
        let is_same_row = Arc::ptr_eq(&self.row, &other.row) || self.row == other.row;
        is_same_row
            && self.begins_day == other.begins_day
            && self.begins_group == other.begins_group
            && self.mark == other.mark
            && self.is_new == other.is_new
            && self.reaction == other.reaction
    }
}

/// How the rows at some places stand.
pub(super) fn standings(talk: &Talk, places: std::ops::Range<usize>) -> Vec<Standing> {
    let thread = talk.thread();
    let last_own = thread.last_own().map(|(row, _)| row);
    let standing = |place: usize| {
        let row = thread.row(place)?.clone();
        let grouping = thread.grouping(place, day_number);
        let is_last_own = last_own.is_some_and(|last| last.key == row.key);
        // Only the last one is worth a word, and what went wrong.
        let is_said = |mark: &Mark| is_last_own || matches!(mark, Mark::Refused(_));
        Some(Standing {
            begins_day: grouping.begins_day,
            begins_group: grouping.begins_group,
            mark: thread.mark(&row).filter(is_said),
            is_new: talk.divider() == Some(row.key.as_str()),
            reaction: match &row.body {
                Body::Said(said) => said.id.as_ref().and_then(|id| thread.reaction(id)),
                Body::Line(_) => None,
            },
            row,
        })
    };
    places.map_while(standing).collect()
}

/// A row that is mounted. It knows how it stands as long as it is in the page.
#[derive(Clone)]
pub(super) struct Shown {
    pub(super) key: String,
    pub(super) standing: ArcRwSignal<Standing>,
}

/// The rows that are mounted.
#[derive(Default)]
pub(super) struct Mounted(HashMap<String, ArcRwSignal<Standing>>);

impl Mounted {
    /// Takes up what is to be mounted, and tells the rows that stay what is new for them.
    pub(super) fn take(&mut self, standings: &[Standing]) -> Vec<Shown> {
        let mut before = std::mem::take(&mut self.0);
        let shown = standings.iter().map(|it| {
            let key = it.row.key.clone();
            let standing = match before.remove(&key) {
                None => ArcRwSignal::new(it.clone()),
                Some(standing) => {
                    if *standing.read_untracked() != *it {
                        standing.set(it.clone());
                    }
                    standing
                }
            };
            self.0.insert(key.clone(), standing.clone());
            Shown { key, standing }
        });
        shown.collect()
    }
}
