use super::header::{Header, TEXT};
use super::incoming::Incoming;
use super::socket_error::not_utf8;
use crate::error::Error;
use pulsewire_plugin::{Payload, Text};

/// Messages smaller than this are copied into memory of exactly their size; larger ones keep the memory into which they
/// were read.
pub(super) const LARGE_FROM: usize = 4096;

/// The memory reserved at once for a message, whatever size its header announces.
const RESERVED: usize = 1 << 20;

/// An incomplete message.
#[derive(Debug)]
pub(super) struct PartialMessage {
    is_text: bool,
    pub(super) is_deflated: bool,
    pub(super) payload: Vec<u8>,
    /// How many of its frames have begun.
    pub(super) fragments: u32,
    /// How many bytes of a text are known to be UTF-8.
    checked: usize,
}

impl PartialMessage {
    /// Begins the message whose first frame has this header.
    pub(super) fn new(first: Header) -> Self {
        Self {
            is_text: first.opcode() == TEXT,
            is_deflated: first.is_deflated(),
            payload: Vec::new(),
            fragments: 0,
            checked: 0,
        }
    }

    /// Reserves space for more bytes. If they never arrive, the pages are never touched.
    pub(super) fn reserve(&mut self, more: u64) {
        let most = self.payload.len().max(RESERVED);
        let more = usize::try_from(more).unwrap_or(most).min(most);
        if self.payload.capacity() - self.payload.len() < more {
            self.payload.reserve_exact(more);
        }
    }

    /// Rejects a text that is not UTF-8 as soon as that is certain, instead of when it is complete.
    pub(super) fn check_so_far(&mut self) -> Result<(), Error> {
        if !self.is_text {
            return Ok(());
        }
        match std::str::from_utf8(&self.payload[self.checked..]) {
            Ok(checked) => self.checked += checked.len(),
            Err(error) if error.error_len().is_none() => self.checked += error.valid_up_to(),
            Err(error) => return Err(not_utf8(error)),
        }
        Ok(())
    }

    /// Returns the complete message.
    pub(super) fn finish(self) -> Result<Incoming, Error> {
        let payload = into_payload(self.payload);
        if self.is_text { text(payload) } else { Ok(Incoming::Binary(payload)) }
    }
}

/// Returns a complete text message.
#[inline]
pub(super) fn text(payload: Payload) -> Result<Incoming, Error> {
    Ok(Incoming::Text(Text::from_payload(payload).map_err(not_utf8)?))
}

/// Leaves at most a quarter of the memory unused: a graph may keep it for long.
fn into_payload(mut payload: Vec<u8>) -> Payload {
    if payload.len() < LARGE_FROM {
        return Payload::copy_from(&payload);
    }
    if payload.capacity() - payload.len() > payload.len() / 4 {
        payload.shrink_to_fit();
    }
    Payload::from_owner(payload)
}
