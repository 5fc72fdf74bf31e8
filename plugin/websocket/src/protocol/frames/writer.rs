use super::buffer_pool::{self, BUFFER};
use super::close_payload;
use super::header::{self, BINARY, CLOSE, FIN, PING, PONG, RSV1, TEXT};
use super::large_message::{LargeMessage, MAX_COPIED};
use super::mask::{self, MaskingKeys};
use super::non_blocking_stream::NonBlockingStream;
use super::socket_error::SocketError;
use crate::error::Error;
use crate::protocol::deflate::{Deflater, SharedMessage};
use pulsewire_plugin::Payload;
use std::io::{self, IoSlice};
use tungstenite::protocol::CloseFrame;

/// With less space than this, a buffer is written before more of a large message is copied into it.
const MIN_ROOM: usize = 512;

/// The writing half: turns messages into bytes.
///
/// Small messages are collected and written together. A large one is written without a copy, or, if it must be masked,
/// one full buffer at a time.
#[derive(Default)]
pub(super) struct Writer {
    /// The masking keys, on a client.
    keys: Option<MaskingKeys>,
    /// The largest outgoing frame.
    fragment: usize,
    deflater: Option<Deflater>,
    out: Vec<u8>,
    /// How much of `out` was written.
    written: usize,
    large: Option<LargeMessage>,
    /// The last Ping, until it can be sent.
    ping: Option<Payload>,
    /// The answer to the peer's last Ping, until it can be sent (RFC 6455 section 5.5.3).
    pong: Option<Payload>,
    /// The Close frame, which is sent after everything else.
    close: Option<Vec<u8>>,
}

impl Writer {
    pub(super) fn new(masks: bool, fragment: usize, deflater: Option<Deflater>) -> Self {
        Self { keys: masks.then(MaskingKeys::default), fragment, deflater, ..Self::default() }
    }

    /// Accepts a message, even if the stream is full; only after the last [`flush`](Self::flush) has succeeded.
    #[inline]
    pub(super) fn message(
        &mut self,
        is_text: bool,
        payload: Payload,
        to: &mut impl NonBlockingStream,
    ) -> Result<(), SocketError> {
        let opcode = if is_text { TEXT } else { BINARY };
        match &mut self.deflater {
            Some(deflater) if deflater.should_deflate(payload.len()) => {
                let deflated = deflater.deflate(&payload);
                match deflated {
                    Some(deflated) => {
                        self.queue_frame(RSV1 | opcode, Payload::from_owner(deflated), to)
                    }
                    None => self.queue_frame(opcode, payload, to),
                }
            }
            _ => self.queue_frame(opcode, payload, to),
        }
    }

    /// As [`message`](Self::message), for a message to several clients.
    pub(super) fn shared(
        &mut self,
        message: &SharedMessage,
        to: &mut impl NonBlockingStream,
    ) -> Result<(), SocketError> {
        let opcode = if message.is_text { TEXT } else { BINARY };
        match self.deflater.as_mut().and_then(|deflater| deflater.share(message)) {
            Some(deflated) => self.queue_frame(RSV1 | opcode, deflated, to),
            None => self.queue_frame(opcode, message.payload.clone(), to),
        }
    }

    #[inline]
    fn queue_frame(
        &mut self,
        first: u8,
        payload: Payload,
        to: &mut impl NonBlockingStream,
    ) -> Result<(), SocketError> {
        if payload.len() > MAX_COPIED.min(self.fragment) {
            self.large = Some(LargeMessage::new(first, payload, self.fragment));
            return self.write_large(to);
        }
        let is_full = self.out.len() + payload.len() > BUFFER - header::MAX_HEADER;
        // What does not fit is kept.
        let flushed = if is_full { self.flush(to) } else { Ok(()) };
        self.append(FIN | first, &payload);
        flushed
    }

    /// Accepts a Ping. While the stream is full, only the last one is kept: its Pong answers the earlier ones, too.
    pub(super) fn ping(&mut self, payload: &[u8]) {
        self.ping = Some(Payload::copy_from(payload));
        self.queue_control();
    }

    /// Accepts the answer to a Ping. While the stream is full, only the last one is kept.
    pub(super) fn pong(&mut self, payload: Payload) {
        self.pong = Some(payload);
        self.queue_control();
    }

    /// Accepts the Close frame; nothing may follow.
    pub(super) fn close(&mut self, close: Option<&CloseFrame>) {
        self.close = Some(close_payload::write(close));
    }

    /// Writes everything that was accepted.
    pub(super) fn flush(&mut self, to: &mut impl NonBlockingStream) -> Result<(), SocketError> {
        self.write_buffered(to)?;
        self.write_large(to)?;
        if let Some(close) = self.close.take() {
            self.append(FIN | CLOSE, &close);
        }
        self.write_buffered(to)?;
        if self.out.capacity() > 0 {
            buffer_pool::give_back(std::mem::take(&mut self.out));
        }
        Ok(to.flush()?)
    }

    /// Writes the large message, if there is one. Its end stays in the buffer and is written with what comes next.
    fn write_large(&mut self, to: &mut impl NonBlockingStream) -> Result<(), SocketError> {
        loop {
            self.queue_control();
            let Some(large) = self.large.as_mut().filter(|large| !large.is_done()) else {
                self.large = None;
                return Ok(());
            };
            if large.direct().is_empty() && self.out.len() + MIN_ROOM <= BUFFER {
                ensure_buffer(&mut self.out);
                large.append_frame(&mut self.out, self.keys.as_mut());
            } else {
                self.write_buffered(to)?;
            }
        }
    }

    #[cfg(test)]
    pub(super) fn memory(&self) -> usize {
        self.out.capacity()
    }

    /// Copies control frames into the buffer, if there is space and they may be sent now.
    fn queue_control(&mut self) {
        let between = self.large.as_ref().is_none_or(LargeMessage::is_between_frames);
        if !between || self.out.len() >= BUFFER {
            return;
        }
        if let Some(pong) = self.pong.take() {
            self.append(FIN | PONG, &pong);
        }
        if let Some(ping) = self.ping.take() {
            self.append(FIN | PING, &ping);
        }
    }

    #[inline]
    fn append(&mut self, first: u8, payload: &[u8]) {
        ensure_buffer(&mut self.out);
        let key = self.keys.as_mut().map(MaskingKeys::next);
        header::write(&mut self.out, first, payload.len(), key);
        match key {
            Some(key) => mask::append(&mut self.out, payload, key),
            None => self.out.extend_from_slice(payload),
        }
    }

    fn write_buffered(&mut self, to: &mut impl NonBlockingStream) -> Result<(), SocketError> {
        loop {
            let collected = &self.out[self.written..];
            let direct = self.large.as_ref().map_or(&[][..], LargeMessage::direct);
            let parts = [IoSlice::new(collected), IoSlice::new(direct)];
            let count = match (collected.len(), direct.len()) {
                (0, 0) => break,
                (_, 0) => to.write_some(&parts[..1])?,
                (0, _) => to.write_some(&parts[1..])?,
                _ => to.write_some(&parts)?,
            };
            if count == 0 {
                return Err(Error::io(&io::ErrorKind::WriteZero.into()).into());
            }
            let of_direct = count.saturating_sub(collected.len());
            self.written += count - of_direct;
            if let Some(large) = &mut self.large {
                large.advance(of_direct);
            }
        }
        self.out.clear();
        self.written = 0;
        Ok(())
    }
}

/// Allocates a buffer: an unused one has no memory.
#[inline]
fn ensure_buffer(out: &mut Vec<u8>) {
    if out.capacity() == 0 {
        *out = buffer_pool::take();
    }
}
