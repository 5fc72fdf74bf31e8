//! The examples of RFC 7692 section 7.2.3.

use super::{inflate, inflater, limits};
use crate::error::ErrorKind;

const HELLO: [u8; 7] = [0xf2, 0x48, 0xcd, 0xc9, 0xc9, 0x07, 0x00];

#[test]
fn every_kind_of_block_inflates_to_hello() {
    let blocks: [&[u8]; 5] = [
        &HELLO,
        // Without compression.
        &[0x00, 0x05, 0x00, 0xfa, 0xff, 0x48, 0x65, 0x6c, 0x6c, 0x6f, 0x00],
        // With BFINAL set.
        &[0xf3, 0x48, 0xcd, 0xc9, 0xc9, 0x07, 0x00, 0x00],
        // With BFINAL set, and no empty block after it.
        &[0xf3, 0x48, 0xcd, 0xc9, 0xc9, 0x07, 0x00],
        // Two blocks.
        &[0xf2, 0x48, 0x05, 0x00, 0x00, 0x00, 0xff, 0xff, 0xca, 0xc9, 0xc9, 0x07, 0x00],
    ];
    for keeps_context in [true, false] {
        let mut inflater = inflater(keeps_context);
        for _ in 0..2 {
            for block in blocks {
                assert_eq!(inflate(&mut inflater, block, 5).unwrap(), b"Hello", "{block:x?}");
            }
        }
    }
}

#[test]
fn the_second_message_refers_to_the_first_with_context_takeover() {
    let again = [0xf2, 0x00, 0x11, 0x00, 0x00];
    let mut with_context = inflater(true);
    inflate(&mut with_context, &HELLO, 5).unwrap();
    assert_eq!(inflate(&mut with_context, &again, 5).unwrap(), b"Hello");
    let mut without = inflater(false);
    inflate(&mut without, &HELLO, 5).unwrap();
    assert_eq!(inflate(&mut without, &again, 5).unwrap_err().kind, ErrorKind::Protocol);
}

#[test]
fn an_empty_message_is_empty() {
    let mut inflater = inflater(true);
    for empty in [&[0x00][..], &[0x02, 0x00], &[]] {
        assert_eq!(inflate(&mut inflater, empty, 1).unwrap(), b"");
    }
}

#[test]
fn a_message_may_arrive_in_any_pieces() {
    for cut in 0..=HELLO.len() {
        let (mut inflater, mut message) = (inflater(true), Vec::new());
        for part in [&HELLO[..cut], &[], &HELLO[cut..]] {
            inflater.push(part, &mut message, &limits(5)).unwrap();
        }
        inflater.finish(&mut message, &limits(5)).unwrap();
        assert_eq!(message, b"Hello");
    }
}

#[test]
fn invalid_deflate_data_is_a_protocol_error() {
    for wrong in [&[0xff; 20][..], &[0x06], &[0x00, 0x05, 0x00, 0xfa, 0xfe], &[0xf2, 0x00, 0x11]] {
        let error = inflate(&mut inflater(true), wrong, 100).unwrap_err();
        assert_eq!(error.kind, ErrorKind::Protocol, "{wrong:x?}");
        assert!(error.message.contains("RFC 7692"), "{}", error.message);
    }
}
