//! Peers that are gone without a closing handshake, in each state.

use crate::bytes::{self, BINARY, FIN, TEXT};
use crate::hearing::Seen;
use crate::peer::Peer;
use crate::row::{Outcome, Row};

/// Where a message is cut.
const STATES: [&str; 6] = [
    "at once",
    "behind the upgrade",
    "in a short header",
    "in a long header",
    "in a payload",
    "between fragments",
];

pub(crate) fn rows() -> Vec<Row> {
    vec![
        Row::of_handshake("a reset before the head", Outcome::lost_early()).does(|peer| {
            // Before it asks, a client may as well find that it cannot connect.
            let _ = peer.head();
            peer.vanish();
        }),
        Row::of_handshake("a reset in the middle of the head", Outcome::lost_early()).each(
            [1, 20, 60],
            |peer, cut| {
                let head = peer.head();
                peer.send(&head[..*cut]);
                peer.is_read();
                peer.vanish();
            },
        ),
        Row::of_open("a reset", Outcome::lost(Seen::Nothing)).each(STATES, |peer, state| {
            say_half(peer, state);
            peer.vanish();
        }),
        Row::of_open("an end of the stream", Outcome::lost(Seen::End)).each(
            STATES,
            |peer, state| {
                say_half(peer, state);
                peer.end();
            },
        ),
        Row::of_open("a reset behind a Close frame", Outcome::closed(1000).seeing(Seen::Nothing))
            .does(|peer| {
                peer.close(1000);
                peer.vanish();
            }),
    ]
}

fn say_half(peer: &mut Peer, state: &str) {
    match state {
        "in a short header" => peer.send([FIN | TEXT]),
        "in a long header" => {
            let header = bytes::header(FIN | BINARY, 1 << 20, peer.masks());
            peer.send(&header[..7]);
        }
        "in a payload" => {
            peer.header(FIN | TEXT, 100);
            peer.payload(b"half of it");
        }
        "between fragments" => peer.frame(TEXT, "not the end"),
        "at once" => return,
        _ => {}
    }
    peer.is_read();
}
