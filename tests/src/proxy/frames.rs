//! Sees the text messages in what a WebSocket server sends, so that single ones can be lost.

/// The answer by which a server agrees to speak WebSocket begins like this.
const UPGRADE: &[u8] = b"HTTP/1.1 101";
const HEAD_END: &[u8] = b"\r\n\r\n";
const TEXT: u8 = 1;
const FINAL: u8 = 0x80;

/// The bytes of one connection, from the server's first on.
#[derive(Default)]
pub(super) struct Sieve {
    stage: Stage,
    /// Bytes that do not make a whole yet.
    held: Vec<u8>,
}

#[derive(Default)]
enum Stage {
    /// The head of the first HTTP answer has not ended.
    #[default]
    Head,
    /// WebSocket frames follow.
    Frames,
    /// Something else; everything passes.
    Other,
}

impl Sieve {
    /// Takes bytes from the server and returns those that go on to the client: all but the text
    /// messages that `is_lost` picks. Server frames are not masked, and ours are never fragmented.
    pub(super) fn pass(&mut self, bytes: &[u8], mut is_lost: impl FnMut(&str) -> bool) -> Vec<u8> {
        self.held.extend_from_slice(bytes);
        let mut passed = Vec::new();
        if matches!(self.stage, Stage::Head) {
            self.read_head(&mut passed);
        }
        match self.stage {
            Stage::Head => (),
            Stage::Other => passed.append(&mut self.held),
            Stage::Frames => {
                while let Some((start, end)) = frame(&self.held) {
                    let frame: Vec<u8> = self.held.drain(..end).collect();
                    let is_text = frame[0] == FINAL | TEXT;
                    let text = std::str::from_utf8(&frame[start..]).ok();
                    if !(is_text && text.is_some_and(&mut is_lost)) {
                        passed.extend(frame);
                    }
                }
            }
        }
        passed
    }

    fn read_head(&mut self, passed: &mut Vec<u8>) {
        let known = self.held.len().min(UPGRADE.len());
        if self.held[..known] != UPGRADE[..known] {
            self.stage = Stage::Other;
        } else if let Some(at) = find(&self.held, HEAD_END) {
            passed.extend(self.held.drain(..at + HEAD_END.len()));
            self.stage = Stage::Frames;
        }
    }
}

/// Where the first frame's payload starts and ends, if all of it is there.
fn frame(bytes: &[u8]) -> Option<(usize, usize)> {
    let (start, length) = match bytes.get(1)? & 0x7f {
        126 => (
            4,
            u64::from(u16::from_be_bytes(bytes.get(2..4)?.try_into().ok()?)),
        ),
        127 => (10, u64::from_be_bytes(bytes.get(2..10)?.try_into().ok()?)),
        short => (2, u64::from(short)),
    };
    let end = start + usize::try_from(length).ok()?;
    (bytes.len() >= end).then_some((start, end))
}

/// Where `part` first stands in `whole`.
fn find(whole: &[u8], part: &[u8]) -> Option<usize> {
    whole.windows(part.len()).position(|it| it == part)
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &[u8] = b"HTTP/1.1 101 Switching Protocols\r\n\r\n";

    fn text(payload: &str) -> Vec<u8> {
        let mut frame = vec![FINAL | TEXT];
        if payload.len() < 126 {
            frame.push(u8::try_from(payload.len()).unwrap());
        } else {
            frame.push(126);
            frame.extend(u16::try_from(payload.len()).unwrap().to_be_bytes());
        }
        frame.extend(payload.as_bytes());
        frame
    }

    #[test]
    fn single_messages_are_lost_however_the_bytes_arrive() {
        let long = "x".repeat(300);
        let stream = [HEAD.to_vec(), text("keep"), text("lose me"), text(&long)].concat();
        for size in [1, 3, 7, stream.len()] {
            let mut sieve = Sieve::default();
            let passed: Vec<u8> = stream
                .chunks(size)
                .flat_map(|part| sieve.pass(part, |text| text.contains("lose")))
                .collect();
            assert_eq!(passed, [HEAD.to_vec(), text("keep"), text(&long)].concat());
        }
    }

    #[test]
    fn what_is_not_a_websocket_passes() {
        let mut sieve = Sieve::default();
        let answer = b"HTTP/1.1 200 OK\r\n\r\nlose me";
        assert_eq!(sieve.pass(answer, |_| true), answer);
    }
}
