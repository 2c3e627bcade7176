//! Which ready answers are shown: by where they come from and where they lie.

use std::{collections::BTreeSet, sync::Arc};

use shared::reply::{Entry, Kind};

use crate::slice::Handy;

pub(super) const ALL: &str = "all";
pub(super) const FAQ: &str = "faq";
pub(super) const TEMPLATE: &str = "template";
pub(super) const QUICK: &str = "quick";
pub(super) const RECENT: &str = "recent";
pub(super) const FAVOURITE: &str = "favourite";

/// Those from this source that lie in this folder or below it.
pub(super) fn choose(
    mut found: Vec<Arc<Entry>>,
    source: &str,
    folder: &str,
    handy: &Handy,
) -> Vec<Arc<Entry>> {
    found.retain(|it| {
        let is_meant = match source {
            FAQ => it.kind == Kind::Faq,
            TEMPLATE => matches!(it.kind, Kind::Template | Kind::Unknown),
            QUICK => it.kind == Kind::Quick,
            RECENT => handy.age(&it.id).is_some(),
            FAVOURITE => handy.is_favourite(&it.id),
            _ => true,
        };
        is_meant && is_in(&it.folder, folder)
    });
    if source == RECENT {
        found.sort_by_key(|it| handy.age(&it.id));
    }
    found
}

fn is_in(path: &str, folder: &str) -> bool {
    let rest = path.strip_prefix(folder);
    folder.is_empty() || rest.is_some_and(|it| it.is_empty() || it.starts_with('/'))
}

/// All folders, and those around them.
pub(super) fn folders(all: &[Arc<Entry>]) -> Vec<String> {
    let mut folders = BTreeSet::new();
    for path in all.iter().map(|it| it.folder.as_str()) {
        let ends = path.match_indices('/').map(|(at, _)| at);
        folders.extend(ends.chain([path.len()]).map(|end| path[..end].to_owned()));
    }
    folders.remove("");
    folders.into_iter().collect()
}
