//! The server that drives a client: it sends what is ready made and of what comes back reads headers only.
//!
//! It must be cheaper than every client it measures, so it never touches a payload: one buffer of frames is
//! written over and over, as much at once as may be in flight, and of an answer the header is parsed and the rest
//! skipped; what is left of a large one is not even copied out of the system. Each measurement says how much of its
//! core the driver used, and the report compares that with the client.

mod accept;
mod latency;
mod link;
mod sample;
mod throughput;

pub(crate) use accept::{Listener, url_of};
pub(crate) use sample::Sample;

use crate::frames::{LONGEST, Piece};
use crate::pattern::payload;
use crate::process::Process;
use crate::readiness::Readiness;
use link::Link;
use std::io;
use std::time::{Duration, Instant};

/// How much is read at once.
const READ: usize = 256 << 10;

/// So much payload is thrown away where it is. For less it is not worth a call.
const DISCARD: u64 = 16 << 10;

/// Nobody is so slow: a client that says nothing for so long has failed.
const TIMEOUT: Duration = Duration::from_secs(30);

/// The driver of one client and its connections.
pub(crate) struct Driver {
    links: Vec<Link>,
    readiness: Readiness,
    ready: Vec<usize>,
    buffer: Vec<u8>,
    client: Process,
}

impl Driver {
    /// How many connections there are.
    #[must_use]
    pub(crate) fn connections(&self) -> usize {
        self.links.len()
    }

    /// Sends one message on each connection and checks that it comes back as it went.
    ///
    /// # Panics
    /// When it does not.
    pub(crate) fn verify(&mut self, size: usize) {
        let sent = crate::frames::frame(crate::frames::TEXT, &payload(size));
        for number in 0..self.links.len() {
            let deadline = Instant::now() + TIMEOUT;
            let mut at = 0;
            let mut answer = Answer::default();
            while !answer.whole {
                assert!(Instant::now() < deadline, "connection {number}: no answer");
                at += self.links[number].write_some(&sent[at..]).expect("the client reads");
                self.receive(number, |piece| answer.take(piece)).expect("the client answers");
            }
            assert!(answer.payload == payload(size), "connection {number}: not what was sent");
        }
    }

    /// Reads what is there and hands its pieces out.
    fn receive(&mut self, number: usize, mut take: impl FnMut(Piece<'_>)) -> io::Result<()> {
        let link = &mut self.links[number];
        loop {
            let Some(size) = link.read_some(&mut self.buffer)? else { return Ok(()) };
            let mut bytes = &self.buffer[..size];
            while let Some(piece) = link.reader.next(&mut bytes) {
                take(piece);
            }
            // A short read emptied the socket; the next bytes are told of.
            if size < self.buffer.len() {
                return Ok(());
            }
        }
    }

    /// Reads what is there and says how many frames have ended in it.
    #[inline]
    fn count(&mut self, number: usize) -> io::Result<u64> {
        let (link, mut frames) = (&mut self.links[number], 0);
        loop {
            let left = link.reader.left();
            if left >= DISCARD {
                link.expects_large = true;
                let most = READ.min(left as usize);
                let Some(size) = link.discard(&mut self.buffer[..most])? else { return Ok(frames) };
                frames += u64::from(link.reader.skip(size as u64));
                continue;
            }
            let most = if std::mem::take(&mut link.expects_large) { LONGEST } else { READ };
            let Some(size) = link.read_some(&mut self.buffer[..most])? else { return Ok(frames) };
            let mut bytes = &self.buffer[..size];
            while let Some(piece) = link.reader.next(&mut bytes) {
                frames += u64::from(matches!(piece, Piece::Payload(_, true)));
            }
            // A short read emptied the socket; the next bytes are told of.
            if size < most {
                return Ok(frames);
            }
        }
    }

    fn wait(&mut self) {
        self.readiness.wait(TIMEOUT, &mut self.ready).expect("sockets can be waited for");
        assert!(!self.ready.is_empty(), "the client says nothing any more");
    }
}

/// An echo as it comes in.
#[derive(Default)]
struct Answer {
    payload: Vec<u8>,
    mask: [u8; 4],
    whole: bool,
}

impl Answer {
    fn take(&mut self, piece: Piece<'_>) {
        match piece {
            Piece::Head(header) => self.mask = header.mask,
            Piece::Payload(bytes, last) => {
                let at = self.payload.len();
                let unmasked = bytes.iter().zip(at..).map(|(byte, at)| byte ^ self.mask[at % 4]);
                self.payload.extend(unmasked);
                self.whole = last;
            }
        }
    }
}
