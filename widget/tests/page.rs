//! What the app and the page's markup must know of each other.

use std::{collections::BTreeSet, fs, path::Path};

const PAGE: &str = include_str!("../frame.html");

/// The values of an attribute.
fn values(name: &str) -> Vec<&'static str> {
    let start = [" ", name, "=\""].concat();
    let rests = PAGE
        .match_indices(&start)
        .map(|(at, it)| &PAGE[at + it.len()..]);
    rests.filter_map(|rest| rest.split('"').next()).collect()
}

/// The sources of the app.
fn sources(folder: &Path) -> String {
    let entries = fs::read_dir(folder).expect("the sources are here");
    let texts = entries.map(|entry| {
        let path = entry.expect("the folder can be read").path();
        if path.is_dir() {
            sources(&path)
        } else {
            fs::read_to_string(path).expect("a source is text")
        }
    });
    texts.collect()
}

#[test]
fn an_id_stands_for_one_element() {
    let ids = values("id");
    let different: BTreeSet<&str> = ids.iter().copied().collect();
    assert_eq!(ids.len(), different.len(), "{ids:?}");
}

#[test]
fn every_element_that_the_app_speaks_of_is_there() {
    let ids: BTreeSet<&str> = values("id").into_iter().collect();
    let app = sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"));
    let mut spoken_of = 0;
    for call in ["part(\"", "copy_of(\""] {
        for rest in app.split(call).skip(1) {
            let id = rest.split('"').next().unwrap_or_default();
            assert!(ids.contains(id), "{id}");
            spoken_of += 1;
        }
    }
    assert!(spoken_of > 30);
}

#[test]
fn what_refers_to_an_element_finds_it() {
    let ids: BTreeSet<&str> = values("id").into_iter().collect();
    let references = [
        "for",
        "popovertarget",
        "aria-describedby",
        "aria-labelledby",
    ];
    for name in references {
        for id in values(name) {
            assert!(ids.contains(id), "{name}: {id}");
        }
    }
}

#[test]
fn nothing_can_be_typed_before_the_app_hears_it() {
    for field in ["<input class=", "<textarea"] {
        for (at, _) in PAGE.match_indices(field) {
            let before = &PAGE[..at];
            let is_hidden = [
                "<section class=\"intro\"",
                "<section class=\"card\" part=\"card\" id=\"ended\"",
                "<form class=\"composer\"",
            ]
            .map(|it| {
                let start = before.rfind(it)?;
                let tag = PAGE[start..].split('>').next()?;
                Some(tag.ends_with(" hidden"))
            });
            assert!(is_hidden.contains(&Some(true)), "{field} at {at}");
        }
    }
}
