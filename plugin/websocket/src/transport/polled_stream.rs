use super::stream::Stream;
use crate::protocol::frames::NonBlockingStream;
use bytes::BufMut;
use std::future::Future;
use std::io::{self, IoSlice};
use std::pin::{Pin, pin};
use std::task::{Context, Poll, Waker};
use tokio::io::{AsyncReadExt, AsyncWrite};

/// A non-blocking stream for frames: operations that cannot proceed return `WouldBlock`, and the task is woken when they
/// can. One task reads and writes, so one waker is enough.
#[derive(Debug)]
pub(crate) struct PolledStream {
    stream: Stream,
    waker: Waker,
    /// Since the last check bytes arrived, or the peer made space after the send buffer was full.
    was_active: bool,
    /// There was no space for the last bytes.
    is_full: bool,
}

impl PolledStream {
    pub(crate) fn new(stream: Stream) -> Self {
        Self { stream, waker: Waker::noop().clone(), was_active: false, is_full: false }
    }

    /// Sets the task to wake.
    #[inline]
    pub(crate) fn set_waker(&mut self, waker: &Waker) {
        if !self.waker.will_wake(waker) {
            self.waker.clone_from(waker);
        }
    }

    /// Returns whether the peer showed activity since the last call. Bytes accepted by the system are no sign of it,
    /// since they may wait in its buffer; bytes accepted again after the buffer was full are one.
    pub(crate) fn take_activity(&mut self) -> bool {
        std::mem::take(&mut self.was_active)
    }

    /// Sends TLS's close_notify (RFC 8446 section 6.1) if that is possible without blocking. TCP signals the end when
    /// the socket is closed.
    pub(crate) fn close_tls(&mut self) {
        if let Stream::Tls(stream) = &mut self.stream {
            let _ = Pin::new(stream).poll_shutdown(&mut Context::from_waker(Waker::noop()));
        }
    }

    /// The stream itself, for use after the last frame.
    pub(crate) fn stream(&mut self) -> &mut Stream {
        &mut self.stream
    }
}

impl NonBlockingStream for PolledStream {
    #[inline]
    fn read_into(&mut self, room: &mut impl BufMut) -> io::Result<usize> {
        let mut context = Context::from_waker(&self.waker);
        let count = ready_or_would_block(pin!(self.stream.read_buf(room)).poll(&mut context))?;
        self.was_active = true;
        Ok(count)
    }

    #[inline]
    fn write_some(&mut self, parts: &[IoSlice<'_>]) -> io::Result<usize> {
        let mut context = Context::from_waker(&self.waker);
        let stream = Pin::new(&mut self.stream);
        let written = ready_or_would_block(match parts {
            [one] => stream.poll_write(&mut context, one),
            several => stream.poll_write_vectored(&mut context, several),
        });
        let was_full = std::mem::replace(&mut self.is_full, written.is_err());
        self.was_active |= was_full && written.is_ok();
        written
    }

    #[inline]
    fn flush(&mut self) -> io::Result<()> {
        let mut context = Context::from_waker(&self.waker);
        ready_or_would_block(Pin::new(&mut self.stream).poll_flush(&mut context))
    }
}

fn ready_or_would_block<T>(poll: Poll<io::Result<T>>) -> io::Result<T> {
    match poll {
        Poll::Ready(done) => done,
        Poll::Pending => Err(io::ErrorKind::WouldBlock.into()),
    }
}
