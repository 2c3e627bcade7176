use std::fs;

use super::*;

fn cleaned(kind: &str, bytes: &[u8]) -> Result<(Size, Vec<u8>), Fault> {
    let folder = tempfile::tempdir().unwrap();
    let (from, to) = (folder.path().join("from"), folder.path().join("to"));
    fs::write(&from, bytes).unwrap();
    let size = clean(kind, &from, &to)?.expect("a picture");
    Ok((size, fs::read(to).unwrap()))
}

fn is_broken(kind: &str, bytes: &[u8]) -> bool {
    matches!(cleaned(kind, bytes), Err(Fault::Broken))
}

fn is_too_large(kind: &str, bytes: &[u8]) -> bool {
    matches!(cleaned(kind, bytes), Err(Fault::TooLarge))
}

fn chunk(name: &[u8; 4], content: &[u8]) -> Vec<u8> {
    let length = u32::try_from(content.len()).unwrap().to_be_bytes();
    [&length[..], name, content, b"CRC!"].concat()
}

fn png(width: u32, height: u32, between: &[u8], behind: &[u8]) -> Vec<u8> {
    let head = [
        &width.to_be_bytes()[..],
        &height.to_be_bytes(),
        &[8, 6, 0, 0, 0],
    ]
    .concat();
    [
        b"\x89PNG\r\n\x1a\n",
        &chunk(b"IHDR", &head)[..],
        between,
        &chunk(b"IDAT", b"pixels"),
        &chunk(b"IEND", b""),
        behind,
    ]
    .concat()
}

#[test]
fn of_a_png_the_picture_stays_and_nothing_else() {
    let noise = [
        chunk(b"tEXt", b"Comment\0<script>"),
        chunk(b"eXIf", b"MM\0*where"),
        chunk(b"zTXt", b"x"),
        chunk(b"acTL", b"00000000"),
        chunk(b"iCCP", &vec![0; 40_000]),
    ]
    .concat();
    let dirty = png(30, 20, &noise, b"<html><script>alert(1)</script>");
    let (size, bytes) = cleaned("image/png", &dirty).unwrap();
    assert_eq!((size.width, size.height), (30, 20));
    assert_eq!(bytes, png(30, 20, b"", b""));
    let coloured = png(30, 20, &chunk(b"iCCP", b"profile"), b"");
    assert_eq!(cleaned("image/png", &coloured).unwrap().1, coloured);
}

/// I-04.
#[test]
fn a_picture_of_too_many_pixels_costs_nothing() {
    assert!(is_too_large("image/png", &png(50_000, 50_000, b"", b"")));
    assert!(is_too_large("image/png", &png(6_325, 6_325, b"", b"")));
    assert!(cleaned("image/png", &png(6_324, 6_324, b"", b"")).is_ok());
    assert!(is_too_large("image/jpeg", &jpeg(b"", 65_000, 65_000, b"")));
    let still = b"\x2c\0\0\0\0\x10\0\x10\0\0\x02\x01x\0";
    assert!(is_too_large(
        "image/gif",
        &gif(16, 16, &still.repeat(10_000), b"")
    ));
    assert!(is_too_large(
        "image/webp",
        &webp(&[lossless(16_000, 16_000)])
    ));
}

#[test]
fn what_is_no_whole_png_is_broken() {
    let whole = png(3, 2, b"", b"");
    for end in 0..whole.len() {
        assert!(is_broken("image/png", &whole[..end]), "{end}");
    }
    assert!(is_broken("image/png", &png(0, 2, b"", b"")));
    let endless = [&b"\x89PNG\r\n\x1a\n"[..], &u32::MAX.to_be_bytes(), b"IHDR"].concat();
    assert!(is_broken("image/png", &endless));
}

fn segment(marker: u8, content: &[u8]) -> Vec<u8> {
    let length = u16::try_from(content.len() + 2).unwrap().to_be_bytes();
    [&[0xff, marker], &length[..], content].concat()
}

fn jpeg(before: &[u8], width: u16, height: u16, behind: &[u8]) -> Vec<u8> {
    let frame = [
        &[8][..],
        &height.to_be_bytes(),
        &width.to_be_bytes(),
        &[1, 1, 0x11, 0],
    ]
    .concat();
    [
        &[0xff, 0xd8][..],
        before,
        &segment(0xdb, &[0; 65]),
        &segment(0xc0, &frame),
        &segment(0xda, &[1, 1, 0, 0, 63, 0]),
        b"pix\xff\x00els\xff\xd0more",
        &[0xff, 0xd9],
        behind,
    ]
    .concat()
}

/// Metadata with a place, and which way up.
fn exif_of_a_phone(orientation: u8) -> Vec<u8> {
    let entries = [
        &b"\x0f\x01\x02\0\x04\0\0\0Acme"[..],
        &[0x12, 0x01, 3, 0, 1, 0, 0, 0, orientation, 0, 0, 0],
        b"\x25\x88\x04\0\x01\0\0\0\x40\0\0\0",
    ]
    .concat();
    [
        b"Exif\0\0II*\0\x08\0\0\0\x03\0",
        &entries[..],
        b"\0\0\0\0 59.91 N 10.75 E",
    ]
    .concat()
}

#[test]
fn a_jpeg_tells_which_way_up_it_is_and_not_where_it_was_taken() {
    let noise = [
        segment(0xe0, b"JFIF\0\x01\x02\0\0\x01\0\x01\x02\x02thumbs"),
        segment(0xe1, &exif_of_a_phone(6)),
        segment(0xe1, b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta>"),
        segment(0xed, b"Photoshop 3.0"),
        segment(0xfe, b"<script>"),
    ]
    .concat();
    let dirty = jpeg(&noise, 640, 480, b"<html>");
    let (size, bytes) = cleaned("image/jpeg", &dirty).unwrap();
    assert_eq!((size.width, size.height), (640, 480));
    let upright = b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0";
    let kept = [
        segment(0xe0, b"JFIF\0\x01\x02\0\0\x01\0\x01\0\0"),
        segment(0xe1, upright),
    ]
    .concat();
    assert_eq!(bytes, jpeg(&kept, 640, 480, b""));
    let usual = jpeg(&segment(0xe1, &exif_of_a_phone(1)), 640, 480, b"");
    assert_eq!(
        cleaned("image/jpeg", &usual).unwrap().1,
        jpeg(b"", 640, 480, b"")
    );
}

#[test]
fn a_jpeg_that_ends_within_its_pixels_is_taken_as_ended() {
    let whole = jpeg(b"", 64, 48, b"");
    let half = &whole[..whole.len() - 4];
    let (_, bytes) = cleaned("image/jpeg", half).unwrap();
    assert!(bytes.ends_with(&[0xff, 0xd9]));
    assert!(is_broken("image/jpeg", &whole[..40]));
    assert!(is_broken("image/jpeg", b"\xff\xd8\xff\xd9"));
    let scan = segment(0xda, &[1, 1, 0, 0, 63, 0]);
    let scans = [&whole[..whole.len() - 2], &scan.repeat(200), &[0xff, 0xd9]].concat();
    assert!(is_too_large("image/jpeg", &scans));
}

fn gif(width: u16, height: u16, blocks: &[u8], behind: &[u8]) -> Vec<u8> {
    [
        b"GIF89a",
        &width.to_le_bytes()[..],
        &height.to_le_bytes(),
        &[0x80, 0, 0],
        &[0; 6],
        blocks,
        &[0x3b],
        behind,
    ]
    .concat()
}

#[test]
fn of_a_gif_the_pictures_and_their_pace_stay() {
    let pictures = [
        &b"\x21\xff\x0bNETSCAPE2.0\x03\x01\0\0\0"[..],
        b"\x21\xf9\x04\0\x0a\0\0\0",
        b"\x2c\0\0\0\0\x10\0\x08\0\0\x02\x02xx\0",
    ]
    .concat();
    let noise = [
        &b"\x21\xfe\x08<script>\0"[..],
        b"\x21\xff\x0bXMP DataXMP\x04meta\0",
        &pictures,
        b"\x21\x01\x03abc\0",
    ]
    .concat();
    let (size, bytes) = cleaned("image/gif", &gif(16, 8, &noise, b";alert(1)")).unwrap();
    assert_eq!((size.width, size.height), (16, 8));
    assert_eq!(bytes, gif(16, 8, &pictures, b""));
    assert!(is_broken("image/gif", &gif(16, 8, b"", b"")));
    assert!(cleaned("image/gif", b"GIF89a/*<script>alert(1)</script>*/").is_err());
}

fn webp(chunks: &[Vec<u8>]) -> Vec<u8> {
    let content = chunks.concat();
    let length = u32::try_from(content.len() + 4).unwrap().to_le_bytes();
    [b"RIFF", &length[..], b"WEBP", &content].concat()
}

fn riff(name: &[u8; 4], content: &[u8]) -> Vec<u8> {
    let length = u32::try_from(content.len()).unwrap().to_le_bytes();
    let pad = &[0][..content.len() % 2];
    [name, &length[..], content, pad].concat()
}

fn lossless(width: u32, height: u32) -> Vec<u8> {
    let bits = (width - 1) | (height - 1) << 14;
    riff(
        b"VP8L",
        &[&[0x2f][..], &bits.to_le_bytes(), b"pixels"].concat(),
    )
}

fn extended(flags: u8) -> Vec<u8> {
    riff(b"VP8X", &[flags, 0, 0, 0, 99, 0, 0, 49, 0, 0])
}

#[test]
fn of_a_webp_the_picture_stays_and_no_flag_promises_more() {
    let dirty = webp(&[
        extended(0b0010_1100),
        riff(b"ICCP", b"profile"),
        lossless(100, 50),
        riff(b"EXIF", b"where"),
        riff(b"XMP ", b"<x:xmpmeta>"),
    ]);
    let (size, bytes) = cleaned("image/webp", &[&dirty[..], b"<html>"].concat()).unwrap();
    assert_eq!((size.width, size.height), (100, 50));
    let kept = [
        extended(0b0010_0000),
        riff(b"ICCP", b"profile"),
        lossless(100, 50),
    ];
    assert_eq!(bytes, webp(&kept));
    let plain = webp(&[lossless(100, 50)]);
    assert_eq!(cleaned("image/webp", &plain).unwrap().1, plain);
    assert!(is_broken("image/webp", &webp(&[extended(0)])));
    assert!(is_broken("image/webp", &plain[..plain.len() - 4]));
}
