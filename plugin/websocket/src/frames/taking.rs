//! What the reader takes out of the bytes that are here.

use super::assembly::{Assembly, KEEP_FROM, text};
use super::close_payload;
use super::frame::Frame;
use super::halt::broken;
use super::header::{BINARY, CLOSE, FIN, Header, PING, TEXT};
use super::incoming::Incoming;
use super::mask;
use super::reader::Reader;
use crate::error::Error;
use pulsewire_plugin::Payload;

/// First bytes of a message in one frame, as it is.
const FIN_TEXT: u8 = FIN | TEXT;
const FIN_BINARY: u8 = FIN | BINARY;

impl Reader {
    /// Takes the next message out of what is here.
    #[inline]
    pub(super) fn take(&mut self) -> Result<Option<Incoming>, Error> {
        loop {
            if self.frame.is_some() {
                self.absorb()?;
                match self.end_frame() {
                    None => return Ok(None),
                    Some(false) => continue,
                    Some(true) => return self.end_message(),
                }
            }
            let Some((header, size)) = Header::parse(self.input.bytes()) else { return Ok(None) };
            self.rules.check(header, self.message.is_some())?;
            self.expects_large &= header.length >= KEEP_FROM as u64;
            let here = (self.input.bytes().len() - size) as u64 >= header.length;
            if here && (header.is_control() || matches!(header.first, FIN_TEXT | FIN_BINARY)) {
                return self.take_whole(header, size).map(Some);
            }
            if !here && (header.is_control() || header.length < KEEP_FROM as u64) {
                return Ok(None);
            }
            self.begin(header, size)?;
        }
    }

    /// Takes a frame that is a message or a control frame and all here.
    #[inline]
    fn take_whole(&mut self, header: Header, size: usize) -> Result<Incoming, Error> {
        // It is here, so its length fits.
        let length = header.length as usize;
        self.input.skip(size);
        let payload = self.input.first(length);
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

    /// Begins a data frame whose payload is taken piece by piece.
    pub(super) fn begin(&mut self, header: Header, size: usize) -> Result<(), Error> {
        if header.length > i64::MAX as u64 {
            return Err(broken("the first bit of a frame's length is set"));
        }
        let message = self.message.get_or_insert_with(|| Assembly::new(header));
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

    /// Moves what is here of the frame into its message.
    pub(super) fn absorb(&mut self) -> Result<(), Error> {
        let (Some(frame), Some(message)) = (&mut self.frame, &mut self.message) else {
            return Ok(());
        };
        let here = self.input.bytes().len();
        let count = usize::try_from(frame.left).map_or(here, |left| left.min(here));
        let bytes = self.input.first(count);
        frame.unmask(bytes);
        match (&mut self.inflater, message.is_deflated) {
            (Some(inflater), true) => inflater.push(bytes, &mut message.payload, &self.limits)?,
            _ => message.payload.extend_from_slice(bytes),
        }
        self.input.skip(count);
        Ok(())
    }

    /// Ends the frame when all of it was taken, and says whether its message has ended with it.
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
