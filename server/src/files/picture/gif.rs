//! GIF: blocks until the trailer. Comments and whatever applications add are left out, but how often it moves.

use super::{Bytes, Fault, Frames, Kept, Size};

pub(super) fn clean(from: &mut Bytes, to: &mut Kept) -> Result<Size, Fault> {
    let head = from.take::<13>()?;
    to.put(&head)?;
    let side = |at: usize| u32::from(u16::from_le_bytes([head[at], head[at + 1]]));
    let size = Size::new(side(6), side(8))?;
    copy_colours(head[10], from, to)?;
    let mut frames = Frames::default();
    loop {
        match from.byte()? {
            0x2c => {
                let place = from.take::<9>()?;
                let side = |at: usize| u32::from(u16::from_le_bytes([place[at], place[at + 1]]));
                frames.add(side(4), side(6))?;
                Size::new(side(4), side(6))?;
                to.put(&[0x2c])?;
                to.put(&place)?;
                copy_colours(place[8], from, to)?;
                from.copy(1, to)?;
                pass_blocks(from, Some(to))?;
            }
            0x21 => extension(from, to)?,
            0x3b if frames.count > 0 => {
                to.put(&[0x3b])?;
                return Ok(size);
            }
            _ => return Err(Fault::Broken),
        }
    }
}

fn extension(from: &mut Bytes, to: &mut Kept) -> Result<(), Fault> {
    let label = from.byte()?;
    match label {
        // How long a picture stays.
        0xf9 => {
            to.put(&[0x21, label])?;
            pass_blocks(from, Some(to))
        }
        0xff => {
            let length = from.byte()?;
            let name = from.some(length.into())?;
            let repeats = name == b"NETSCAPE2.0" || name == b"ANIMEXTS1.0";
            if repeats {
                to.put(&[0x21, label, length])?;
                to.put(&name)?;
            }
            pass_blocks(from, repeats.then_some(to))
        }
        _ => pass_blocks(from, None),
    }
}

/// Passes blocks, each with its length before it, up to the empty one.
fn pass_blocks(from: &mut Bytes, mut to: Option<&mut Kept>) -> Result<(), Fault> {
    loop {
        let length = from.byte()?;
        match &mut to {
            Some(to) => {
                to.put(&[length])?;
                from.copy(length.into(), to)?;
            }
            None => from.skip(length.into())?,
        }
        if length == 0 {
            return Ok(());
        }
    }
}

/// Copies the table of colours, if the flags say that there is one.
fn copy_colours(flags: u8, from: &mut Bytes, to: &mut Kept) -> Result<(), Fault> {
    if flags & 0x80 == 0 {
        return Ok(());
    }
    from.copy(3 << ((flags & 7) + 1), to)
}
