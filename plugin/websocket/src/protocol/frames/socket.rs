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

/// How much is read and thrown away behind the other side's Close frame.
const MOST_BEHIND_CLOSE: usize = 1 << 20;

/// What a socket is made from.
#[derive(Debug)]
pub(crate) struct SocketConfig {
    pub(crate) role: Role,
    pub(crate) limits: Limits,
    /// The largest frame that goes out, in bytes.
    pub(crate) fragment: usize,
    /// The compression that both sides agreed on.
    pub(crate) compression: Option<NegotiatedDeflate>,
    /// What came behind the other side's handshake.
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

/// How far the closing handshake got.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    Open,
    /// We have sent our Close frame.
    ClosedByUs,
    /// The other side has closed, and our Close frame is on its way.
    ClosedByPeer,
    /// Both Close frames are through.
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

    /// Whether messages can go out: not behind a Close frame of either side.
    #[inline]
    pub(crate) fn can_write(&self) -> bool {
        self.phase == Phase::Open
    }

    /// Reads what comes next. The answer to a Ping or Close waits for the next [`flush`](Self::flush).
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

    /// Takes a message, even when the stream is full; not before the last [`flush`](Self::flush) has succeeded.
    #[inline]
    pub(crate) fn write(&mut self, is_text: bool, payload: Payload) -> Result<(), SocketError> {
        self.writer.message(is_text, payload, &mut self.transport)
    }

    /// As [`write`](Self::write), for a message that goes to several.
    pub(crate) fn write_shared(&mut self, message: &SharedMessage) -> Result<(), SocketError> {
        self.writer.shared(message, &mut self.transport)
    }

    /// Takes a Ping, which goes out between the frames of a message, if one is on its way.
    pub(crate) fn ping(&mut self, payload: &[u8]) {
        self.writer.ping(payload);
    }

    /// Sends a Close frame behind everything else, unless a Close frame was sent before.
    pub(crate) fn close(&mut self, close: Option<&CloseFrame>) -> Result<(), SocketError> {
        if self.phase == Phase::Open {
            self.phase = Phase::ClosedByUs;
            self.writer.close(close);
        }
        self.flush()
    }

    /// Writes all that waits. [`SocketError::Closed`] tells a server that it may close the stream now; a client leaves
    /// that to the server (RFC 6455 section 7.1.1).
    #[inline]
    pub(crate) fn flush(&mut self) -> Result<(), SocketError> {
        self.writer.flush(&mut self.transport)?;
        if self.phase == Phase::ClosedByPeer && self.role == Role::Server {
            self.phase = Phase::Over;
        }
        if self.phase == Phase::Over { Err(SocketError::Closed) } else { Ok(()) }
    }

    /// How much memory it holds now, in bytes, without what compression keeps.
    #[cfg(test)]
    pub(super) fn memory(&self) -> usize {
        self.reader.memory() + self.writer.memory()
    }

    /// Waits for the end of the stream; what comes before it counts no more.
    #[cold]
    fn read_end(&mut self) -> SocketError {
        if let Err(error) = self.flush() {
            return error;
        }
        let mut unread = Vec::with_capacity(4096);
        for _ in 0..MOST_BEHIND_CLOSE / unread.capacity() {
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
        protocol_error("data goes on behind its Close frame").into()
    }
}
