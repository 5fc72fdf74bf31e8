//! Hostile and broken peers, from a table, with raw sockets: what each does on the wire, and what the program does.
//!
//! A row says what a peer does, once or in several ways, and what must come of it: the kind that On WebSocket Error
//! tells, what the peer sees at the end (a close code, a status, or nothing more), how On WebSocket Stop tells of it,
//! and by how much the memory of the program may have grown at most. Every row has a run of the program of its own,
//! in which a good connection comes first and last, whose exit status must be 0 and whose accounts must be even.
//! Most rows are for both sides: the program as a client and as a server.
//!
//! | file | what is there |
//! | --- | --- |
//! | `row` | what a row says |
//! | `peer`, `bytes` | the raw peer, and what it puts on the wire |
//! | `hearing`, `queues` | what it gets to hear, and whether the program has read what it sent |
//! | `program` | the program that meets the peers of a row |
//! | `handshakes` | heads that are too long, too slow, or wrong |
//! | `frames` | frames that RFC 6455 does not allow |
//! | `texts` | what is not UTF-8, cut in every place |
//! | `floods` | far too much: Pings, fragments, zeros, promises |
//! | `closings` | closing handshakes that go wrong |
//! | `vanishings` | peers that are gone, in each state |
//!
//! 10 000 half-open handshakes are in `half_open.rs`.

#![cfg(target_os = "linux")]

mod bytes;
mod closings;
mod floods;
mod frames;
mod handshakes;
mod hearing;
mod peer;
mod program;
mod queues;
mod row;
mod texts;
mod vanishings;

use program::{Program, Side};
use pulsewire_tests::tell_figure;
use row::{LITTLE, Row};
use std::sync::{Mutex, PoisonError};
use std::thread;

/// How many rows run at the same time: most of them wait for most of their time.
const WORKERS: usize = 4;

#[test]
fn a_client_gets_over_every_server() {
    gets_over_all(Side::Client);
}

#[test]
fn a_server_gets_over_every_client() {
    gets_over_all(Side::Server);
}

fn gets_over_all(side: Side) {
    let rows = [
        handshakes::rows(side),
        frames::rows(),
        texts::rows(),
        floods::rows(),
        closings::rows(),
        vanishings::rows(),
    ];
    let rows = Mutex::new(rows.into_iter().flatten());
    let next = || rows.lock().unwrap_or_else(PoisonError::into_inner).next();
    let failed = Mutex::new(Vec::new());
    thread::scope(|scope| {
        for _ in 0..WORKERS {
            scope.spawn(|| {
                while let Some(row) = next() {
                    let name = row.name;
                    if !gets_over(side, row) {
                        failed.lock().unwrap_or_else(PoisonError::into_inner).push(name);
                    }
                }
            });
        }
    });
    let failed = failed.into_inner().unwrap_or_else(PoisonError::into_inner);
    assert!(failed.is_empty(), "the program as a {side:?}, rows that failed: {failed:#?}");
}

/// Runs a row on a thread of its name, so that whatever fails in it tells which row it was.
fn gets_over(side: Side, row: Row) -> bool {
    let named = thread::Builder::new().name(format!("{side:?}: {}", row.name));
    named.spawn(move || meet(side, &row)).unwrap().join().is_ok()
}

fn meet(side: Side, row: &Row) {
    let mut program = Program::start(side, &row.settings);
    program.serves(1000);
    let before = program.peak_memory();
    for (way, act) in &row.acts {
        let mut peer = program.meets();
        if row.is_open {
            peer.upgrade();
        }
        act(&mut peer);
        assert_eq!(peer.rest(), row.outcome.seen, "what the peer sees, {way}");
        program.tells(way, &row.outcome);
    }
    let grown = program.peak_memory() - before;
    if row.growth > LITTLE {
        tell_figure(&format!("{side:?}: {}: {} KiB more memory", row.name, grown >> 10));
    }
    assert!(grown <= row.growth, "memory grew by {grown} bytes, {} may be", row.growth);
    program.serves(program::LAST);
    program.ends(row);
}
