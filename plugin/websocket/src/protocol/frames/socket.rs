use super::incoming::Incoming;
use super::non_blocking_stream::NonBlockingStream;
use super::reader::Reader;
use super::rules::Rules;
use super::socket_error::{SocketError, protocol_error};
use super::writer::Writer;
use crate::protocol::deflate::{Deflater, Inflater, NegotiatedDeflate, SharedMessage};
use crate::protocol::limits::Limits;
use pulsewire_plugin::Payload;
use tungstenite::protocol::{CloseFrame, Role};

/// How many bytes are read and discarded after the peer's Close frame.
const MAX_AFTER_CLOSE: usize = 1 << 20;

/// The configuration of a socket.
#[derive(Debug)]
pub(crate) struct SocketConfig {
    pub(crate) role: Role,
    pub(crate) limits: Limits,
    /// The largest outgoing frame, in bytes.
    pub(crate) fragment: usize,
    /// The negotiated compression.
    pub(crate) compression: Option<NegotiatedDeflate>,
    /// Bytes that followed the peer's handshake.
    pub(crate) tail: Vec<u8>,
}

/// A WebSocket after its opening handshake, on a stream that never blocks.
pub(crate) struct Socket<T> {
    transport: T,
    role: Role,
    phase: Phase,
    reader: Reader,
    writer: Writer,
}

/// The progress of the closing handshake.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    Open,
    /// This side has sent its Close frame.
    ClosedByUs,
    /// The peer has closed, and this side's Close frame is being sent.
    ClosedByPeer,
    /// Both Close frames have passed.
    Over,
}

impl<T: NonBlockingStream> Socket<T> {
    pub(crate) fn new(transport: T, config: SocketConfig) -> Self {
        let SocketConfig { role, limits, fragment, compression, tail } = config;
        let rules = Rules { role, deflates: compression.is_some() };
        let inflater = compression.map(|agreed| Inflater::new(agreed.received(role)));
        let deflater = compression.map(|agreed| Deflater::new(&agreed, role));
        Self {
            transport,
            role,
            phase: Phase::Open,
            reader: Reader::new(rules, limits, inflater, tail),
            writer: Writer::new(role == Role::Client, fragment, deflater),
        }
    }

    pub(crate) fn get_mut(&mut self) -> &mut T {
        &mut self.transport
    }

    /// Returns whether messages can be sent: not after a Close frame of either side.
    #[inline]
    pub(crate) fn can_write(&self) -> bool {
        self.phase == Phase::Open
    }

    /// Reads the next message or control frame. The answer to a Ping or Close waits for the next [`flush`](Self::flush).
    #[inline]
    pub(crate) fn read(&mut self) -> Result<Incoming, SocketError> {
        if matches!(self.phase, Phase::ClosedByPeer | Phase::Over) {
            return Err(self.read_end());
        }
        let incoming = self.reader.read(&mut self.transport)?;
        match &incoming {
            Incoming::Ping(payload) if self.phase == Phase::Open => {
                self.writer.pong(payload.clone())
            }
            Incoming::Close(close) => {
                if self.phase == Phase::Open {
                    self.writer.close(close.as_ref());
                }
                self.phase = Phase::ClosedByPeer;
            }
            _ => {}
        }
        Ok(incoming)
    }

    /// Accepts a message even if the stream is full; only after the last [`flush`](Self::flush) has succeeded.
    #[inline]
    pub(crate) fn write(&mut self, is_text: bool, payload: Payload) -> Result<(), SocketError> {
        self.writer.message(is_text, payload, &mut self.transport)
    }

    /// As [`write`](Self::write), for a message to several clients.
    pub(crate) fn write_shared(&mut self, message: &SharedMessage) -> Result<(), SocketError> {
        self.writer.shared(message, &mut self.transport)
    }

    /// Accepts a Ping, which is sent between the frames of a message that is being written.
    pub(crate) fn ping(&mut self, payload: &[u8]) {
        self.writer.ping(payload);
    }

    /// Sends a Close frame after everything else, unless one was already sent.
    pub(crate) fn close(&mut self, close: Option<&CloseFrame>) -> Result<(), SocketError> {
        if self.phase == Phase::Open {
            self.phase = Phase::ClosedByUs;
            self.writer.close(close);
        }
        self.flush()
    }

    /// Writes everything pending. [`SocketError::Closed`] means that a server may close the stream now; a client leaves
    /// that to the server (RFC 6455 section 7.1.1).
    #[inline]
    pub(crate) fn flush(&mut self) -> Result<(), SocketError> {
        self.writer.flush(&mut self.transport)?;
        if self.phase == Phase::ClosedByPeer && self.role == Role::Server {
            self.phase = Phase::Over;
        }
        if self.phase == Phase::Over { Err(SocketError::Closed) } else { Ok(()) }
    }

    /// The memory it holds now, in bytes, without the compression contexts.
    #[cfg(test)]
    pub(super) fn memory(&self) -> usize {
        self.reader.memory() + self.writer.memory()
    }

    /// Waits for the end of the stream, discarding what comes before it.
    #[cold]
    fn read_end(&mut self) -> SocketError {
        if let Err(error) = self.flush() {
            return error;
        }
        let mut unread = Vec::with_capacity(4096);
        for _ in 0..MAX_AFTER_CLOSE / unread.capacity() {
            unread.clear();
            match self.transport.read_into(&mut unread).map_err(SocketError::from) {
                Ok(0) => {
                    self.phase = Phase::Over;
                    return SocketError::Closed;
                }
                Ok(_) => {}
                Err(error) => return error,
            }
        }
        protocol_error("data follows its Close frame").into()
    }
}
