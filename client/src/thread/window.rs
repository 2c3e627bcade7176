//! Which rows to mount: few of ten thousand, by measured and estimated heights.
//!
//! Heights lie in a tree of partial sums, so that finding a place, measuring and appending take
//! logarithmic time. Only rows that come before all others cost a pass over all.

use std::ops::Range;

/// The heights of a list's rows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Window {
    estimate: f64,
    heights: Vec<f64>,
    /// At each place the sum of as many heights, up to it, as its lowest bit says.
    sums: Vec<f64>,
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
            estimate: estimate.max(1.0),
            ..Self::default()
        }
    }

    /// There are so many rows now; added and removed ones are at the end.
    pub fn resize(&mut self, len: usize) {
        self.heights.truncate(len);
        self.sums.truncate(len);
        while self.heights.len() < len {
            self.push(self.estimate);
        }
    }

    /// So many rows came before the first one. Answers by how much to scroll down to stay in place.
    pub fn prepend(&mut self, count: usize) -> f64 {
        let later = std::mem::take(&mut self.heights);
        self.sums.clear();
        self.resize(count);
        later.into_iter().for_each(|height| self.push(height));
        self.estimate * count as f64
    }

    /// A mounted row is so high. Answers by how much that differs from what was assumed: scroll by it
    /// when the row lies above what is looked at.
    pub fn measure(&mut self, index: usize, height: f64) -> f64 {
        let Some(it) = self.heights.get_mut(index).filter(|_| height >= 0.0) else {
            return 0.0;
        };
        let change = height - *it;
        *it = height;
        let mut at = index + 1;
        while let Some(sum) = self.sums.get_mut(at - 1) {
            *sum += change;
            at += lowest_bit(at);
        }
        change
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
        self.top(self.len())
    }

    /// Where a row begins.
    pub fn top(&self, index: usize) -> f64 {
        let mut at = index.min(self.len());
        let mut top = 0.0;
        while at > 0 {
            top += self.sums.get(at - 1).copied().unwrap_or(0.0);
            at -= lowest_bit(at);
        }
        top
    }

    /// The row at a height; the last one for what lies below all.
    pub fn at(&self, y: f64) -> usize {
        let mut index = 0;
        let mut rest = y;
        let mut step = self.len().checked_ilog2().map_or(0, |it| 1 << it);
        while step > 0 {
            let sum = self.sums.get(index + step - 1);
            if let Some(sum) = sum.filter(|sum| **sum <= rest) {
                index += step;
                rest -= sum;
            }
            step /= 2;
        }
        index.min(self.len().saturating_sub(1))
    }

    /// What to mount when `viewport` is seen from `scroll_top` on, with about `spare` rows to each side.
    pub fn slice(&self, scroll_top: f64, viewport: f64, spare: usize) -> Slice {
        if self.is_empty() {
            return Slice::default();
        }
        let first = self.at(scroll_top.max(0.0)).saturating_sub(spare);
        let last = self.at(scroll_top.max(0.0) + viewport.max(0.0));
        let end = (last + 1 + spare).min(self.len());
        Slice {
            above: self.top(first),
            below: (self.height() - self.top(end)).max(0.0),
            rows: first..end,
        }
    }

    fn push(&mut self, height: f64) {
        self.heights.push(height);
        let at = self.heights.len();
        // The sums that end right before this place and make up, with it, the sum of this place.
        let mut sum = height;
        let mut step = 1;
        while step < lowest_bit(at) {
            sum += self.sums.get(at - step - 1).copied().unwrap_or(0.0);
            step *= 2;
        }
        self.sums.push(sum);
    }
}

fn lowest_bit(at: usize) -> usize {
    at & at.wrapping_neg()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::Random;

    #[test]
    fn sums_are_right_after_any_mix_of_changes() {
        for seed in 0..40 {
            let mut random = Random::new(seed);
            let mut window = Window::new(20.0);
            let mut plain: Vec<f64> = Vec::new();
            for _ in 0..60 {
                match random.below(4) {
                    0 => {
                        let len = random.below(200) as usize;
                        window.resize(len);
                        plain.resize(len, 20.0);
                    }
                    1 => {
                        let count = random.below(40) as usize;
                        assert_eq!(window.prepend(count), 20.0 * count as f64);
                        plain.splice(0..0, vec![20.0; count]);
                    }
                    _ if !plain.is_empty() => {
                        let index = random.below(plain.len() as u64) as usize;
                        let height = random.below(300) as f64;
                        let change = window.measure(index, height);
                        assert_eq!(change, height - plain[index]);
                        plain[index] = height;
                    }
                    _ => {}
                }
                check(&window, &plain, &mut random);
            }
        }
    }

    fn check(window: &Window, plain: &[f64], random: &mut Random) {
        assert_eq!(window.len(), plain.len());
        assert_eq!(window.height(), plain.iter().sum::<f64>());
        let index = random.below(plain.len() as u64 + 1) as usize;
        assert_eq!(window.top(index), plain[..index].iter().sum::<f64>());
        let y = random.below(window.height() as u64 + 100) as f64;
        let mut below = 0.0;
        let expected = plain.iter().position(|it| {
            below += it;
            below > y
        });
        let last = plain.len().saturating_sub(1);
        assert_eq!(window.at(y), expected.unwrap_or(last));
    }

    #[test]
    fn a_few_hundred_of_ten_thousand_are_mounted_and_the_rest_is_space() {
        let mut window = Window::new(50.0);
        window.resize(10_000);
        let slice = window.slice(250_000.0, 600.0, 80);
        assert_eq!(slice.rows, 4_920..5_093);
        assert_eq!(slice.above + slice.below + 50.0 * 173.0, window.height());
        let end = window.slice(window.height() - 600.0, 600.0, 80);
        assert_eq!((end.rows.end, end.below), (10_000, 0.0));
        let beyond = window.slice(1e9, 600.0, 80);
        assert_eq!(beyond.rows.end, 10_000);
        let before = window.slice(-40.0, 600.0, 80);
        assert_eq!((before.rows.start, before.above), (0, 0.0));
    }

    #[test]
    fn an_empty_list_mounts_nothing() {
        assert_eq!(Window::new(50.0).slice(0.0, 600.0, 80), Slice::default());
        assert_eq!(Window::new(50.0).measure(3, 10.0), 0.0);
    }
}
