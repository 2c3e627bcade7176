//! Counts of durations, exact to about one per cent over nine decades, in constant memory.

use std::time::Duration;

/// Buckets within each doubling.
const STEPS: usize = 64;
const STEP_BITS: u32 = STEPS.trailing_zeros();

/// A histogram of durations in nanoseconds: each doubling is cut into 64 equal steps.
#[derive(Clone, Debug)]
pub struct Histogram {
    buckets: Vec<u64>,
    count: u64,
    longest: u64,
}

impl Histogram {
    /// Counts one duration.
    pub fn add(&mut self, duration: Duration) {
        let nanos = u64::try_from(duration.as_nanos()).unwrap_or(u64::MAX);
        self.buckets[bucket(nanos)] += 1;
        self.count += 1;
        self.longest = self.longest.max(nanos);
    }

    /// Counts everything that `other` counted.
    pub fn merge(&mut self, other: &Self) {
        for (mine, theirs) in self.buckets.iter_mut().zip(&other.buckets) {
            *mine += theirs;
        }
        self.count += other.count;
        self.longest = self.longest.max(other.longest);
    }

    /// How many were counted.
    pub fn count(&self) -> u64 {
        self.count
    }

    /// The longest one.
    pub fn longest(&self) -> Duration {
        Duration::from_nanos(self.longest)
    }

    /// The duration that `part` of all, such as 0.99, do not exceed.
    pub fn quantile(&self, part: f64) -> Duration {
        let rank = ((self.count as f64 * part).ceil() as u64).clamp(1, self.count.max(1));
        let mut seen = 0;
        for (index, count) in self.buckets.iter().enumerate() {
            seen += count;
            if seen >= rank {
                return Duration::from_nanos(upper_edge(index).min(self.longest));
            }
        }
        Duration::ZERO
    }
}

impl Default for Histogram {
    fn default() -> Self {
        Self {
            buckets: vec![0; bucket(u64::MAX) + 1],
            count: 0,
            longest: 0,
        }
    }
}

/// Values below [`STEPS`] have a bucket each; above, the highest bits choose one.
fn bucket(nanos: u64) -> usize {
    let shift = (u64::BITS - nanos.leading_zeros()).saturating_sub(STEP_BITS + 1);
    shift as usize * STEPS + (nanos >> shift) as usize
}

/// The largest value in a bucket.
fn upper_edge(index: usize) -> u64 {
    if index < 2 * STEPS {
        return index as u64;
    }
    let shift = index / STEPS - 1;
    let step = (index - shift * STEPS) as u64;
    ((step + 1) << shift) - 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_value_lies_in_its_bucket_and_close_to_its_edge() {
        for power in 0..60 {
            for value in [1_u64 << power, (1 << power) + 1, (1 << power) * 3 / 2] {
                let edge = upper_edge(bucket(value));
                assert!(value <= edge, "{value} above {edge}");
                assert!(
                    edge - value <= value / STEPS as u64 + 1,
                    "{value} far below {edge}"
                );
                assert_ne!(bucket(edge), bucket(edge + 1), "{edge} is no edge");
            }
        }
    }

    #[test]
    fn quantiles_are_those_of_the_sorted_list() {
        let mut histogram = Histogram::default();
        for millis in 1..=1_000 {
            histogram.add(Duration::from_millis(millis));
        }
        for (part, expected) in [(0.5, 500.0), (0.99, 990.0), (1.0, 1_000.0)] {
            let found = histogram.quantile(part).as_secs_f64() * 1_000.0;
            assert!((found / expected - 1.0).abs() < 0.02, "{part}: {found}");
        }
        assert_eq!(histogram.longest(), Duration::from_secs(1));
    }

    #[test]
    fn merged_histograms_count_both() {
        let (mut one, mut other) = (Histogram::default(), Histogram::default());
        one.add(Duration::from_micros(1));
        other.add(Duration::from_micros(9));
        one.merge(&other);
        assert_eq!((one.count(), one.longest()), (2, Duration::from_micros(9)));
    }
}
