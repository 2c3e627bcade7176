use proptest::prelude::{any, prop, prop_assert, prop_assert_eq, proptest};

use super::*;

const MASK: [u8; 4] = [0x37, 0xfa, 0x21, 0x3d];

/// A frame as a client sends it.
fn frame(first: u8, payload: &[u8]) -> Vec<u8> {
    let mut plain = Vec::new();
    put(&mut plain, 0, payload);
    let header = plain.len() - payload.len();
    let mut bytes = vec![first, plain[1] | 0x80];
    bytes.extend(&plain[2..header]);
    bytes.extend(MASK);
    bytes.extend(
        payload
            .iter()
            .enumerate()
            .map(|(n, byte)| byte ^ MASK[n & 3]),
    );
    bytes
}

/// Everything the bytes hold, read in pieces of `size`.
fn read(bytes: &[u8], size: usize) -> (Vec<Seen>, Option<Fault>) {
    let mut inbound = Inbound::new(limits::MAX_FRAME);
    let mut all = Vec::new();
    for mut piece in bytes.chunks(size.max(1)) {
        loop {
            match inbound.read(&mut piece) {
                Ok(Some(seen)) => all.push(seen),
                Ok(None) => break,
                Err(fault) => return (all, Some(fault)),
            }
        }
    }
    (all, None)
}

fn check(frames: &[Vec<u8>], seen: &[Seen], fault: Option<Fault>) {
    let bytes = frames.concat();
    for size in [1, 2, 3, 7, bytes.len()] {
        let (all, end) = read(&bytes, size);
        assert_eq!(all, seen, "in pieces of {size}");
        assert_eq!(end, fault, "in pieces of {size}");
    }
}

fn text(text: &str) -> Seen {
    Seen::Text(text.to_owned())
}

#[test]
fn whole_and_fragmented_messages_are_read() {
    check(&[frame(0x81, b"hei")], &[text("hei")], None);
    check(&[frame(0x81, b"")], &[text("")], None);
    check(
        &[
            frame(0x01, b"h"),
            frame(0x89, b"?"),
            frame(0x00, b""),
            frame(0x80, b"ei"),
        ],
        &[Seen::Ping(b"?".to_vec()), text("hei")],
        None,
    );
    check(
        &[frame(0x8a, b"x"), frame(0x88, &1000_u16.to_be_bytes())],
        &[Seen::Pong, Seen::Close],
        None,
    );
}

#[test]
fn long_messages_end_at_the_limit() {
    let most = "x".repeat(limits::MAX_FRAME);
    check(&[frame(0x81, most.as_bytes())], &[text(&most)], None);
    let more = frame(0x81, &vec![b'x'; limits::MAX_FRAME + 1]);
    check(&[more[..14].to_vec()], &[], Some(Fault::TooBig));
    let parts = [frame(0x01, most.as_bytes()), frame(0x80, b"x")];
    check(&parts, &[], Some(Fault::TooBig));
    let endless = vec![
        0x81, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0,
    ];
    check(&[endless], &[], Some(Fault::TooBig));
}

#[test]
fn sixteen_fragments_are_the_most() {
    let fragments = |count: usize| -> Vec<Vec<u8>> {
        (0..count)
            .map(|n| {
                let last = if n + 1 == count { 0x80 } else { 0 };
                frame(last | u8::from(n == 0), b"a")
            })
            .collect()
    };
    check(&fragments(16), &[text(&"a".repeat(16))], None);
    check(&fragments(17), &[], Some(Fault::Fragments));
}

#[test]
fn faults_have_their_code() {
    check(&[frame(0x82, b"x")], &[], Some(Fault::Binary));
    check(&[frame(0x81, &[0xff])], &[], Some(Fault::NotUtf8));
    check(
        &[frame(0x01, &[0xc3]), frame(0x80, &[0xa5])],
        &[text("å")],
        None,
    );
    for broken in [
        frame(0xc1, b"x"),                               // A reserved bit.
        frame(0x83, b"x"),                               // A reserved kind.
        frame(0x80, b"x"),                               // A continuation of nothing.
        frame(0x09, b"x"),                               // A fragmented ping.
        frame(0x89, &[0; 126]),                          // A long ping.
        frame(0x88, b"x"),                               // Half a close code.
        vec![0x81, 0x01, b'x'],                          // No mask.
        [frame(0x01, b"x"), frame(0x81, b"x")].concat(), // A text within a text.
    ] {
        check(&[broken], &[], Some(Fault::Broken));
    }
    assert_eq!(Fault::Binary.code(), 1003);
    assert_eq!(Fault::NotUtf8.code(), 1007);
    assert_eq!(Fault::TooBig.code(), 1009);
    assert_eq!(Fault::Fragments.code(), 4006);
}

#[test]
fn it_is_known_whether_something_is_incomplete() {
    let mut inbound = Inbound::new(100);
    assert!(!inbound.is_amid());
    for part in [
        frame(0x01, b"a"),
        vec![0x80],
        frame(0x80, b"b")[1..].to_vec(),
    ] {
        let seen = inbound.read(&mut part.as_slice());
        assert_eq!(inbound.is_amid(), !matches!(seen, Ok(Some(_))));
    }
    assert!(!inbound.is_amid());
}

proptest! {
    #[test]
    fn any_cut_gives_the_same_messages(
        texts in prop::collection::vec(any::<String>(), 0..6),
        size in 1..40_usize,
    ) {
        let bytes: Vec<u8> = texts.iter().flat_map(|it| frame(0x81, it.as_bytes())).collect();
        let (all, fault) = read(&bytes, size);
        prop_assert_eq!(fault, None);
        prop_assert_eq!(all, texts.into_iter().map(Seen::Text).collect::<Vec<_>>());
    }

    #[test]
    fn no_bytes_are_a_fault_of_ours(bytes in prop::collection::vec(any::<u8>(), 0..300), size in 1..50_usize) {
        let (all, _) = read(&bytes, size);
        prop_assert!(all.len() <= bytes.len());
    }
}
