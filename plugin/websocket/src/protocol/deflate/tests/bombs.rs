use super::{inflater, limits};
use crate::error::ErrorKind;
use crate::protocol::deflate::engines::{self, Tuning};
use flate2::FlushCompress;

/// One mebibyte of zeros, compressed so that copies can be concatenated.
fn mebibyte() -> Vec<u8> {
    let mut engine = engines::deflater(Tuning { level: 9, window_bits: 15 });
    let (zeros, mut out) = (vec![0; 1 << 20], Vec::with_capacity(1 << 20));
    engine.compress_vec(&zeros, &mut out, FlushCompress::Full).unwrap();
    assert!(out.len() < 1100, "{}", out.len());
    out
}

#[test]
fn ten_gibibytes_in_ten_mebibytes_stop_at_the_limit() {
    let bomb = mebibyte().repeat(10 << 10);
    assert!(bomb.len() < 11 << 20);
    for limit in [0, 1, 1000, 1 << 20, 5_000_000] {
        for piece in [100, 64 << 10, bomb.len()] {
            let (mut inflater, mut message) = (inflater(true), Vec::new());
            let mut pieces = bomb.chunks(piece);
            let pushed = pieces.try_for_each(|it| inflater.push(it, &mut message, &limits(limit)));
            assert_eq!(pushed.unwrap_err().kind, ErrorKind::TooLarge);
            assert!(message.capacity() <= limit + 64, "{} for {limit}", message.capacity());
        }
    }
}

#[test]
fn a_message_as_large_as_the_limit_is_accepted() {
    let message = mebibyte();
    for (limit, taken) in [((1 << 20) - 1, false), (1 << 20, true), ((1 << 20) + 1, true)] {
        let inflated = super::inflate(&mut inflater(true), &message, limit);
        assert_eq!(inflated.is_ok(), taken, "{limit}");
    }
}
