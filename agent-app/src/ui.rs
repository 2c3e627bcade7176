//! Components that know nothing of the app: props in, callbacks out.

pub(crate) mod badge;
pub(crate) mod blank;
pub(crate) mod choices;
pub(crate) mod dialog;
pub(crate) mod dot;
pub(crate) mod field;
pub(crate) mod icon;
pub(crate) mod line;
pub(crate) mod menu;
pub(crate) mod prose;
pub(crate) mod ring;
pub(crate) mod roving;
pub(crate) mod skeleton;
pub(crate) mod switch;
pub(crate) mod tile;

use leptos::prelude::Signal;

/// A sentence that changes with the language.
pub(crate) type Sentence = Signal<&'static str>;
