//! WebP: chunks in a RIFF container, whose length is written when the rest is known.

use super::{Bytes, Fault, Frames, Kept, Size};

/// What makes the picture, its colours and its moving.
const KEPT: [&[u8; 4]; 7] = [
    b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF", b"ICCP",
];
/// The flags of `VP8X` that announce metadata.
const METADATA: u8 = 0b0000_1100;
/// The longest container there can be here; a picture's limit in bytes is far below.
const MAX_LENGTH: u32 = i32::MAX as u32;
/// Bytes of an `ANMF` before the picture in it.
const FRAME_HEAD: u32 = 16;

pub(super) fn clean(from: &mut Bytes, to: &mut Kept) -> Result<Size, Fault> {
    let head = from.take::<12>()?;
    to.put(&head)?;
    let mut left = little(&head[4..8]).checked_sub(4).ok_or(Fault::Broken)?;
    let mut size: Option<Size> = None;
    let mut has_picture = false;
    let mut frames = Frames::default();
    while left >= 8 {
        let name = from.take::<4>()?;
        let count = u32::from_le_bytes(from.take()?);
        let padded = count.checked_add(count & 1).filter(|it| *it < MAX_LENGTH);
        let padded = padded.ok_or(Fault::Broken)?;
        left = left
            .checked_sub(8 + padded)
            .or((left == 8 + count).then_some(0))
            .ok_or(Fault::Broken)?;
        let is_padded = count & 1 == 1;
        if !KEPT.contains(&&name) {
            from.skip(count.into())?;
            pad(from, is_padded)?;
            continue;
        }
        to.put(&name)?;
        to.put(&count.to_le_bytes())?;
        let begin = begin(&name, count, from, to)?;
        match &name {
            b"ANMF" => {
                frames.add(begin.size.width, begin.size.height)?;
                has_picture = true;
            }
            b"VP8X" => size = Some(begin.size),
            b"VP8 " | b"VP8L" => {
                size.get_or_insert(begin.size);
                has_picture = true;
            }
            _ => {}
        }
        from.copy((count - begin.taken).into(), to)?;
        pad(from, is_padded)?;
        if is_padded {
            to.put(&[0])?;
        }
    }
    to.patch(4, |end| {
        u32::try_from(end - 8)
            .unwrap_or_default()
            .to_le_bytes()
            .to_vec()
    })?;
    size.filter(|_| has_picture).ok_or(Fault::Broken)
}

/// What the begin of a chunk tells.
struct Begin {
    taken: u32,
    size: Size,
}

/// Copies the begin of a chunk, and reads from it how large the picture is.
fn begin(name: &[u8; 4], count: u32, from: &mut Bytes, to: &mut Kept) -> Result<Begin, Fault> {
    let length = match name {
        b"VP8X" | b"VP8 " => 10,
        b"VP8L" => 5,
        b"ANMF" => FRAME_HEAD,
        _ => 0,
    };
    if count < length {
        return Err(Fault::Broken);
    }
    let mut head = from.some(length as usize)?;
    let (width, height) = match name {
        b"VP8X" => {
            head[0] &= !METADATA;
            (little(&head[4..7]) + 1, little(&head[7..10]) + 1)
        }
        b"VP8 " => {
            if head[3..6] != [0x9d, 0x01, 0x2a] {
                return Err(Fault::Broken);
            }
            (little(&head[6..8]) & 0x3fff, little(&head[8..10]) & 0x3fff)
        }
        b"VP8L" => {
            if head[0] != 0x2f {
                return Err(Fault::Broken);
            }
            let bits = little(&head[1..5]);
            ((bits & 0x3fff) + 1, (bits >> 14 & 0x3fff) + 1)
        }
        b"ANMF" => (little(&head[6..9]) + 1, little(&head[9..12]) + 1),
        _ => (1, 1),
    };
    to.put(&head)?;
    let size = Size::new(width, height)?;
    Ok(Begin {
        taken: length,
        size,
    })
}

fn pad(from: &mut Bytes, is_padded: bool) -> Result<(), Fault> {
    let byte = if is_padded { from.byte() } else { Ok(0) };
    match byte {
        // Some programs leave the last one out.
        Ok(_) | Err(Fault::Broken) => Ok(()),
        Err(fault) => Err(fault),
    }
}

fn little(bytes: &[u8]) -> u32 {
    bytes
        .iter()
        .rev()
        .fold(0, |sum, byte| sum << 8 | u32::from(*byte))
}
