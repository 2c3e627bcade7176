//! Pictures that browsers may show, without what is not the picture: no metadata, no comments, nothing behind
//! the end. Only their structure is read; nothing is decoded, so that no picture can cost more than its bytes.

mod gif;
mod jpeg;
mod png;
#[cfg(test)]
mod tests;
mod webp;

use std::{
    fs::File,
    io::{self, BufReader, BufWriter, Read, Seek, SeekFrom, Write},
    path::Path,
};

use shared::limits::MAX_PIXELS;

/// The most pictures of one that moves.
const MAX_FRAMES: u32 = 1_000;
/// The most pixels of all pictures of one that moves.
const MAX_MOVING_PIXELS: u64 = 10 * MAX_PIXELS;

/// Why a picture is not taken.
#[derive(Debug)]
pub(super) enum Fault {
    /// It is not what its mark says.
    Broken,
    /// It has too many pixels or too many pictures.
    TooLarge,
    /// It could not be read or written.
    Disk(io::Error),
}

/// Width and height in pixels.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct Size {
    pub(super) width: u32,
    pub(super) height: u32,
}

/// Writes what is the picture, of a type that browsers may show; nothing for any other.
pub(super) fn clean(kind: &str, from: &Path, to: &Path) -> Result<Option<Size>, Fault> {
    let clean: fn(&mut Bytes, &mut Kept) -> Result<Size, Fault> = match kind {
        "image/png" => png::clean,
        "image/jpeg" => jpeg::clean,
        "image/gif" => gif::clean,
        "image/webp" => webp::clean,
        _ => return Ok(None),
    };
    let mut bytes = Bytes(Box::new(BufReader::new(File::open(from)?)));
    let mut kept = Kept(BufWriter::new(crate::place::make_secret(to)?));
    let size = clean(&mut bytes, &mut kept)?;
    kept.0.flush()?;
    Ok(Some(size))
}

impl Size {
    fn new(width: u32, height: u32) -> Result<Self, Fault> {
        if width == 0 || height == 0 {
            return Err(Fault::Broken);
        }
        if u64::from(width) * u64::from(height) > MAX_PIXELS {
            return Err(Fault::TooLarge);
        }
        Ok(Self { width, height })
    }
}

/// Counts the pictures of one that moves.
#[derive(Debug, Default)]
struct Frames {
    count: u32,
    pixels: u64,
}

impl Frames {
    fn add(&mut self, width: u32, height: u32) -> Result<(), Fault> {
        self.count += 1;
        self.pixels += u64::from(width) * u64::from(height);
        if self.count > MAX_FRAMES || self.pixels > MAX_MOVING_PIXELS {
            return Err(Fault::TooLarge);
        }
        Ok(())
    }
}

/// What comes.
struct Bytes(Box<dyn Read>);

impl Bytes {
    /// The next bytes; that there are fewer is a fault.
    fn take<const N: usize>(&mut self) -> Result<[u8; N], Fault> {
        let mut taken = [0; N];
        self.0.read_exact(&mut taken)?;
        Ok(taken)
    }

    fn byte(&mut self) -> Result<u8, Fault> {
        self.take().map(|[byte]| byte)
    }

    /// So many bytes, which are few.
    fn some(&mut self, count: usize) -> Result<Vec<u8>, Fault> {
        let mut taken = Vec::new();
        let mut part = (&mut self.0).take(count as u64);
        part.read_to_end(&mut taken)?;
        if taken.len() == count {
            Ok(taken)
        } else {
            Err(Fault::Broken)
        }
    }

    fn skip(&mut self, count: u64) -> Result<(), Fault> {
        self.pass(count, &mut io::sink())
    }

    fn copy(&mut self, count: u64, to: &mut Kept) -> Result<(), Fault> {
        self.pass(count, &mut to.0)
    }

    fn pass(&mut self, count: u64, to: &mut dyn Write) -> Result<(), Fault> {
        let mut part = (&mut self.0).take(count);
        if io::copy(&mut part, to)? == count {
            Ok(())
        } else {
            Err(Fault::Broken)
        }
    }
}

/// What is kept.
struct Kept(BufWriter<File>);

impl Kept {
    fn put(&mut self, bytes: &[u8]) -> Result<(), Fault> {
        Ok(self.0.write_all(bytes)?)
    }

    /// Writes over what stands there, and goes on at the end. Gives how much there is.
    fn patch(&mut self, at: u64, bytes: impl FnOnce(u64) -> Vec<u8>) -> Result<(), Fault> {
        let end = self.0.stream_position()?;
        self.0.seek(SeekFrom::Start(at))?;
        self.0.write_all(&bytes(end))?;
        self.0.seek(SeekFrom::Start(end))?;
        Ok(())
    }
}

impl From<io::Error> for Fault {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::UnexpectedEof => Self::Broken,
            _ => Self::Disk(error),
        }
    }
}
