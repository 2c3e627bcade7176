//! One stop for the Tab key in a list; the arrow keys go on from there.

use leptos::prelude::*;

/// Which row of a list the Tab key reaches. Rows are known by their ids.
#[derive(Clone, Copy)]
pub(crate) struct Roving {
    last: RwSignal<Option<String>>,
    stop: Memo<Option<String>>,
}

impl Roving {
    /// Of the rows `keys`, the one that had the focus last; the first one before that.
    pub(crate) fn new(keys: Signal<Vec<String>>) -> Self {
        let last = RwSignal::new(None::<String>);
        let stop = Memo::new(move |_| {
            let keys = keys.read();
            let held = last.get().filter(|it| keys.contains(it));
            held.or_else(|| keys.first().cloned())
        });
        Self { last, stop }
    }

    /// The row's `tabindex`.
    pub(crate) fn tab(self, key: &str) -> Signal<&'static str> {
        let key = key.to_owned();
        Signal::derive(move || {
            if self.stop.read().as_deref() == Some(&key) {
                "0"
            } else {
                "-1"
            }
        })
    }

    /// A row, or something in it, has the focus.
    pub(crate) fn enter(self, key: &str) {
        self.last.set(Some(key.to_owned()));
    }
}
