//! Random bits from the browser.

use super::window;

/// The characters of a visitor's secret: 32 random bytes as base64url.
const SECRET_CHARS: usize = 43;

/// 128 random bits.
pub(super) fn seed() -> u128 {
    let mut bytes = [0; 16];
    fill(&mut bytes);
    u128::from_le_bytes(bytes)
}

/// A new secret for a visitor.
pub(super) fn secret() -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let mut bytes = [0; SECRET_CHARS];
    fill(&mut bytes);
    // Each character carries six bits; of the last one base64 uses four, the others are zero.
    if let Some(last) = bytes.last_mut() {
        *last &= 0b11_1100;
    }
    let chars = bytes
        .iter()
        .map(|it| char::from(ALPHABET[usize::from(it & 63)]));
    chars.collect()
}

fn fill(bytes: &mut [u8]) {
    let filled = window()
        .crypto()
        .and_then(|it| it.get_random_values_with_u8_array(bytes));
    // Not `expect`: that would bring along what it takes to print any value of the browser.
    assert!(
        filled.is_ok(),
        "every browser that runs this has a source of random bits"
    );
}
