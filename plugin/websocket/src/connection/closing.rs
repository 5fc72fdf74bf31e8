//! The end of a connection: telling the other side why, and not cutting off what it still has to read.

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
    /// Takes note of why there are no more turns, and says what has failed, if anything did.
    pub(super) fn over(&mut self, end: End) -> Option<Error> {
        let asked = self.session.handle.state.get() == State::Closing;
        self.closing.by_me |= asked && self.closing.received.is_none();
        // From here on Send fails, and a Start waits until the end was told.
        self.session.handle.state.set(State::Closing);
        self.error(end)
    }

    /// Tells what has failed, ends the connection and says how it ended.
    pub(crate) async fn finish(mut self, error: Option<Error>) -> CloseEvent {
        if let Some(error) = &error {
            self.session.report_failure(error);
        }
        if let Some(code) = error.as_ref().and_then(Error::close_code) {
            let reason = error.as_ref().map(|error| error.kind.name()).unwrap_or_default();
            // The other side may neither read nor close; then it is cut off.
            let (handle, within) = (self.session.handle.clone(), self.session.policy.close_timeout);
            tokio::select! {
                () = handle.cut_off() => {}
                _ = timeout(within, self.give_up(code, reason)) => {}
            }
        }
        self.socket.get_mut().end();
        self.session.report_unsent();
        self.closing.ending(error.as_ref())
    }

    /// The failure that ended it, if one did. After our own Stop it does not matter how the other side goes.
    fn error(&mut self, end: End) -> Option<Error> {
        let written = std::mem::replace(&mut self.writing, Writing::Over);
        let error = match (end, written) {
            (End::Dead(error) | End::Failed(error), _) | (End::Overdue, Writing::Failed(error)) => {
                error
            }
            _ => return None,
        };
        let is_expected = self.closing.by_me || self.closing.received.is_some();
        (!is_expected || error.close_code().is_some()).then_some(error)
    }

    /// Sends a Close frame with this code (RFC 6455 section 7.1.7) and reads on until the other side is gone:
    /// to close a socket on unread bytes resets it, and the frame would be lost.
    async fn give_up(&mut self, code: u16, reason: &str) -> io::Result<()> {
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
