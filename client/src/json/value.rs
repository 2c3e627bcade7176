//! JSON as a tree, and text as a tree.

use serde::de::DeserializeOwned;

use super::Malformed;

/// The deepest nesting that is read.
const MAX_DEPTH: u32 = 64;

/// JSON as a tree.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Nothing.
    Null,
    /// True or false.
    Flag(bool),
    /// A whole number.
    Number(u64),
    /// A number that is negative, not whole or too large: no frame has one that matters here.
    OtherNumber,
    /// A text.
    Text(String),
    /// A list.
    List(Vec<Self>),
    /// Members by name, in their order.
    Object(Vec<(String, Self)>),
}

impl Value {
    /// Reads a text.
    ///
    /// # Errors
    /// [`Malformed`] when the text is not JSON.
    pub fn parse(text: &str) -> Result<Self, Malformed> {
        let mut reader = Reader { text, at: 0 };
        let value = reader.value(MAX_DEPTH)?;
        reader.skip_blanks();
        if reader.at == text.len() {
            Ok(value)
        } else {
            Err(Malformed)
        }
    }

    /// Reads a type out of the tree.
    pub(crate) fn into_type<T: DeserializeOwned>(self) -> Result<T, Malformed> {
        T::deserialize(self)
    }
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
}

impl Reader<'_> {
    fn peek(&self) -> u8 {
        self.text.as_bytes().get(self.at).copied().unwrap_or(0)
    }

    fn skip_blanks(&mut self) {
        while matches!(self.peek(), b' ' | b'\t' | b'\n' | b'\r') {
            self.at += 1;
        }
    }

    /// The next character that is not blank is this one: goes past it.
    fn takes(&mut self, byte: u8) -> bool {
        self.skip_blanks();
        let is_there = self.peek() == byte;
        self.at += usize::from(is_there);
        is_there
    }

    fn takes_word(&mut self, word: &str) -> bool {
        let rest = self.text.get(self.at..).unwrap_or_default();
        let is_there = rest.starts_with(word);
        self.at += if is_there { word.len() } else { 0 };
        is_there
    }

    fn value(&mut self, depth: u32) -> Result<Value, Malformed> {
        let depth = depth.checked_sub(1).ok_or(Malformed)?;
        self.skip_blanks();
        match self.peek() {
            b'{' => self.object(depth),
            b'[' => self.list(depth),
            b'"' => self.string().map(Value::Text),
            b'-' | b'0'..=b'9' => self.number(),
            _ if self.takes_word("true") => Ok(Value::Flag(true)),
            _ if self.takes_word("false") => Ok(Value::Flag(false)),
            _ if self.takes_word("null") => Ok(Value::Null),
            _ => Err(Malformed),
        }
    }

    fn object(&mut self, depth: u32) -> Result<Value, Malformed> {
        let mut members = Vec::new();
        self.at += 1;
        if self.takes(b'}') {
            return Ok(Value::Object(members));
        }
        loop {
            self.skip_blanks();
            let name = self.string()?;
            if !self.takes(b':') {
                return Err(Malformed);
            }
            members.push((name, self.value(depth)?));
            if self.takes(b'}') {
                return Ok(Value::Object(members));
            }
            if !self.takes(b',') {
                return Err(Malformed);
            }
        }
    }

    fn list(&mut self, depth: u32) -> Result<Value, Malformed> {
        let mut items = Vec::new();
        self.at += 1;
        if self.takes(b']') {
            return Ok(Value::List(items));
        }
        loop {
            items.push(self.value(depth)?);
            if self.takes(b']') {
                return Ok(Value::List(items));
            }
            if !self.takes(b',') {
                return Err(Malformed);
            }
        }
    }

    fn number(&mut self) -> Result<Value, Malformed> {
        let begins_at = self.at;
        while matches!(self.peek(), b'0'..=b'9' | b'-' | b'+' | b'.' | b'e' | b'E') {
            self.at += 1;
        }
        let digits = self.text.get(begins_at..self.at).unwrap_or_default();
        let bytes = digits.as_bytes();
        if !bytes.ends_with(b"-") && bytes.iter().any(|it| !it.is_ascii_digit()) {
            return Ok(Value::OtherNumber);
        }
        let mut number: u64 = 0;
        for digit in bytes {
            let larger = number.checked_mul(10);
            let Some(larger) = larger.and_then(|it| it.checked_add(u64::from(digit & 15))) else {
                return Ok(Value::OtherNumber);
            };
            number = larger;
        }
        let has_leading_zero = bytes.len() > 1 && bytes.starts_with(b"0");
        if has_leading_zero || bytes.ends_with(b"-") {
            return Err(Malformed);
        }
        Ok(Value::Number(number))
    }

    fn string(&mut self) -> Result<String, Malformed> {
        if self.peek() != b'"' {
            return Err(Malformed);
        }
        self.at += 1;
        let mut out = String::new();
        loop {
            let begins_at = self.at;
            while !matches!(self.peek(), b'"' | b'\\' | 0..=31) {
                self.at += 1;
            }
            // Both ends lie at ASCII characters, so between characters.
            out.push_str(self.text.get(begins_at..self.at).unwrap_or_default());
            let ends = self.peek();
            self.at += 1;
            match ends {
                b'"' => return Ok(out),
                b'\\' => out.push(self.escaped()?),
                _ => return Err(Malformed),
            }
        }
    }

    fn escaped(&mut self) -> Result<char, Malformed> {
        let kind = self.peek();
        self.at += 1;
        Ok(match kind {
            b'"' | b'\\' | b'/' => char::from(kind),
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => {
                let first = self.hex()?;
                let is_first_half = first & 0xfc00 == 0xd800;
                let code = if is_first_half && self.takes_word("\\u") {
                    let second = self.hex()?;
                    if second & 0xfc00 != 0xdc00 {
                        return Err(Malformed);
                    }
                    0x1_0000 + ((first & 0x3ff) << 10) + (second & 0x3ff)
                } else {
                    first
                };
                char::from_u32(code).ok_or(Malformed)?
            }
            _ => return Err(Malformed),
        })
    }

    fn hex(&mut self) -> Result<u32, Malformed> {
        let mut code = 0;
        for _ in 0..4 {
            let digit = char::from(self.peek()).to_digit(16).ok_or(Malformed)?;
            code = code * 16 + digit;
            self.at += 1;
        }
        Ok(code)
    }
}
