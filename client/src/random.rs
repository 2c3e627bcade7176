//! Random numbers from a given seed. Not for secrets: those the driver draws itself.

use shared::id::Id;

/// A generator of the xoshiro256++ family.
#[derive(Clone, Debug, PartialEq)]
pub struct Random([u64; 4]);

impl Random {
    /// The numbers that follow from a seed.
    pub fn new(seed: u128) -> Self {
        let mut state = seed as u64;
        let mut next = |salt: u64| {
            state = state.wrapping_add(0x9e37_79b9_7f4a_7c15 ^ salt);
            let mut z = state;
            z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            z ^ (z >> 31)
        };
        let high = (seed >> 64) as u64;
        Self([
            next(0),
            next(0) ^ high,
            next(0),
            next(0) ^ high.rotate_left(32),
        ])
    }

    /// The next 64 bits.
    pub fn bits(&mut self) -> u64 {
        let [a, b, c, d] = &mut self.0;
        let result = a.wrapping_add(*d).rotate_left(23).wrapping_add(*a);
        let shifted = *b << 17;
        *c ^= *a;
        *d ^= *b;
        *b ^= *c;
        *a ^= *d;
        *c ^= shifted;
        *d = d.rotate_left(45);
        result
    }

    /// A number below `bound`; zero when `bound` is zero.
    pub fn below(&mut self, bound: u64) -> u64 {
        ((u128::from(self.bits()) * u128::from(bound)) >> 64) as u64
    }

    /// A new id of 128 random bits.
    pub fn id<T>(&mut self) -> Id<T> {
        Id::from_bits(u128::from(self.bits()) << 64 | u128::from(self.bits()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_gives_the_same_numbers_and_each_bit_of_it_counts() {
        let first = |seed| Random::new(seed).bits();
        let second = |seed| {
            let mut it = Random::new(seed);
            it.bits();
            it.bits()
        };
        assert_eq!((first(7), second(7)), (first(7), second(7)));
        for bit in 0..128 {
            assert_ne!(
                (first(7), second(7)),
                (first(7 ^ 1 << bit), second(7 ^ 1 << bit))
            );
        }
    }

    #[test]
    fn numbers_stay_below_their_bound_and_reach_it() {
        let mut random = Random::new(1);
        let drawn: Vec<u64> = (0..1000).map(|_| random.below(10)).collect();
        assert!((0..10).all(|n| drawn.contains(&n)));
        assert!(drawn.iter().all(|n| *n < 10));
        assert_eq!(random.below(0), 0);
    }
}
