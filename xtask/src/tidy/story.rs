//! What an agent can do has an id, which the story that does it in a browser names.

use std::ops::RangeInclusive;

use super::tree::Tree;

/// All ids: what they begin with, and their numbers.
const IDS: [(&str, RangeInclusive<u32>); 7] = [
    // 9, reports over longer times, and 18, what visitors see when everybody is away, are none of the desk's.
    ("SO", 1..=8),
    ("SO", 10..=17),
    ("SO", 19..=43),
    ("PZ", 1..=30),
    ("PX", 1..=7),
    ("PX", 19..=19),
    ("PX", 21..=22),
];

/// Every id is named by a story.
pub(super) fn what_agents_do_has_its_story(tree: &Tree) -> Vec<String> {
    let stories = tree
        .rust()
        .filter(|it| it.path.starts_with("tests/browser/"));
    let stories: String = stories.map(|it| it.text.to_ascii_lowercase()).collect();
    let ids = IDS.into_iter();
    let ids = ids.flat_map(|(kind, numbers)| numbers.map(move |it| format!("{kind}-{it:02}")));
    let is_told = |id: &String| {
        let id = id.to_ascii_lowercase();
        stories.contains(&id) || stories.contains(&id.replace('-', "_"))
    };
    let untold = ids.filter(|it| !is_told(it));
    untold
        .map(|it| format!("{it}: no story in tests/browser names it"))
        .collect()
}
