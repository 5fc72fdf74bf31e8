use super::buffer_pool::BUFFER;
use super::header::{BINARY, CLOSE, FIN, Header, MaskingKey, PING, TEXT};
use super::incoming::Incoming;
use super::non_blocking_stream::NonBlockingStream;
use super::partial_message::{LARGE_FROM, PartialMessage, text};
use super::read_buffer::ReadBuffer;
use super::rules::Rules;
use super::socket_error::{SocketError, connection_lost, protocol_error};
use super::{close_payload, mask};
use crate::error::Error;
use crate::protocol::deflate::Inflater;
use crate::protocol::limits::Limits;
use bytes::BufMut;
use pulsewire_plugin::Payload;
use std::io;

/// The first byte of an unfragmented, uncompressed message.
const FIN_TEXT: u8 = FIN | TEXT;
const FIN_BINARY: u8 = FIN | BINARY;

/// The reading half: turns bytes into messages and control frames.
///
/// Small frames are taken from a buffer that holds many. The payload of a large one is read straight into the memory
/// of its message, and a compressed one is inflated as it arrives.
#[derive(Debug)]
pub(super) struct Reader {
    rules: Rules,
    limits: Limits,
    inflater: Option<Inflater>,
    input: ReadBuffer,
    /// The data frame whose payload is arriving.
    frame: Option<Frame>,
    /// The message to which it belongs.
    message: Option<PartialMessage>,
    /// The last frame was large, so the next may be: then little more than its header is read into the buffer.
    expects_large: bool,
}

/// An incomplete data frame.
#[derive(Debug)]
struct Frame {
    pub(super) left: u64,
    pub(super) key: Option<MaskingKey>,
    pub(super) is_final: bool,
}

impl Reader {
    pub(super) fn new(
        rules: Rules,
        limits: Limits,
        inflater: Option<Inflater>,
        tail: Vec<u8>,
    ) -> Self {
        let input = ReadBuffer::new(tail);
        Self { rules, limits, inflater, input, frame: None, message: None, expects_large: false }
    }

    /// Reads the next message or control frame.
    pub(super) fn read(
        &mut self,
        from: &mut impl NonBlockingStream,
    ) -> Result<Incoming, SocketError> {
        loop {
            if let Some(incoming) = self.take_message()? {
                return Ok(incoming);
            }
            match self.fill(from).map_err(SocketError::from) {
                Ok(0) => return Err(connection_lost().into()),
                Ok(_) => {}
                Err(error) => {
                    self.release_buffer()?;
                    return Err(error);
                }
            }
        }
    }

    /// Reads more: the payload of a large frame into its message, anything else into the buffer.
    fn fill(&mut self, from: &mut impl NonBlockingStream) -> io::Result<usize> {
        if let (Some(frame), Some(message)) = (&mut self.frame, &mut self.message)
            && !message.is_deflated
            && frame.left >= LARGE_FROM as u64
        {
            self.expects_large = true;
            message.reserve(frame.left);
            let at = message.payload.len();
            let most = usize::try_from(frame.left).unwrap_or(usize::MAX);
            let count = from.read_into(&mut (&mut message.payload).limit(most))?;
            frame.unmask(&mut message.payload[at..]);
            return Ok(count);
        }
        let most = if self.expects_large { LARGE_FROM } else { BUFFER };
        self.input.fill(from, most)
    }

    #[cfg(test)]
    pub(super) fn memory(&self) -> usize {
        let message = self.message.as_ref().map_or(0, |message| message.payload.capacity());
        self.input.memory() + message
    }

    /// Nothing more is available: checks the received part of a data frame and returns the buffer to the pool.
    fn release_buffer(&mut self) -> Result<(), Error> {
        if self.frame.is_none()
            && let Some((header, size)) = Header::parse(self.input.bytes())
            && !header.is_control()
        {
            self.begin_frame(header, size)?;
            self.read_payload()?;
        }
        if let Some(message) = &mut self.message {
            message.check_so_far()?;
        }
        self.input.release();
        Ok(())
    }

    /// Takes the next message from the buffered bytes.
    #[inline]
    pub(super) fn take_message(&mut self) -> Result<Option<Incoming>, Error> {
        loop {
            if self.frame.is_some() {
                self.read_payload()?;
                match self.end_frame() {
                    None => return Ok(None),
                    Some(false) => continue,
                    Some(true) => return self.end_message(),
                }
            }
            let Some((header, size)) = Header::parse(self.input.bytes()) else { return Ok(None) };
            self.rules.check(header, self.message.is_some())?;
            self.expects_large &= header.length >= LARGE_FROM as u64;
            let here = (self.input.bytes().len() - size) as u64 >= header.length;
            if here && (header.is_control() || matches!(header.first, FIN_TEXT | FIN_BINARY)) {
                return self.take_whole(header, size).map(Some);
            }
            if !here && (header.is_control() || header.length < LARGE_FROM as u64) {
                return Ok(None);
            }
            self.begin_frame(header, size)?;
        }
    }

    /// Takes a complete frame that is a message or a control frame.
    #[inline]
    fn take_whole(&mut self, header: Header, size: usize) -> Result<Incoming, Error> {
        // The frame is buffered, so its length fits.
        let length = header.length as usize;
        self.input.skip(size);
        let payload = self.input.first_mut(length);
        if let Some(key) = header.key {
            mask::apply(payload, key);
        }
        let incoming = match header.opcode() {
            TEXT | BINARY => {
                self.limits.check_message(header.length)?;
                self.limits.check_frame(header.length)?;
                let payload = Payload::copy_from(payload);
                if header.opcode() == TEXT { text(payload)? } else { Incoming::Binary(payload) }
            }
            CLOSE => Incoming::Close(close_payload::parse(payload)?),
            PING => Incoming::Ping(Payload::copy_from(payload)),
            _ => Incoming::Pong(Payload::copy_from(payload)),
        };
        self.input.skip(length);
        Ok(incoming)
    }

    /// Begins a data frame whose payload is consumed piece by piece.
    pub(super) fn begin_frame(&mut self, header: Header, size: usize) -> Result<(), Error> {
        if header.length > i64::MAX as u64 {
            return Err(protocol_error("the first bit of a frame's length is set"));
        }
        let message = self.message.get_or_insert_with(|| PartialMessage::new(header));
        message.fragments = message.fragments.saturating_add(1);
        self.limits.check_fragment(message.fragments)?;
        if !message.is_deflated {
            self.limits
                .check_message(header.length.saturating_add(message.payload.len() as u64))?;
        }
        self.limits.check_frame(header.length)?;
        if !message.is_deflated {
            message.reserve(header.length);
        }
        self.input.skip(size);
        let is_final = header.is_final();
        self.frame = Some(Frame { left: header.length, key: header.key, is_final });
        Ok(())
    }

    /// Moves the buffered part of the frame into its message.
    pub(super) fn read_payload(&mut self) -> Result<(), Error> {
        let (Some(frame), Some(message)) = (&mut self.frame, &mut self.message) else {
            return Ok(());
        };
        let here = self.input.bytes().len();
        let count = usize::try_from(frame.left).map_or(here, |left| left.min(here));
        let bytes = self.input.first_mut(count);
        frame.unmask(bytes);
        match (&mut self.inflater, message.is_deflated) {
            (Some(inflater), true) => inflater.push(bytes, &mut message.payload, &self.limits)?,
            _ => message.payload.extend_from_slice(bytes),
        }
        self.input.skip(count);
        Ok(())
    }

    /// Ends a completely consumed frame, and returns whether its message has ended.
    fn end_frame(&mut self) -> Option<bool> {
        self.frame.take_if(|frame| frame.left == 0).map(|frame| frame.is_final)
    }

    fn end_message(&mut self) -> Result<Option<Incoming>, Error> {
        let Some(mut message) = self.message.take() else { return Ok(None) };
        if let (Some(inflater), true) = (&mut self.inflater, message.is_deflated) {
            inflater.finish(&mut message.payload, &self.limits)?;
        }
        message.finish().map(Some)
    }
}

impl Frame {
    /// Unmasks the next bytes of the payload and counts them.
    pub(super) fn unmask(&mut self, bytes: &mut [u8]) {
        self.left -= bytes.len() as u64;
        if let Some(key) = &mut self.key {
            mask::apply(bytes, *key);
            *key = mask::after(*key, bytes.len());
        }
    }
}
