use super::stream::Stream;
use crate::protocol::frames::NonBlockingStream;
use bytes::BufMut;
use std::future::Future;
use std::io::{self, IoSlice};
use std::pin::{Pin, pin};
use std::task::{Context, Poll, Waker};
use tokio::io::{AsyncReadExt, AsyncWrite};

/// A stream as frames need it: what is not possible now is `WouldBlock`, and the task is woken when it is. One task
/// reads and writes, so one waker is enough.
#[derive(Debug)]
pub(crate) struct PolledStream {
    stream: Stream,
    waker: Waker,
    /// Bytes came in since this was last asked, or the other side made room for some that had found none.
    moved: bool,
    /// There was no room for the last bytes.
    is_full: bool,
}

impl PolledStream {
    pub(crate) fn new(stream: Stream) -> Self {
        Self { stream, waker: Waker::noop().clone(), moved: false, is_full: false }
    }

    /// The task to wake.
    #[inline]
    pub(crate) fn set_waker(&mut self, waker: &Waker) {
        if !self.waker.will_wake(waker) {
            self.waker.clone_from(waker);
        }
    }

    /// Whether the other side was there since this was last asked. That the system takes bytes is no sign of it:
    /// they may wait here for long; only that it takes them again after it was full is one.
    pub(crate) fn take_moved(&mut self) -> bool {
        std::mem::take(&mut self.moved)
    }

    /// Tells the other side of TLS that nothing was cut off (RFC 8446 section 6.1), as far as that is possible now.
    /// TCP tells it when the socket is closed.
    pub(crate) fn end(&mut self) {
        if let Stream::Tls(stream) = &mut self.stream {
            let _ = Pin::new(stream).poll_shutdown(&mut Context::from_waker(Waker::noop()));
        }
    }

    /// The stream itself, for what happens after the last frame.
    pub(crate) fn stream(&mut self) -> &mut Stream {
        &mut self.stream
    }
}

impl NonBlockingStream for PolledStream {
    #[inline]
    fn read_into(&mut self, room: &mut impl BufMut) -> io::Result<usize> {
        let mut context = Context::from_waker(&self.waker);
        let count = now(pin!(self.stream.read_buf(room)).poll(&mut context))?;
        self.moved = true;
        Ok(count)
    }

    #[inline]
    fn write_some(&mut self, parts: &[IoSlice<'_>]) -> io::Result<usize> {
        let mut context = Context::from_waker(&self.waker);
        let stream = Pin::new(&mut self.stream);
        let written = now(match parts {
            [one] => stream.poll_write(&mut context, one),
            several => stream.poll_write_vectored(&mut context, several),
        });
        let was_full = std::mem::replace(&mut self.is_full, written.is_err());
        self.moved |= was_full && written.is_ok();
        written
    }

    #[inline]
    fn flush(&mut self) -> io::Result<()> {
        let mut context = Context::from_waker(&self.waker);
        now(Pin::new(&mut self.stream).poll_flush(&mut context))
    }
}

fn now<T>(poll: Poll<io::Result<T>>) -> io::Result<T> {
    match poll {
        Poll::Ready(done) => done,
        Poll::Pending => Err(io::ErrorKind::WouldBlock.into()),
    }
}
