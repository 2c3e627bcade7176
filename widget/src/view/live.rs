//! Parts of a view that change. One type for all texts and one for all conditions: each further
//! type would be compiled for itself.

/// A text that follows what it reads.
pub(super) type Text = Box<dyn FnMut() -> String + Send>;
/// A condition that follows what it reads.
pub(super) type Flag = Box<dyn FnMut() -> bool + Send>;

pub(super) fn text(read: impl FnMut() -> String + Send + 'static) -> Text {
    Box::new(read)
}

pub(super) fn flag(read: impl FnMut() -> bool + Send + 'static) -> Flag {
    Box::new(read)
}
