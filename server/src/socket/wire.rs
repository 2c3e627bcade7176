//! WebSocket framing (RFC 6455): bytes in, messages out, and back. No I/O and no clock.
//!
//! Our own, because the limits on fragments and on the time of one message need to see frames, and
//! because an idle socket should hold no buffer at all.

use shared::{error::CloseCode, limits};

/// The longest payload of a ping, pong or close.
const MAX_CONTROL: usize = 125;
/// The longest header a client can send: two bytes, eight of length, four of mask.
const MAX_HEADER: usize = 14;

/// RFC 6455's own code for breaking its rules.
const PROTOCOL_ERROR: u16 = 1002;

/// What a client sent.
#[derive(Debug, Eq, PartialEq)]
pub(crate) enum Seen {
    /// A whole text message.
    Text(String),
    /// A ping; its payload goes back.
    Ping(Vec<u8>),
    /// A pong.
    Pong,
    /// The client closes.
    Close,
}

/// Why a client's bytes cannot be read any further.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Fault {
    /// A binary frame.
    Binary,
    /// A text that is not UTF-8.
    NotUtf8,
    /// A message above the limit; known before it is read.
    TooBig,
    /// A message in too many fragments.
    Fragments,
    /// Not WebSocket framing as a client must do it.
    Broken,
}

impl Fault {
    /// The close code that tells the client.
    pub(crate) fn code(self) -> u16 {
        match self {
            Self::Binary => CloseCode::Binary as u16,
            Self::NotUtf8 => CloseCode::NotUtf8 as u16,
            Self::TooBig => CloseCode::TooBig as u16,
            Self::Fragments => CloseCode::Fragments as u16,
            Self::Broken => PROTOCOL_ERROR,
        }
    }
}

/// The receiving half.
#[derive(Debug)]
pub(crate) struct Inbound {
    /// The longest message taken.
    pub(crate) limit: usize,
    header: [u8; MAX_HEADER],
    header_length: usize,
    frame: Option<Frame>,
    /// The message so far, and in how many frames.
    message: Vec<u8>,
    fragments: usize,
    control: Vec<u8>,
}

/// The frame whose payload is being read.
#[derive(Clone, Copy, Debug)]
struct Frame {
    kind: Kind,
    is_last: bool,
    mask: [u8; 4],
    read: usize,
    length: usize,
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Kind {
    Text,
    Continuation,
    Close,
    Ping,
    Pong,
}

impl Inbound {
    /// A reader that has seen nothing yet.
    pub(crate) fn new(limit: usize) -> Self {
        Self {
            limit,
            header: [0; MAX_HEADER],
            header_length: 0,
            frame: None,
            message: Vec::new(),
            fragments: 0,
            control: Vec::new(),
        }
    }

    /// Whether something has begun and is not complete.
    pub(crate) fn is_amid(&self) -> bool {
        self.header_length > 0 || self.frame.is_some() || self.fragments > 0
    }

    /// Reads on until something is complete or `bytes` are used up.
    pub(crate) fn read(&mut self, bytes: &mut &[u8]) -> Result<Option<Seen>, Fault> {
        loop {
            let Some(mut frame) = self.frame else {
                if !self.take_header(bytes)? {
                    return Ok(None);
                }
                continue;
            };
            let part;
            (part, *bytes) = bytes.split_at(bytes.len().min(frame.length - frame.read));
            let into = match frame.kind {
                Kind::Text | Kind::Continuation => &mut self.message,
                Kind::Close | Kind::Ping | Kind::Pong => &mut self.control,
            };
            into.extend(
                part.iter()
                    .enumerate()
                    .map(|(n, byte)| byte ^ frame.mask[(frame.read + n) & 3]),
            );
            frame.read += part.len();
            if frame.read < frame.length {
                self.frame = Some(frame);
                return Ok(None);
            }
            self.frame = None;
            if let Some(seen) = self.finish(frame)? {
                return Ok(Some(seen));
            }
        }
    }

    /// Collects a header; `false` when more bytes are needed.
    fn take_header(&mut self, bytes: &mut &[u8]) -> Result<bool, Fault> {
        loop {
            let wanted = match self.header_length {
                0 | 1 => 2,
                _ => header_length(self.header[1]),
            };
            if self.header_length == wanted {
                self.frame = Some(self.begin()?);
                self.header_length = 0;
                return Ok(true);
            }
            let Some((byte, rest)) = bytes.split_first() else {
                return Ok(false);
            };
            *bytes = rest;
            self.header[self.header_length] = *byte;
            self.header_length += 1;
            if self.header_length == 2 {
                self.check_start()?;
            }
        }
    }

    /// Judges a frame by its first two bytes.
    fn check_start(&self) -> Result<(), Fault> {
        let [first, second, ..] = self.header;
        let (is_last, is_masked) = (first & 0x80 != 0, second & 0x80 != 0);
        if first & 0x70 != 0 || !is_masked {
            return Err(Fault::Broken);
        }
        match first & 0x0f {
            0x0 if self.fragments == 0 => Err(Fault::Broken),
            0x1 | 0x2 if self.fragments > 0 => Err(Fault::Broken),
            0x0 if self.fragments == limits::MAX_FRAGMENTS => Err(Fault::Fragments),
            0x0 | 0x1 => Ok(()),
            0x2 => Err(Fault::Binary),
            0x8..=0xa if is_last && usize::from(second & 0x7f) <= MAX_CONTROL => Ok(()),
            _ => Err(Fault::Broken),
        }
    }

    /// The frame a complete header announces.
    fn begin(&mut self) -> Result<Frame, Fault> {
        let header = &self.header[..self.header_length];
        let (lengths, mask) = header[1..].split_at(header.len() - 5);
        let length = match lengths {
            [length] => u64::from(length & 0x7f),
            [_, bytes @ ..] => bytes
                .iter()
                .fold(0, |sum, byte| sum << 8 | u64::from(*byte)),
            [] => 0,
        };
        let kind = match header[0] & 0x0f {
            0x0 => Kind::Continuation,
            0x1 => Kind::Text,
            0x8 => Kind::Close,
            0x9 => Kind::Ping,
            _ => Kind::Pong,
        };
        if matches!(kind, Kind::Text | Kind::Continuation) {
            self.fragments += 1;
            if length.saturating_add(self.message.len() as u64) > self.limit as u64 {
                return Err(Fault::TooBig);
            }
        }
        Ok(Frame {
            kind,
            is_last: header[0] & 0x80 != 0,
            mask: [mask[0], mask[1], mask[2], mask[3]],
            read: 0,
            length: usize::try_from(length).map_err(|_| Fault::TooBig)?,
        })
    }

    fn finish(&mut self, frame: Frame) -> Result<Option<Seen>, Fault> {
        match frame.kind {
            Kind::Text | Kind::Continuation if !frame.is_last => Ok(None),
            Kind::Text | Kind::Continuation => {
                self.fragments = 0;
                String::from_utf8(std::mem::take(&mut self.message))
                    .map(|text| Some(Seen::Text(text)))
                    .map_err(|_| Fault::NotUtf8)
            }
            Kind::Ping => Ok(Some(Seen::Ping(std::mem::take(&mut self.control)))),
            Kind::Pong => {
                self.control = Vec::new();
                Ok(Some(Seen::Pong))
            }
            Kind::Close if frame.length == 1 => Err(Fault::Broken),
            Kind::Close => Ok(Some(Seen::Close)),
        }
    }
}

/// Appends a text message.
pub(crate) fn put_text(out: &mut Vec<u8>, text: &str) {
    put(out, 0x1, text.as_bytes());
}

/// Appends a ping without a payload.
pub(crate) fn put_ping(out: &mut Vec<u8>) {
    put(out, 0x9, &[]);
}

/// Appends the answer to a ping.
pub(crate) fn put_pong(out: &mut Vec<u8>, payload: &[u8]) {
    put(out, 0xa, payload);
}

/// Appends a close.
pub(crate) fn put_close(out: &mut Vec<u8>, code: u16) {
    put(out, 0x8, &code.to_be_bytes());
}

fn put(out: &mut Vec<u8>, kind: u8, payload: &[u8]) {
    let length = payload.len();
    out.reserve(length + 10);
    out.push(0x80 | kind);
    if let Ok(short @ ..=125) = u8::try_from(length) {
        out.push(short);
    } else if let Ok(middle) = u16::try_from(length) {
        out.push(126);
        out.extend(middle.to_be_bytes());
    } else {
        out.push(127);
        out.extend((length as u64).to_be_bytes());
    }
    out.extend(payload);
}

/// How long a header is, by its second byte.
fn header_length(second: u8) -> usize {
    2 + 4
        + match second & 0x7f {
            126 => 2,
            127 => 8,
            _ => 0,
        }
}

#[cfg(test)]
mod tests;
