use super::buffer_pool::BUFFER;
use super::header::{self, CONTINUE, FIN, MaskingKey};
use super::mask::{self, MaskingKeys};
use pulsewire_plugin::Payload;

/// Messages up to this size are copied into the buffer and written together with its other content.
pub(super) const MAX_COPIED: usize = 16 << 10;

/// A large message being written, frame by frame.
pub(super) struct LargeMessage {
    /// RSV1 and opcode of the next frame.
    first: u8,
    payload: Payload,
    /// How much of the payload is written, and where its current frame ends.
    at: usize,
    end: usize,
    /// The largest frame.
    fragment: usize,
    key: Option<MaskingKey>,
}

impl LargeMessage {
    pub(super) fn new(first: u8, payload: Payload, fragment: usize) -> Self {
        Self { first, payload, at: 0, end: 0, fragment, key: None }
    }

    /// Returns whether a control frame may be sent now (RFC 6455 section 5.4).
    pub(super) fn is_between_frames(&self) -> bool {
        self.at == self.end
    }

    pub(super) fn is_done(&self) -> bool {
        self.at == self.payload.len()
    }

    /// Writes the header of the next frame into the buffer if one is due (the buffer must have space for it), followed by
    /// as much of the payload as fits and is not [`direct`](Self::direct).
    pub(super) fn append_frame(&mut self, out: &mut Vec<u8>, keys: Option<&mut MaskingKeys>) {
        if self.is_between_frames() {
            self.end = self.payload.len().min(self.at.saturating_add(self.fragment));
            self.key = keys.map(MaskingKeys::next);
            let fin = if self.end == self.payload.len() { FIN } else { 0 };
            let first = std::mem::replace(&mut self.first, CONTINUE);
            header::write(out, fin | first, self.end - self.at, self.key);
        }
        if !self.direct().is_empty() {
            return;
        }
        let count = (self.end - self.at).min(BUFFER.saturating_sub(out.len()));
        let piece = &self.payload[self.at..self.at + count];
        match &mut self.key {
            Some(key) => {
                mask::append(out, piece, *key);
                *key = mask::after(*key, count);
            }
            None => out.extend_from_slice(piece),
        }
        self.at += count;
    }

    /// The part of the current frame that is written without a copy: none if it must be masked or is small.
    pub(super) fn direct(&self) -> &[u8] {
        let rest = &self.payload[self.at..self.end];
        if self.key.is_some() || rest.len() <= MAX_COPIED { &[] } else { rest }
    }

    /// Counts `count` of these bytes as written.
    pub(super) fn advance(&mut self, count: usize) {
        self.at += count;
    }
}
