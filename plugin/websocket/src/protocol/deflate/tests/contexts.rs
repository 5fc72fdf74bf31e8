use super::miniature::Window;
use super::{agreed, inflate, inflater};
use crate::protocol::deflate::{Deflater, NegotiatedDeflate, SharedMessage};
use pulsewire_plugin::Payload;
use tungstenite::protocol::Role;

fn server(keeps_context: bool) -> Deflater {
    Deflater::new(&agreed(keeps_context), Role::Server)
}

fn words(number: usize) -> Vec<u8> {
    format!("{number}: the quick brown fox jumps over the lazy dog").repeat(3).into_bytes()
}

#[test]
fn a_context_makes_the_next_message_smaller() {
    let (mut with, mut without) = (server(true), server(false));
    let sizes = |deflater: &mut Deflater| {
        [(); 2].map(|()| deflater.deflate(&words(1)).map(|deflated| deflated.len()))
    };
    let ([first, next], [alone, again]) = (sizes(&mut with), sizes(&mut without));
    assert!(next < first, "{next:?} {first:?}");
    assert_eq!((first, alone), (alone, again));
}

#[test]
fn only_a_kept_context_needs_its_own_engine_and_only_from_the_first_message() {
    for keeps_context in [true, false] {
        let (mut deflater, mut inflater) = (server(keeps_context), inflater(keeps_context));
        assert!(!deflater.has_engine() && !inflater.has_engine());
        let deflated = deflater.deflate(&words(1)).unwrap();
        inflate(&mut inflater, &deflated, 1000).unwrap();
        assert_eq!((deflater.has_engine(), inflater.has_engine()), (keeps_context, keeps_context));
    }
}

#[test]
fn a_shared_message_is_compressed_once_and_fits_between_others() {
    let mut clients: Vec<_> = [true, true, false]
        .map(|keeps_context| (server(keeps_context), inflater(keeps_context)))
        .into();
    for round in 0..4 {
        let mut compressed = Vec::new();
        let shared = SharedMessage::new(true, Payload::copy_from(&words(round)));
        for (number, (deflater, inflater)) in clients.iter_mut().enumerate() {
            let own = words(round * 10 + number);
            let deflated = deflater.deflate(&own).unwrap();
            assert_eq!(inflate(inflater, &deflated, 1000).unwrap(), own);
            let deflated = deflater.share(&shared).unwrap();
            assert_eq!(inflate(inflater, &deflated, 1000).unwrap(), words(round));
            compressed.push(deflated.as_ptr());
        }
        assert!(compressed.iter().all(|one| *one == compressed[0]));
    }
}

#[test]
fn each_window_size_has_its_own_copy() {
    let shared = SharedMessage::new(true, Payload::copy_from(&words(1).repeat(9)));
    let share = |bits| {
        let small = NegotiatedDeflate::of((bits, true), (15, true), 6);
        Deflater::new(&small, Role::Server).share(&shared).unwrap()
    };
    assert_ne!(share(8).as_ptr(), share(15).as_ptr());
    assert_eq!(share(8).as_ptr(), share(8).as_ptr());
}

#[test]
fn a_message_that_would_grow_is_sent_uncompressed() {
    let noise: Vec<u8> =
        (0..200_u32).map(|at| (at.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
    assert!(server(false).deflate(&noise).is_none());
    assert!(server(false).share(&SharedMessage::new(false, Payload::copy_from(&noise))).is_none());
    let mut with_context = server(true);
    let deflated = with_context.deflate(&noise).unwrap();
    assert_eq!(inflate(&mut inflater(true), &deflated, 200).unwrap(), noise);
}

#[test]
fn no_distance_exceeds_the_negotiated_window() {
    // Words that repeat at any distance.
    let number = |at: u32| at.wrapping_mul(2_654_435_761) >> 8;
    let word = |at| format!("{:x} ", number(number(at) % 3000)).into_bytes();
    let text: Vec<u8> = (0..16_000).flat_map(word).collect();
    for bits in 8..=15_u8 {
        let agreed = NegotiatedDeflate::of((bits, true), (15, true), 9);
        let mut deflater = Deflater::new(&agreed, Role::Server);
        let mut strict = Window::new(1 << bits);
        for part in text.chunks(10_000) {
            let deflated = deflater.deflate(part).unwrap();
            strict.check(&deflated);
        }
        // zlib looks back no further than its window less 262 bytes.
        assert!(
            strict.farthest > ((1 << bits.max(9)) - 262) * 3 / 4,
            "{bits}: {}",
            strict.farthest
        );
    }
}
