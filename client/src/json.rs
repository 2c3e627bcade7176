//! JSON for the wire, small.
//!
//! The types of `shared` say what a frame may be; this says how text becomes them and they text. It does
//! what serde_json does with frames, in a third of the bytes: text becomes a tree first, types are read out of
//! the tree, and an error says nothing but that there was one.

use serde::{Serialize, de::DeserializeOwned};

mod decode;
mod encode;
#[cfg(test)]
mod tests;
mod value;

pub use value::Value;

/// The text is not JSON, or not of the type that was asked for.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Malformed;

/// Reads a value.
///
/// # Errors
/// [`Malformed`] when the text is not JSON or does not fit the type.
pub fn read<T: DeserializeOwned>(text: &str) -> Result<T, Malformed> {
    Value::parse(text)?.into_type()
}

/// Writes a value. Numbers that are not whole, and maps whose keys are not texts, have no form here.
pub fn write(it: &impl Serialize) -> String {
    let mut text = String::new();
    let written = it.serialize(encode::Writer(&mut text));
    debug_assert_eq!(written, Ok(()), "what is written has a form");
    text
}

/// Writes a whole number in decimal.
pub(crate) fn write_number(mut number: u64, text: &mut String) {
    let mut digits = [b'0'; 20];
    let mut at = digits.len();
    loop {
        at -= 1;
        digits[at] += (number % 10) as u8;
        number /= 10;
        if number == 0 {
            break;
        }
    }
    text.extend(digits[at..].iter().map(|digit| char::from(*digit)));
}
