//! Secrets: random bytes as text, and the hashes that are kept in their place.

use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD as BASE64URL};
use sha2::{Digest, Sha256};

/// Bytes of a secret.
const BYTES: usize = 32;

/// A new secret: 256 random bits as 43 characters of base64url.
pub(crate) fn new() -> String {
    BASE64URL.encode(random::<BYTES>())
}

/// What is kept of a secret.
pub(crate) fn hash(secret: &str) -> [u8; 32] {
    Sha256::digest(secret).into()
}

/// Whether the text has the form of a secret made by [`new`] or by a client.
pub(crate) fn is_well_formed(text: &str) -> bool {
    BASE64URL
        .decode(text)
        .is_ok_and(|bytes| bytes.len() == BYTES)
}

/// Random bytes.
pub(crate) fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).expect("the system has randomness");
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_differ_and_have_their_form() {
        let (one, other) = (new(), new());
        assert_ne!(one, other);
        assert!(is_well_formed(&one));
        for odd in [
            "",
            "abc",
            &one[1..],
            &format!("{one}A"),
            &one.replace(&one[..1], "+"),
        ] {
            assert!(!is_well_formed(odd), "{odd}");
        }
    }
}
