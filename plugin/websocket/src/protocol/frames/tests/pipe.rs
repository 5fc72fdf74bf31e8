//! A stream in memory, and helpers for its messages.

use crate::protocol::deflate::NegotiatedDeflate;
use crate::protocol::frames::{Incoming, NonBlockingStream, Socket, SocketConfig, SocketError};
use crate::protocol::limits::Limits;
use bytes::BufMut;
use std::collections::VecDeque;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::{self, IoSlice};
use tungstenite::protocol::Role;

/// Returns its chunks one by one, with a `WouldBlock` after each, and keeps what is written.
#[derive(Default)]
pub(super) struct Pipe {
    pub(super) chunks: VecDeque<Vec<u8>>,
    pub(super) written: Vec<u8>,
    /// How many bytes it accepts before it is full.
    pub(super) room: Option<usize>,
    /// The destinations of large reads, and the sources of large writes.
    pub(super) large_reads: Vec<*const u8>,
    pub(super) large_writes: Vec<*const u8>,
    /// The number of writes.
    pub(super) writes: usize,
    pub(super) at_end: bool,
    /// A chunk has ended.
    pub(super) pauses: bool,
}

impl Pipe {
    fn has_more(&self) -> bool {
        self.at_end || !self.chunks.is_empty()
    }
}

impl NonBlockingStream for Pipe {
    fn read_into(&mut self, room: &mut impl BufMut) -> io::Result<usize> {
        if std::mem::take(&mut self.pauses) {
            return Err(io::ErrorKind::WouldBlock.into());
        }
        self.chunks.retain(|chunk| !chunk.is_empty());
        let Some(chunk) = self.chunks.front_mut() else {
            return if self.at_end { Ok(0) } else { Err(io::ErrorKind::WouldBlock.into()) };
        };
        let space = room.chunk_mut();
        let count = chunk.len().min(space.len());
        if count >= 4096 {
            self.large_reads.push(space.as_mut_ptr());
        }
        room.put_slice(&chunk[..count]);
        chunk.drain(..count);
        if chunk.is_empty() {
            self.chunks.pop_front();
            self.pauses = true;
        }
        Ok(count)
    }

    fn write_some(&mut self, parts: &[IoSlice<'_>]) -> io::Result<usize> {
        if self.room == Some(0) {
            return Err(io::ErrorKind::WouldBlock.into());
        }
        let mut count = 0;
        self.writes += 1;
        for part in parts {
            let taken = part.len().min(self.room.unwrap_or(usize::MAX));
            if part.len() >= 4096 {
                self.large_writes.push(part.as_ptr());
            }
            self.written.extend_from_slice(&part[..taken]);
            self.room = self.room.map(|room| room - taken);
            count += taken;
        }
        Ok(count)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

pub(super) const LIMITS: Limits =
    Limits { message: 64 << 20, frame: None, fragments: None, inflated: 64 << 20 };

pub(super) fn config(role: Role) -> SocketConfig {
    SocketConfig { role, limits: LIMITS, fragment: usize::MAX, compression: None, tail: Vec::new() }
}

pub(super) fn socket(role: Role, limits: Limits, chunks: &[&[u8]]) -> Socket<Pipe> {
    let chunks = chunks.iter().map(|chunk| chunk.to_vec()).collect();
    Socket::new(Pipe { chunks, ..Pipe::default() }, SocketConfig { limits, ..config(role) })
}

/// Returns both sides of a connection.
pub(super) fn pair(
    compression: Option<NegotiatedDeflate>,
    fragment: usize,
) -> (Socket<Pipe>, Socket<Pipe>) {
    let one =
        |role| Socket::new(Pipe::default(), SocketConfig { compression, fragment, ..config(role) });
    (one(Role::Client), one(Role::Server))
}

/// Reads everything available as lines, and returns why reading stopped.
pub(super) fn read_all(socket: &mut Socket<Pipe>) -> (Vec<String>, SocketError) {
    let mut lines = Vec::new();
    loop {
        match socket.read() {
            Ok(incoming) => lines.push(line(&incoming)),
            Err(SocketError::WouldBlock) if socket.get_mut().has_more() => {}
            Err(error) => return (lines, error),
        }
    }
}

pub(super) fn line(incoming: &Incoming) -> String {
    match incoming {
        Incoming::Text(text) => format!("text {}", text.as_str()),
        Incoming::Binary(bytes) => binary(bytes),
        Incoming::Ping(payload) => format!("ping {:?}", &**payload),
        Incoming::Pong(payload) => format!("pong {:?}", &**payload),
        Incoming::Close(None) => "close".to_owned(),
        Incoming::Close(Some(close)) => format!("close {} {}", close.code, close.reason),
    }
}

/// Describes a binary message in a short line.
pub(super) fn binary(bytes: &[u8]) -> String {
    let mut hasher = DefaultHasher::new();
    bytes.hash(&mut hasher);
    format!("binary of {}: {:x}", bytes.len(), hasher.finish())
}

/// What an error says: its kind when something has failed.
pub(super) fn why(error: &SocketError) -> &'static str {
    match error {
        SocketError::WouldBlock => "later",
        SocketError::Closed => "closed",
        SocketError::Failed(error) => error.kind.name(),
    }
}
