//! JPEG: segments behind markers, then packed pixels until the next marker. Which way up it is to be shown is
//! told by metadata, so that alone is written anew.

use super::{Bytes, Fault, Kept, Size};

/// The most passes over the pixels: each costs as much as the whole picture.
const MAX_SCANS: u32 = 100;

const START: u8 = 0xd8;
const END: u8 = 0xd9;
const SCAN: u8 = 0xda;

pub(super) fn clean(from: &mut Bytes, to: &mut Kept) -> Result<Size, Fault> {
    if from.take()? != [0xff, START] {
        return Err(Fault::Broken);
    }
    to.put(&[0xff, START])?;
    let mut size = None;
    let mut scans = 0;
    let mut marker = next_marker(from)?;
    loop {
        match marker {
            END => {
                to.put(&[0xff, END])?;
                return size.filter(|_| scans > 0).ok_or(Fault::Broken);
            }
            SCAN => {
                scans += 1;
                if scans > MAX_SCANS {
                    return Err(Fault::TooLarge);
                }
                let head = segment(from)?;
                put(to, SCAN, &head)?;
                marker = pass_pixels(from, to)?;
                continue;
            }
            0xc0..=0xcf if !matches!(marker, 0xc4 | 0xc8 | 0xcc) => {
                let frame = segment(from)?;
                let side = |at: usize| {
                    let bytes = frame.get(at..at + 2).ok_or(Fault::Broken)?;
                    Ok::<u32, Fault>(u32::from(bytes[0]) << 8 | u32::from(bytes[1]))
                };
                let found = Size::new(side(3)?, side(1)?)?;
                if size.replace(found).is_some() {
                    return Err(Fault::Broken);
                }
                put(to, marker, &frame)?;
            }
            // Tables, and how often the pixels begin anew.
            0xc4 | 0xcc | 0xdb | 0xdc | 0xdd => put(to, marker, &segment(from)?)?,
            0xe0..=0xef | 0xfe => {
                let content = segment(from)?;
                if let Some(kept) = kept(marker, content) {
                    put(to, marker, &kept)?;
                }
            }
            _ => return Err(Fault::Broken),
        }
        marker = next_marker(from)?;
    }
}

/// What stays of a segment of an application or a comment.
fn kept(marker: u8, content: Vec<u8>) -> Option<Vec<u8>> {
    match marker {
        // The density of the pixels, without the small picture that may follow.
        0xe0 if content.starts_with(b"JFIF\0") => {
            let mut head = content.get(..14)?.to_vec();
            head[12] = 0;
            head[13] = 0;
            Some(head)
        }
        0xe1 if content.starts_with(b"Exif\0\0") => Some(exif(orientation(&content[6..])?)),
        0xe2 if content.starts_with(b"ICC_PROFILE\0") => Some(content),
        0xee if content.starts_with(b"Adobe") => Some(content),
        _ => None,
    }
}

/// Which way up the picture is, if that is told and not the usual way.
fn orientation(tiff: &[u8]) -> Option<u8> {
    let is_little = tiff.starts_with(b"II*\0");
    if !is_little && !tiff.starts_with(b"MM\0*") {
        return None;
    }
    let number = |at: usize, count: usize| -> Option<usize> {
        let bytes = tiff.get(at..at.checked_add(count)?)?;
        let add = |sum: usize, byte: &u8| sum << 8 | usize::from(*byte);
        Some(if is_little {
            bytes.iter().rev().fold(0, add)
        } else {
            bytes.iter().fold(0, add)
        })
    };
    let first = number(4, 4)?;
    let count = number(first, 2)?;
    let entries = (0..count).map_while(|n| first.checked_add(2 + n * 12));
    let mut found = entries.filter(|at| number(*at, 2) == Some(0x0112));
    let value = number(found.next()?.checked_add(8)?, 2)?;
    u8::try_from(value).ok().filter(|it| (2..=8).contains(it))
}

/// Metadata that tells which way up, and nothing else.
fn exif(orientation: u8) -> Vec<u8> {
    let mut content = b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0".to_vec();
    content.extend([orientation, 0, 0, 0, 0, 0, 0]);
    content
}

/// Copies the packed pixels, and gives the marker behind them. A file that ends within them is taken as ended.
fn pass_pixels(from: &mut Bytes, to: &mut Kept) -> Result<u8, Fault> {
    let mut is_marked = false;
    loop {
        let byte = match from.byte() {
            Ok(byte) => byte,
            Err(Fault::Broken) => return Ok(END),
            Err(fault) => return Err(fault),
        };
        match (is_marked, byte) {
            (false, 0xff) => is_marked = true,
            (false, _) => to.put(&[byte])?,
            (true, 0xff) => {}
            (true, 0x00 | 0xd0..=0xd7) => {
                to.put(&[0xff, byte])?;
                is_marked = false;
            }
            (true, _) => return Ok(byte),
        }
    }
}

fn next_marker(from: &mut Bytes) -> Result<u8, Fault> {
    if from.byte()? != 0xff {
        return Err(Fault::Broken);
    }
    loop {
        match from.byte()? {
            0xff => {}
            marker => return Ok(marker),
        }
    }
}

fn segment(from: &mut Bytes) -> Result<Vec<u8>, Fault> {
    let length = u16::from_be_bytes(from.take()?);
    let count = length.checked_sub(2).ok_or(Fault::Broken)?;
    from.some(count.into())
}

fn put(to: &mut Kept, marker: u8, content: &[u8]) -> Result<(), Fault> {
    let length = u16::try_from(content.len() + 2).map_err(|_| Fault::Broken)?;
    to.put(&[0xff, marker])?;
    to.put(&length.to_be_bytes())?;
    to.put(content)
}
