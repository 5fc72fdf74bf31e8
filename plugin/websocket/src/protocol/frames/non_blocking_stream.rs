use bytes::BufMut;
use std::io::{self, IoSlice};

/// A stream of bytes that never blocks: what is not possible now is `WouldBlock`, and the task is woken when it is.
pub(crate) trait NonBlockingStream {
    /// Reads what is there, as far as there is room, and says how much that was: 0 at the end of the stream.
    fn read_into(&mut self, room: &mut impl BufMut) -> io::Result<usize>;

    /// Writes as much as the stream takes, and says how much that was.
    fn write_some(&mut self, parts: &[IoSlice<'_>]) -> io::Result<usize>;

    /// Sends on what it has taken and still holds.
    fn flush(&mut self) -> io::Result<()>;
}
