//! Ids nobody can guess, from a seed that the driver gives.

use sha2::{Digest, Sha256};
use shared::id::Id;

/// Makes ids: the first half of SHA-256 over the seed and a count.
#[derive(Debug)]
pub(super) struct Ids {
    seed: [u8; 32],
    count: u64,
}

impl Ids {
    pub(super) fn new(seed: [u8; 32]) -> Self {
        Self { seed, count: 0 }
    }

    /// The next id.
    pub(super) fn make<T>(&mut self) -> Id<T> {
        self.count += 1;
        let hash = Sha256::new()
            .chain_update(self.seed)
            .chain_update(self.count.to_le_bytes())
            .finalize();
        let mut bits = [0; 16];
        bits.copy_from_slice(&hash[..16]);
        Id::from_bits(u128::from_le_bytes(bits))
    }
}
