use super::buffer_pool::{self, BUFFER};
use super::non_blocking_stream::NonBlockingStream;
use bytes::BufMut;
use std::io;

/// Bytes that were read but not yet consumed.
#[derive(Debug, Default)]
pub(super) struct ReadBuffer {
    buffer: Vec<u8>,
    /// The start of the bytes that were not consumed.
    start: usize,
}

impl ReadBuffer {
    pub(super) fn new(tail: Vec<u8>) -> Self {
        Self { buffer: tail, start: 0 }
    }

    #[inline]
    pub(super) fn bytes(&self) -> &[u8] {
        &self.buffer[self.start..]
    }

    /// The first `count` bytes, to be changed in place; does not consume them.
    #[inline]
    pub(super) fn first_mut(&mut self, count: usize) -> &mut [u8] {
        &mut self.buffer[self.start..self.start + count]
    }

    #[inline]
    pub(super) fn skip(&mut self, count: usize) {
        self.start += count;
    }

    /// Reads more, at most `most` bytes; 0 at the end of the stream.
    pub(super) fn fill(
        &mut self,
        from: &mut impl NonBlockingStream,
        most: usize,
    ) -> io::Result<usize> {
        if self.buffer.capacity() < BUFFER {
            let mut roomy = buffer_pool::take();
            roomy.extend_from_slice(self.bytes());
            (self.buffer, self.start) = (roomy, 0);
        } else if self.start > 0 {
            // What is left is smaller than a small frame.
            let left = self.buffer.len() - self.start;
            self.buffer.copy_within(self.start.., 0);
            self.buffer.truncate(left);
            self.start = 0;
        }
        let room = self.buffer.capacity() - self.buffer.len();
        from.read_into(&mut (&mut self.buffer).limit(most.min(room)))
    }

    #[cfg(test)]
    pub(super) fn memory(&self) -> usize {
        self.buffer.capacity()
    }

    /// Returns the buffer to the pool while no data arrives.
    pub(super) fn release(&mut self) {
        let left = self.bytes().to_vec();
        self.start = 0;
        buffer_pool::give_back(std::mem::replace(&mut self.buffer, left));
    }
}
