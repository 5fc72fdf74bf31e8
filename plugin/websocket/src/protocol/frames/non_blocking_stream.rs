use bytes::BufMut;
use std::io::{self, IoSlice};

/// A non-blocking byte stream: operations that cannot proceed return `WouldBlock`, and the task is woken when they can.
pub(crate) trait NonBlockingStream {
    /// Reads the available bytes, as far as there is space, and returns how many: 0 at the end of the stream.
    fn read_into(&mut self, room: &mut impl BufMut) -> io::Result<usize>;

    /// Writes as much as the stream accepts, and returns how much.
    fn write_some(&mut self, parts: &[IoSlice<'_>]) -> io::Result<usize>;

    /// Sends what it has accepted but still buffers.
    fn flush(&mut self) -> io::Result<()>;
}
