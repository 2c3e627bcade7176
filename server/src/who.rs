//! Who may do what. Every command and every delivery asks here, and nowhere else.

use sha2::{Digest, Sha256};
use shared::id::{self, Id};

/// The visitor behind a secret token: the same one for the same token on the same channel.
pub fn visitor_id(channel: &Id<id::Channel>, token: &str) -> Id<id::Visitor> {
    let hash = Sha256::new()
        .chain_update(channel.as_str())
        .chain_update([0])
        .chain_update(token)
        .finalize();
    let mut bits = [0; 16];
    bits.copy_from_slice(&hash[..16]);
    Id::from_bits(u128::from_be_bytes(bits))
}
