//! Heights and scrolling of a long list.

use leptos::{ev, prelude::*};
use wasm_bindgen::{JsCast, prelude::Closure};
use web_sys::{MediaQueryList, ResizeObserver, ResizeObserverEntry};

pub(crate) use web_sys::Element;

/// How far an element is scrolled, how much of it is seen, and how high all of it is.
pub(crate) fn extent(element: &Element) -> (f64, f64, f64) {
    let numbers = [element.client_height(), element.scroll_height()].map(f64::from);
    (f64::from(element.scroll_top()), numbers[0], numbers[1])
}

/// Scrolls an element, unless it stands there already.
pub(crate) fn scroll_to(element: &Element, top: f64) {
    let top = top.round() as i32;
    if element.scroll_top() != top {
        element.set_scroll_top(top);
    }
}

/// Scrolls an element to its end.
pub(crate) fn scroll_to_end(element: &Element) {
    element.set_scroll_top(element.scroll_height());
}

/// Scrolls the list around an element so far that all of it is seen.
pub(crate) fn reveal(id: &str) {
    let Some(row) = document().get_element_by_id(id) else {
        return;
    };
    let Some(list) = row.parent_element() else {
        return;
    };
    let (inner, outer) = (
        row.get_bounding_client_rect(),
        list.get_bounding_client_rect(),
    );
    let (above, below) = (outer.top() - inner.top(), inner.bottom() - outer.bottom());
    let by = if above > 0.0 { -above } else { below.max(0.0) };
    list.set_scroll_top(list.scroll_top() + by.round() as i32);
}

/// Calls back before the next picture is drawn.
pub(crate) fn before_picture(callback: impl FnOnce() + 'static) {
    request_animation_frame(callback);
}

/// The size of something watched.
pub(crate) struct Size {
    /// What it is called in the page.
    pub(crate) label: Option<String>,
    pub(crate) height: f64,
}

/// Watches the sizes of elements. Dropping it ends that.
pub(crate) struct Sizes {
    observer: ResizeObserver,
    _callback: Closure<dyn FnMut(js_sys::Array)>,
}

impl Sizes {
    /// Calls back with the sizes that are new, after layout and before the picture is drawn. Elements are
    /// told apart by their attribute `name`.
    pub(crate) fn new(name: &'static str, callback: impl Fn(Vec<Size>) + 'static) -> Option<Self> {
        let callback = Closure::<dyn FnMut(js_sys::Array)>::new(move |entries: js_sys::Array| {
            let sizes = entries.iter().map(|entry| {
                let element = entry.unchecked_into::<ResizeObserverEntry>().target();
                let height = element.get_bounding_client_rect().height();
                Size {
                    label: element.get_attribute(name),
                    height,
                }
            });
            callback(sizes.collect());
        });
        let observer = ResizeObserver::new(callback.as_ref().unchecked_ref()).ok()?;
        Some(Self {
            observer,
            _callback: callback,
        })
    }

    /// Begins to watch an element; its size is told at once. Elements that leave the page are let go.
    pub(crate) fn watch(&mut self, element: Element) {
        self.observer.observe(&element);
    }
}

impl Drop for Sizes {
    fn drop(&mut self) {
        self.observer.disconnect();
    }
}

/// Below this width the contact lies above the conversation.
const WIDE: &str = "(min-width: 1100px)";
/// Below this width there is one column at a time.
const NARROW: &str = "(max-width: 719px)";

/// Whether there is room for one column only.
pub(crate) fn is_narrow() -> bool {
    query(NARROW).is_some_and(|it| it.matches())
}

/// Whether there is room for three columns.
pub(crate) fn has_width() -> bool {
    query(WIDE).is_none_or(|it| it.matches())
}

/// Whether there is room for three columns, as long as the component lives.
pub(crate) fn is_wide() -> ReadSignal<bool> {
    let query = query(WIDE);
    let (is_wide, set_wide) = signal(query.as_ref().is_none_or(MediaQueryList::matches));
    let listener = window_event_listener(ev::resize, move |_| {
        let now = query.as_ref().is_none_or(MediaQueryList::matches);
        if is_wide.get_untracked() != now {
            set_wide.set(now);
        }
    });
    on_cleanup(move || listener.remove());
    is_wide
}

fn query(text: &str) -> Option<MediaQueryList> {
    window().match_media(text).ok()?
}
