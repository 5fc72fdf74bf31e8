use crate::frames::Reader;
use crate::pattern::Pattern;
use rustix::net::RecvFlags;
use std::io::{self, Read, Write};
use std::net::TcpStream;

/// One connection of the driver.
#[derive(Debug)]
pub(super) struct Link {
    stream: TcpStream,
    pub(super) reader: Reader,
    /// The last payload was large, and so may the next be: its header is read alone.
    pub(super) expects_large: bool,
    /// Bytes of the pattern that went out.
    sent: u64,
    /// Bytes of the pattern that may be out.
    pub(super) allowed: u64,
}

impl Link {
    pub(super) fn new(stream: TcpStream) -> Self {
        Self { stream, reader: Reader::default(), expects_large: false, sent: 0, allowed: 0 }
    }

    /// A new pattern begins.
    pub(super) fn begin(&mut self) {
        (self.sent, self.allowed) = (0, 0);
    }

    /// Sends of the pattern what may be out, as far as the socket takes it.
    #[inline]
    pub(super) fn send(&mut self, pattern: &Pattern) -> io::Result<()> {
        while self.sent < self.allowed {
            let next = pattern.after(self.sent);
            let most = next.len().min((self.allowed - self.sent) as usize);
            match self.write_some(&next[..most])? {
                0 => return Ok(()),
                written => self.sent += written as u64,
            }
        }
        Ok(())
    }

    /// Writes what the socket takes, perhaps nothing.
    pub(super) fn write_some(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self.stream.write(bytes) {
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => Ok(0),
            other => other,
        }
    }

    /// Reads what is there; none when that is nothing.
    #[inline]
    pub(super) fn read_some(&mut self, into: &mut [u8]) -> io::Result<Option<usize>> {
        match self.stream.read(into) {
            Ok(0) => Err(io::Error::other("the client closed the connection")),
            Ok(size) => Ok(Some(size)),
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Reads as [`read_some`](Self::read_some), but the system throws the bytes away and copies nothing; `room` only
    /// says how many.
    #[inline]
    pub(super) fn discard(&mut self, room: &mut [u8]) -> io::Result<Option<usize>> {
        match rustix::net::recv(&self.stream, room, RecvFlags::TRUNC) {
            Ok((_, 0)) => Err(io::Error::other("the client closed the connection")),
            Ok((_, size)) => Ok(Some(size)),
            Err(rustix::io::Errno::AGAIN) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }
}
