//! Peers that disconnect without a closing handshake, in each state.

use crate::bytes::{self, BINARY, FIN, TEXT};
use crate::peer::Peer;
use crate::reading::PeerSees;
use crate::row::{Outcome, Row};

/// Where the stream is cut.
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
        Row::before_handshake("a reset before the head", Outcome::lost_early()).attempt(|peer| {
            // Before it sends its request, a client may also fail to connect.
            let _ = peer.head();
            peer.reset();
        }),
        Row::before_handshake("a reset in the middle of the head", Outcome::lost_early()).attempts(
            [1, 20, 60],
            |peer, cut| {
                let head = peer.head();
                peer.send(&head[..*cut]);
                peer.wait_until_read();
                peer.reset();
            },
        ),
        Row::after_handshake("a reset", Outcome::lost(PeerSees::Nothing)).attempts(
            STATES,
            |peer, state| {
                send_partly(peer, state);
                peer.reset();
            },
        ),
        Row::after_handshake("an end of the stream", Outcome::lost(PeerSees::End)).attempts(
            STATES,
            |peer, state| {
                send_partly(peer, state);
                peer.end();
            },
        ),
        Row::after_handshake(
            "a reset behind a Close frame",
            Outcome::closed(1000).seeing(PeerSees::Nothing),
        )
        .attempt(|peer| {
            peer.close(1000);
            peer.reset();
        }),
    ]
}

fn send_partly(peer: &mut Peer, state: &str) {
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
    peer.wait_until_read();
}
