//! Which rows to mount: about two hundred of ten thousand, by measured and estimated heights.

use std::ops::Range;

/// The heights of a list's rows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Window {
    estimate: f64,
    heights: Vec<f64>,
}

/// What to mount.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Slice {
    /// The rows.
    pub rows: Range<usize>,
    /// The height of everything above them.
    pub above: f64,
    /// The height of everything below them.
    pub below: f64,
}

impl Window {
    /// No rows; each that comes is taken to be `estimate` high until it is measured.
    pub fn new(estimate: f64) -> Self {
        Self {
            estimate,
            heights: Vec::new(),
        }
    }

    /// There are so many rows now; added and removed ones are at the end.
    pub fn resize(&mut self, len: usize) {
        self.heights.resize(len, self.estimate);
    }

    /// So many rows came before the first one. Answers by how much to scroll down to stay in place.
    pub fn prepend(&mut self, count: usize) -> f64 {
        self.heights
            .splice(0..0, std::iter::repeat_n(self.estimate, count));
        self.estimate * count as f64
    }

    /// A mounted row is so high. Answers by how much that differs from what was assumed: scroll by it when
    /// the row lies above what is looked at.
    pub fn measure(&mut self, index: usize, height: f64) -> f64 {
        self.heights.get_mut(index).map_or(0.0, |it| {
            let change = height - *it;
            *it = height;
            change
        })
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.heights.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.heights.is_empty()
    }

    /// The height of all rows.
    pub fn height(&self) -> f64 {
        self.heights.iter().sum()
    }

    /// Where a row begins.
    pub fn top(&self, index: usize) -> f64 {
        self.heights.iter().take(index).sum()
    }

    /// The row at a height.
    pub fn at(&self, _y: f64) -> usize {
        0
    }

    /// What to mount when `viewport` is seen from `scroll_top` on, with about `spare` rows to each side.
    pub fn slice(&self, _scroll_top: f64, _viewport: f64, _spare: usize) -> Slice {
        Slice::default()
    }
}
