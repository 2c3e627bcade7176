//! PNG: chunks of a length, a name, their content and a checksum. Of one that moves, its first picture stays.

use super::{Bytes, Fault, Kept, Size};

/// What makes the picture and its colours.
const KEPT: [&[u8; 4]; 11] = [
    b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"cHRM", b"gAMA", b"sBIT", b"sRGB", b"iCCP",
    b"pHYs",
];
/// The longest profile of colours: they are packed, and nobody needs a long one.
const MAX_PROFILE: u32 = 32 * 1024;
/// The longest chunk there can be.
const MAX_LENGTH: u32 = i32::MAX as u32;

pub(super) fn clean(from: &mut Bytes, to: &mut Kept) -> Result<Size, Fault> {
    to.put(&from.take::<8>()?)?;
    let mut size = None;
    let mut has_data = false;
    loop {
        let length = from.take::<4>()?;
        let name = from.take::<4>()?;
        let count = u32::from_be_bytes(length);
        if count > MAX_LENGTH || (size.is_none() != (&name == b"IHDR")) {
            return Err(Fault::Broken);
        }
        let is_kept = KEPT.contains(&&name) && (&name != b"iCCP" || count <= MAX_PROFILE);
        if !is_kept {
            from.skip(u64::from(count) + 4)?;
            continue;
        }
        to.put(&length)?;
        to.put(&name)?;
        if &name == b"IHDR" {
            let head = from.take::<13>()?;
            if count != 13 {
                return Err(Fault::Broken);
            }
            let side = |at: usize| {
                u32::from_be_bytes([head[at], head[at + 1], head[at + 2], head[at + 3]])
            };
            size = Some(Size::new(side(0), side(4))?);
            to.put(&head)?;
            from.copy(4, to)?;
            continue;
        }
        from.copy(u64::from(count) + 4, to)?;
        has_data |= &name == b"IDAT";
        if &name == b"IEND" {
            return size.filter(|_| has_data).ok_or(Fault::Broken);
        }
    }
}
