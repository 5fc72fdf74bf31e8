//! The bytes that peers send.

use flate2::{Compress, Compression, FlushCompress};

/// First byte of a frame: it is the last of its message.
pub(crate) const FIN: u8 = 0x80;
/// First byte: the message is compressed (RFC 7692 section 6).
pub(crate) const RSV1: u8 = 0x40;
pub(crate) const TEXT: u8 = 0x1;
pub(crate) const BINARY: u8 = 0x2;
pub(crate) const CLOSE: u8 = 0x8;
pub(crate) const PING: u8 = 0x9;
pub(crate) const PONG: u8 = 0xa;

/// What clients XOR each byte with: the same everywhere, so that pieces of a payload can be masked one by one.
const MASK: u8 = 0x5a;

/// A frame, masked or not.
pub(crate) fn frame(first: u8, payload: &[u8], masks: bool) -> Vec<u8> {
    [header(first, payload.len() as u64, masks), masked(payload, masks)].concat()
}

/// The header of a frame, whose length is written in as few bytes as possible.
pub(crate) fn header(first: u8, length: u64, masks: bool) -> Vec<u8> {
    let mask_bit = if masks { 0x80 } else { 0 };
    let mut header = match (u8::try_from(length), u16::try_from(length)) {
        (Ok(short @ 0..=125), _) => vec![first, mask_bit | short],
        (_, Ok(medium)) => [&[first, mask_bit | 126][..], &medium.to_be_bytes()].concat(),
        _ => [&[first, mask_bit | 127][..], &length.to_be_bytes()].concat(),
    };
    if masks {
        header.extend([MASK; 4]);
    }
    header
}

/// A payload, masked or not; so is what was masked unmasked.
pub(crate) fn masked(payload: &[u8], masks: bool) -> Vec<u8> {
    let mask = if masks { MASK } else { 0 };
    payload.iter().map(|byte| byte ^ mask).collect()
}

/// A compressed message.
pub(crate) fn deflated(payload: &[u8]) -> Vec<u8> {
    let mut deflated = Vec::with_capacity(payload.len() + 64);
    let mut engine = Compress::new(Compression::best(), false);
    engine.compress_vec(payload, &mut deflated, FlushCompress::Sync).unwrap();
    deflated.truncate(deflated.len() - 4);
    deflated
}

/// One mebibyte of zeros, compressed so that any number of them may follow each other.
pub(crate) fn mebibyte() -> Vec<u8> {
    let mut deflated = Vec::with_capacity(1 << 12);
    let mut engine = Compress::new(Compression::best(), false);
    engine.compress_vec(&vec![0; 1 << 20], &mut deflated, FlushCompress::Full).unwrap();
    assert!(deflated.len() < 1100, "a thousandth");
    deflated
}
