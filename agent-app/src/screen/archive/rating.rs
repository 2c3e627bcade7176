//! Ratings to look for.

use shared::{archive::Rated, rating::Scale};

/// What can be looked for on each scale: bad, middling, good.
const SPANS: [(Scale, [(u32, u32); 3]); 2] = [
    (Scale::Stars, [(1, 2), (3, 3), (4, 5)]),
    (Scale::Score, [(0, 6), (7, 8), (9, 10)]),
];

/// Values with their names, for these scales.
pub(super) fn choices(scales: &[Scale]) -> Vec<(String, String)> {
    let asked = SPANS.iter().filter(|(scale, _)| scales.contains(scale));
    asked
        .flat_map(|(scale, spans)| {
            spans
                .iter()
                .map(|span| (value(*scale, *span), name(*scale, *span)))
        })
        .collect()
}

/// What a value stands for.
pub(super) fn rated(wanted: &str) -> Option<Rated> {
    let mut all = SPANS
        .iter()
        .flat_map(|(scale, spans)| spans.iter().map(|span| (*scale, *span)));
    let (scale, (least, most)) = all.find(|(scale, span)| value(*scale, *span) == wanted)?;
    Some(Rated { scale, least, most })
}

/// The value of what is looked for.
pub(super) fn value_of(rated: Option<Rated>) -> String {
    rated.map_or_else(String::new, |it| value(it.scale, (it.least, it.most)))
}

fn value(scale: Scale, (least, most): (u32, u32)) -> String {
    format!("{scale:?}-{least}-{most}")
}

fn name(scale: Scale, (least, most): (u32, u32)) -> String {
    let span = if least == most {
        least.to_string()
    } else {
        format!("{least}–{most}")
    };
    match scale {
        Scale::Stars => format!("★ {span}"),
        _ => format!("{span} / 10"),
    }
}
