//! The files of a message: pictures to see, and cards to save the others.

use leptos::prelude::*;
use shared::file::File;

use crate::{
    session::Session,
    ui::icon::{Icon, Picture},
    words::fill,
};

/// Kilobytes and megabytes as people's computers count them.
const KILO: u64 = 1024;

/// The files of a message.
pub(super) fn file_list(session: Session, files: &[File]) -> impl IntoView + use<> {
    (!files.is_empty()).then(|| {
        let all = files.iter().map(|file| {
            let view = if file.is_picture() {
                picture(session, file.clone()).into_any()
            } else {
                card(session, file.clone()).into_any()
            };
            view! { <li>{view}</li> }
        });
        view! { <ul class="files">{all.collect_view()}</ul> }
    })
}

fn picture(session: Session, file: File) -> impl IntoView + use<> {
    let id = StoredValue::new(file.id.clone());
    let is_live = Memo::new(move |_| session.connection().read().is_live());
    Effect::new(move || {
        if is_live.get() {
            id.with_value(|it| session.want_picture(it));
        }
    });
    // A picture that is shown stays, also when its link is old.
    let source = Memo::new(move |last: Option<&Option<String>>| {
        let now = id.with_value(|it| session.picture(it));
        last.cloned().flatten().or(now)
    });
    let name = file.name.clone();
    let label = move || fill(session.words().file_open, "name", &name);
    let (width, height) = (file.width, file.height);
    view! {
        <button type="button" class="picture" aria-label=label on:click=move |_| session.open_file(&file)>
            <img alt="" width=width height=height decoding="async" src=move || source.get() />
        </button>
    }
}

fn card(session: Session, file: File) -> impl IntoView + use<> {
    let (name, size) = (file.name.clone(), file.size);
    let label = {
        let name = name.clone();
        move || fill(session.words().file_save, "name", &name)
    };
    view! {
        <button type="button" class="file" title=label on:click=move |_| session.open_file(&file)>
            <Picture icon=Icon::File />
            <bdi>{name}</bdi>
            " "
            <span class="faint" dir="auto">{move || size_text(session, size)}</span>
        </button>
    }
}

/// How large a file is, in few characters.
pub(super) fn size_text(session: Session, bytes: u64) -> String {
    let (amount, unit) = match bytes {
        ..KILO => (bytes as f64, "B"),
        _ if bytes < KILO * KILO => ((bytes as f64 / KILO as f64).round(), "kB"),
        _ => {
            let tenths = (bytes as f64 / (KILO * KILO) as f64 * 10.0).round();
            (tenths / 10.0, "MB")
        }
    };
    let amount = session.written(|it| it.amount(amount));
    format!("{amount}\u{a0}{unit}")
}
