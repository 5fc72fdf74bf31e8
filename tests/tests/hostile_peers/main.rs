//! Hostile and broken peers from a table, with raw sockets: what each sends, and how the program reacts.
//!
//! A row says what a peer does, in one or more variants, and the expected outcome: the kind of On WebSocket Error, what
//! the peer sees at the end (a close code, a status or the end of the stream), the outputs of On WebSocket Stop, and the
//! limit of memory growth. Each row starts the program anew; a good connection comes first and last, the exit status
//! must be 0 and the counters of the report must add up.
//! Most rows are for both sides: the program as a client and as a server.
//!
//! | file | what is there |
//! | --- | --- |
//! | `row` | the definition of a row |
//! | `peer`, `bytes` | the raw peer and the bytes that it sends |
//! | `reading`, `socket_queues` | what the peer reads, and whether the program has read what it sent |
//! | `program` | the program under test |
//! | `handshakes` | heads that are too long, too slow, or wrong |
//! | `frames` | frames that RFC 6455 does not allow |
//! | `invalid_utf8` | text that is not UTF-8, cut at every byte |
//! | `floods` | floods of Pings, fragments, compressed zeros and announced lengths |
//! | `close_handshakes` | closing handshakes that go wrong |
//! | `disconnects` | peers that disconnect, in each state |
//!
//! 10 000 half-open handshakes are in `half_open.rs`.

#![cfg(target_os = "linux")]

mod bytes;
mod close_handshakes;
mod disconnects;
mod floods;
mod frames;
mod handshakes;
mod invalid_utf8;
mod peer;
mod program;
mod reading;
mod row;
mod socket_queues;

use program::{Program, Side};
use pulsewire_tests::print_measurement;
use row::{DEFAULT_GROWTH, Row};
use std::sync::{Mutex, PoisonError};
use std::thread;

/// How many rows run at the same time; they mostly wait.
const WORKERS: usize = 4;

#[test]
fn a_client_survives_every_hostile_server() {
    run_all(Side::Client);
}

#[test]
fn a_server_survives_every_hostile_client() {
    run_all(Side::Server);
}

fn run_all(side: Side) {
    let rows = [
        handshakes::rows(side),
        frames::rows(),
        invalid_utf8::rows(),
        floods::rows(),
        close_handshakes::rows(),
        disconnects::rows(),
    ];
    let rows = Mutex::new(rows.into_iter().flatten());
    let next = || rows.lock().unwrap_or_else(PoisonError::into_inner).next();
    let failed = Mutex::new(Vec::new());
    thread::scope(|scope| {
        for _ in 0..WORKERS {
            scope.spawn(|| {
                while let Some(row) = next() {
                    let name = row.name;
                    if !passes(side, row) {
                        failed.lock().unwrap_or_else(PoisonError::into_inner).push(name);
                    }
                }
            });
        }
    });
    let failed = failed.into_inner().unwrap_or_else(PoisonError::into_inner);
    assert!(failed.is_empty(), "the program as a {side:?}, rows that failed: {failed:#?}");
}

/// Runs a row on a thread with its name, so that a panic message names the row.
fn passes(side: Side, row: Row) -> bool {
    let named = thread::Builder::new().name(format!("{side:?}: {}", row.name));
    named.spawn(move || run_row(side, &row)).unwrap().join().is_ok()
}

fn run_row(side: Side, row: &Row) {
    let mut program = Program::start(side, &row.settings);
    program.check_works(1000);
    let before = program.peak_memory();
    for (way, act) in &row.acts {
        let mut peer = program.connect();
        if row.is_open {
            peer.upgrade();
        }
        act(&mut peer);
        assert_eq!(peer.read_to_end(), row.outcome.seen, "what the peer sees, {way}");
        program.expect_outcome(way, &row.outcome);
    }
    let grown = program.peak_memory() - before;
    if row.growth > DEFAULT_GROWTH {
        print_measurement(&format!("{side:?}: {}: {} KiB more memory", row.name, grown >> 10));
    }
    assert!(grown <= row.growth, "memory grew by {grown} bytes, {} may be", row.growth);
    program.check_works(program::LAST);
    program.stop_and_check(row);
}
