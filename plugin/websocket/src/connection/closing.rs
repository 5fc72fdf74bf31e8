//! The end of a connection: the Close frame that says why, and reads until the other side has closed.

use super::Connection;
use super::turn::End;
use super::write::Writing;
use crate::error::Error;
use crate::protocol::close::{CloseEvent, close_frame};
use crate::protocol::frames::SocketError;
use crate::runtime::State;
use std::future::poll_fn;
use std::io;
use std::task::{Context, Poll};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::time::timeout;
use tungstenite::protocol::CloseFrame;

impl Connection<'_> {
    /// Records why the turns ended; returns what failed, if anything did.
    pub(super) fn record_end(&mut self, end: End) -> Option<Error> {
        let requested = self.session.handle.state.get() == State::Closing;
        self.closing.by_me |= requested && self.closing.received.is_none();
        // From here on Send fails, and a Start waits until the end was reported.
        self.session.handle.state.set(State::Closing);
        self.error(end)
    }

    /// Reports the failure, ends the connection and returns how it was closed.
    pub(crate) async fn finish(mut self, error: Option<Error>) -> CloseEvent {
        if let Some(error) = &error {
            self.session.report_failure(error);
        }
        if let Some(code) = error.as_ref().and_then(Error::close_code) {
            let reason = error.as_ref().map(|error| error.kind.name()).unwrap_or_default();
            // If the other side neither reads nor closes, it is cut off.
            let (handle, within) = (self.session.handle.clone(), self.session.policy.close_timeout);
            tokio::select! {
                () = handle.wait_until_cut() => {}
                _ = timeout(within, self.send_close(code, reason)) => {}
            }
        }
        self.socket.get_mut().close_tls();
        self.session.report_unsent();
        self.closing.into_event(error.as_ref())
    }

    /// The failure that ended the connection. After our own Stop it does not matter how the other side leaves.
    fn error(&mut self, end: End) -> Option<Error> {
        let written = std::mem::replace(&mut self.writing, Writing::Closed);
        let error = match (end, written) {
            (End::Silent(error) | End::Failed(error), _)
            | (End::TimedOut, Writing::Failed(error)) => error,
            _ => return None,
        };
        let is_expected = self.closing.by_me || self.closing.received.is_some();
        (!is_expected || error.close_code().is_some()).then_some(error)
    }

    /// Sends a Close frame with this code (RFC 6455 section 7.1.7) and reads until the other side closes: closing a
    /// socket with unread bytes resets it, and the frame would be lost.
    async fn send_close(&mut self, code: u16, reason: &str) -> io::Result<()> {
        let mut close = Some(close_frame(code, reason));
        poll_fn(|context| self.poll_close(context, &mut close)).await;
        let stream = self.socket.get_mut().stream();
        stream.shutdown().await?;
        let mut unread = vec![0; 4096];
        while stream.read(&mut unread).await? > 0 {}
        Ok(())
    }

    fn poll_close(&mut self, context: &Context<'_>, close: &mut Option<CloseFrame>) -> Poll<()> {
        self.socket.get_mut().set_waker(context.waker());
        let flushed = match close.take() {
            Some(close) => self.socket.close(Some(&close)),
            None => self.socket.flush(),
        };
        match flushed {
            Err(SocketError::WouldBlock) => Poll::Pending,
            _ => Poll::Ready(()),
        }
    }
}
