//! Reproducible randomness: the same seed makes the same run.

use std::hash::{BuildHasher, Hasher, RandomState};

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use shared::id::Id;

/// A small generator of pseudo-random numbers (SplitMix64). Not for secrets.
#[derive(Clone, Debug)]
pub struct Random(u64);

impl Random {
    /// Starts the sequence that belongs to `seed`.
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// Starts the sequence named by the variable SAMTALE_SEED, else that of `seed`. Says which, so
    /// that a failed run can be repeated.
    pub fn from_env(seed: u64) -> Self {
        let seed = crate::settings::number("SAMTALE_SEED").unwrap_or(seed);
        eprintln!("seed {seed}");
        Self::new(seed)
    }

    /// Starts a sequence that no other run has: for ids that must differ, where nothing else depends
    /// on them.
    pub fn fresh() -> Self {
        Self::new(RandomState::new().build_hasher().finish())
    }

    /// The next 64 bits.
    pub fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number from 0 up to, not including, `bound`.
    pub fn below(&mut self, bound: u64) -> u64 {
        assert!(bound > 0, "there is no number below zero");
        self.bits() % bound
    }

    /// Whether something happens that happens once in `times`.
    pub fn once_in(&mut self, times: u64) -> bool {
        self.below(times) == 0
    }

    /// A new secret for a visitor.
    pub fn token(&mut self) -> String {
        let bytes: Vec<u8> = (0..4).flat_map(|_| self.bits().to_le_bytes()).collect();
        URL_SAFE_NO_PAD.encode(bytes)
    }

    /// A new id.
    pub fn id<T>(&mut self) -> Id<T> {
        Id::from_bits((u128::from(self.bits()) << 64) | u128::from(self.bits()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_fixes_the_sequence() {
        let draw = |seed| {
            let mut random = Random::new(seed);
            [random.bits(), random.bits()]
        };
        assert_eq!(draw(7), draw(7));
        assert_ne!(draw(7), draw(8));
    }
}
