//! Far too much of something.

use crate::bytes::{self, BINARY, FIN, PING, PONG, RSV1, TEXT, mebibyte};
use crate::peer::Peer;
use crate::reading::PeerSees;
use crate::row::{Outcome, Row};
use serde_json::json;

/// 10 GiB of zeros, in this many pieces of a mebibyte.
const MEBIBYTES: usize = 10 << 10;

pub(crate) fn rows() -> Vec<Row> {
    let mut rows = Vec::from(of_control_frames());
    rows.extend(of_fragments());
    rows.extend(of_zeros());
    rows.extend(of_messages());
    rows
}

fn of_control_frames() -> [Row; 2] {
    [
        // Their Pongs are more than the system keeps for a peer that does not read; only the last one must be kept.
        Row::after_handshake("a flood of Pings whose Pongs nobody reads", Outcome::closed(1000))
            .attempt(|peer| {
                let pings = bytes::frame(FIN | PING, &[b'x'; 125], peer.masks()).repeat(1000);
                (0..150).for_each(|_| peer.send(&pings));
                peer.frame(FIN | PING, "the last");
                peer.expect_frame(FIN | PONG, "the last");
                still_works(peer);
            }),
        Row::after_handshake("a flood of Pongs that nobody asked for", Outcome::closed(1000))
            .attempt(|peer| {
                let pongs = bytes::frame(FIN | PONG, &[0; 125], peer.masks()).repeat(1000);
                (0..150).for_each(|_| peer.send(&pongs));
                still_works(peer);
            }),
    ]
}

fn of_fragments() -> [Row; 4] {
    let soon =
        json!({ "close_timeout_ms": 300, "max_message_bytes": 1 << 20, "max_fragments": 5000 });
    let endless = |name, outcome| {
        Row::after_handshake(name, outcome).with(soon.clone()).with_memory_growth(4 << 20)
    };
    [
        endless("fragments without an end", Outcome::failed("too_large", 1009)).attempt(|peer| {
            peer.frame(BINARY, "");
            peer.repeat(bytes::frame(0, &[0; 1000], peer.masks()));
        }),
        endless("small fragments without an end", Outcome::failed("too_many_fragments", 1008))
            .attempt(|peer| {
                peer.frame(BINARY, "");
                peer.repeat(bytes::frame(0, b"x", peer.masks()).repeat(1000));
            }),
        endless("empty fragments without an end", Outcome::failed("too_many_fragments", 1008))
            .attempt(|peer| {
                peer.frame(BINARY, "");
                peer.repeat(bytes::frame(0, b"", peer.masks()).repeat(1000));
            }),
        // There is no limit for their number by default, so they must cost nothing.
        Row::after_handshake("a million empty fragments", Outcome::closed(1000)).attempt(|peer| {
            let fragments = bytes::frame(0, b"", peer.masks()).repeat(10_000);
            peer.frame(TEXT, "a");
            (0..100).for_each(|_| peer.send(&fragments));
            peer.frame(FIN, "z");
            peer.expect_frame(FIN | TEXT, "az");
            still_works(peer);
        }),
    ]
}

fn of_zeros() -> [Row; 3] {
    let too_large = || Outcome::failed("too_large", 1009);
    [
        // 64 MiB are the limit, and half of them may be there twice while there is more room made.
        Row::after_handshake("10 GiB in 10 MiB", too_large())
            .with(json!({ "compression": {} }))
            .with_memory_growth(112 << 20)
            .attempt(|peer| {
                let zeros = mebibyte();
                peer.header(FIN | RSV1 | BINARY, (zeros.len() * MEBIBYTES) as u64);
                in_pieces(peer, &zeros);
            }),
        Row::after_handshake("10 GiB in 10 MiB, with a limit for what is inflated", too_large())
            .with(json!({ "compression": { "max_inflated_bytes": 1 << 20 } }))
            .with_memory_growth(4 << 20)
            .attempt(|peer| {
                let zeros = mebibyte();
                peer.header(FIN | RSV1 | BINARY, (zeros.len() * MEBIBYTES) as u64);
                in_pieces(peer, &zeros);
            }),
        Row::after_handshake("10 GiB in 10 MiB of fragments", too_large())
            .with(json!({ "compression": { "max_inflated_bytes": 1 << 20 } }))
            .with_memory_growth(4 << 20)
            .attempt(|peer| {
                peer.frame(RSV1 | BINARY, "");
                let zeros = bytes::frame(0, &mebibyte(), peer.masks());
                (0..MEBIBYTES).for_each(|_| peer.send(&zeros));
            }),
    ]
}

fn of_messages() -> [Row; 2] {
    [
        Row::after_handshake(
            "a promise of 64 MiB, of which a byte comes",
            Outcome::lost(PeerSees::Nothing),
        )
        .attempts([TEXT, BINARY, FIN | TEXT, FIN | BINARY], |peer, first| {
            peer.header(*first, 64 << 20);
            peer.payload(b"x");
            peer.wait_until_read();
            peer.reset();
        }),
        Row::after_handshake("a peer that talks and never listens", Outcome::closed(1000))
            .with(json!({ "send_queue": { "max_bytes": 1 << 20 } }))
            .with_memory_growth(8 << 20)
            .with_failed_sends()
            .attempt(|peer| {
                let message = bytes::frame(FIN | TEXT, &[b'x'; 64 << 10], peer.masks());
                (0..1000).for_each(|_| peer.send(&message));
                peer.close(1000);
            }),
    ]
}

/// The zeros again and again, 64 KiB at once.
fn in_pieces(peer: &mut Peer, zeros: &[u8]) {
    let piece = zeros.repeat((64 << 10) / zeros.len());
    let rest = zeros.len() * MEBIBYTES % piece.len();
    (0..zeros.len() * MEBIBYTES / piece.len()).for_each(|_| peer.payload(&piece));
    peer.payload(&piece[..rest]);
}

fn still_works(peer: &mut Peer) {
    peer.frame(FIN | TEXT, "still here");
    peer.expect_frame(FIN | TEXT, "still here");
    peer.close(1000);
}
