//! Looks a frame over before it is decoded: how deep, how wide, how large its numbers are, and whether
//! a member stands twice. One pass, no recursion; whether it is JSON at all is left to the decoder.

use std::borrow::Cow;

use serde::Serialize;
use serde_json::Value;
use shared::limits;

/// Why a frame is not decoded at all.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Fault {
    /// Not JSON, as far as it was looked at.
    Malformed,
    /// Nested deeper than [`limits::MAX_DEPTH`].
    Deep,
    /// An object with more than [`limits::MAX_KEYS`] members.
    Wide,
    /// An object with the same member twice.
    Twice,
    /// An integer beyond [`limits::MAX_INTEGER`], either way.
    Large,
    /// A `null`, which means nothing here.
    Null,
}

/// Whether the frame has a shape that may be decoded.
pub(crate) fn check(text: &str) -> Result<(), Fault> {
    let bytes = text.as_bytes();
    let mut open: Vec<Open<'_>> = Vec::new();
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'{' | b'[' if open.len() == limits::MAX_DEPTH => return Err(Fault::Deep),
            b'{' => open.push(Open::Object(Members::default())),
            b'[' => open.push(Open::Array),
            b'}' | b']' => drop(open.pop().ok_or(Fault::Malformed)?),
            b',' => {
                if let Some(Open::Object(members)) = open.last_mut() {
                    members.is_named = false;
                }
            }
            b'"' => {
                let end = end_of_string(bytes, at)?;
                if let Some(Open::Object(members)) = open.last_mut() {
                    members.string(&text[at..end])?;
                }
                at = end;
                continue;
            }
            // No other value begins like this.
            b'n' => return Err(Fault::Null),
            b'-' | b'0'..=b'9' => {
                let end = end_of_number(bytes, at);
                number(&text[at..end])?;
                at = end;
                continue;
            }
            _ => {}
        }
        at += 1;
    }
    if open.is_empty() {
        Ok(())
    } else {
        Err(Fault::Malformed)
    }
}

/// Whether everything that is an object in what was `understood` was written as one: a decoder takes arrays
/// for them too, by position.
pub(crate) fn names_members(text: &str, understood: &impl Serialize) -> bool {
    if !text.contains('[') {
        return true;
    }
    let written = serde_json::from_str(text);
    let meant = serde_json::to_value(understood);
    written.is_ok_and(|written| meant.is_ok_and(|meant| agree(&written, &meant)))
}

/// Members that were not understood, or were left out, agree with anything.
fn agree(written: &Value, meant: &Value) -> bool {
    match (written, meant) {
        (Value::Array(_), Value::Object(_)) => false,
        (Value::Array(written), Value::Array(meant)) => written
            .iter()
            .zip(meant)
            .all(|(it, other)| agree(it, other)),
        (Value::Object(written), Value::Object(meant)) => meant
            .iter()
            .all(|(name, it)| written.get(name).is_none_or(|written| agree(written, it))),
        _ => true,
    }
}

/// What has been opened and not closed yet.
enum Open<'a> {
    Object(Members<'a>),
    Array,
}

/// The members of an object so far.
#[derive(Default)]
struct Members<'a> {
    names: Vec<Cow<'a, str>>,
    /// Whether the present member has its name, so that a string is its value.
    is_named: bool,
}

impl<'a> Members<'a> {
    /// Takes a string, with its quotes, that stands directly in the object.
    fn string(&mut self, quoted: &'a str) -> Result<(), Fault> {
        if self.is_named {
            return Ok(());
        }
        self.is_named = true;
        let name = if quoted.contains('\\') {
            Cow::Owned(serde_json::from_str(quoted).map_err(|_| Fault::Malformed)?)
        } else {
            Cow::Borrowed(&quoted[1..quoted.len() - 1])
        };
        if self.names.contains(&name) {
            return Err(Fault::Twice);
        }
        if self.names.len() == limits::MAX_KEYS {
            return Err(Fault::Wide);
        }
        self.names.push(name);
        Ok(())
    }
}

/// The place behind the closing quote of the string that begins at `at`.
fn end_of_string(bytes: &[u8], at: usize) -> Result<usize, Fault> {
    let mut at = at + 1;
    loop {
        match bytes.get(at) {
            Some(b'"') => return Ok(at + 1),
            Some(b'\\') => at += 2,
            Some(_) => at += 1,
            None => return Err(Fault::Malformed),
        }
    }
}

fn end_of_number(bytes: &[u8], at: usize) -> usize {
    let is_part = |byte: &u8| matches!(byte, b'0'..=b'9' | b'-' | b'+' | b'.' | b'e' | b'E');
    bytes[at..]
        .iter()
        .position(|byte| !is_part(byte))
        .map_or(bytes.len(), |length| at + length)
}

/// Fractions are no integers; no field of the protocol takes one.
fn number(text: &str) -> Result<(), Fault> {
    if text.contains(['.', 'e', 'E']) {
        return Ok(());
    }
    match text.strip_prefix('-').unwrap_or(text).parse::<u64>() {
        Ok(size) if size <= limits::MAX_INTEGER => Ok(()),
        _ => Err(Fault::Large),
    }
}

#[cfg(test)]
mod tests;
