use super::header::{Header, TEXT};
use super::incoming::Incoming;
use super::socket_error::not_utf8;
use crate::error::Error;
use pulsewire_plugin::{Payload, Text};

/// Messages below this size become memory of exactly their size; larger ones are kept in the very memory into which
/// they were read.
pub(super) const KEEP_FROM: usize = 4096;

/// What is set aside at once for a message, whatever size its header promises.
const RESERVED: usize = 1 << 20;

/// A message of which more is to come.
#[derive(Debug)]
pub(super) struct PartialMessage {
    is_text: bool,
    pub(super) is_deflated: bool,
    pub(super) payload: Vec<u8>,
    /// How many frames of it have begun.
    pub(super) fragments: u32,
    /// How many bytes of a text are known to be UTF-8.
    checked: usize,
}

impl PartialMessage {
    /// The message whose first frame has this header.
    pub(super) fn new(first: Header) -> Self {
        Self {
            is_text: first.opcode() == TEXT,
            is_deflated: first.is_deflated(),
            payload: Vec::new(),
            fragments: 0,
            checked: 0,
        }
    }

    /// Makes room for so many bytes more. The pages of a promise that is not kept are never touched.
    pub(super) fn reserve(&mut self, more: u64) {
        let most = self.payload.len().max(RESERVED);
        let more = usize::try_from(more).unwrap_or(most).min(most);
        if self.payload.capacity() - self.payload.len() < more {
            self.payload.reserve_exact(more);
        }
    }

    /// Finds out that a text is not UTF-8 as soon as that is certain, and not only when the rest has come.
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

    /// The whole message.
    pub(super) fn finish(self) -> Result<Incoming, Error> {
        let payload = whole(self.payload);
        if self.is_text { text(payload) } else { Ok(Incoming::Binary(payload)) }
    }
}

/// A text message that is here as a whole.
#[inline]
pub(super) fn text(payload: Payload) -> Result<Incoming, Error> {
    Ok(Incoming::Text(Text::from_payload(payload).map_err(not_utf8)?))
}

/// Without more than a quarter of its memory unused: a graph may keep it for long.
fn whole(mut payload: Vec<u8>) -> Payload {
    if payload.len() < KEEP_FROM {
        return Payload::copy_from(&payload);
    }
    if payload.capacity() - payload.len() > payload.len() / 4 {
        payload.shrink_to_fit();
    }
    Payload::from_owner(payload)
}
