use super::negotiated::Direction;
use super::{TAIL, engines};
use crate::error::{Error, ErrorKind};
use crate::protocol::Limits;
use flate2::{Decompress, FlushDecompress, Status};
use std::fmt;

/// The initial size of the buffer for an inflated message, in bytes.
const INITIAL_CAPACITY: usize = 1024;

/// Inflates the messages that one side receives.
pub(crate) struct Inflater {
    keeps_context: bool,
    /// Created with the first message if the context is kept.
    engine: Option<Decompress>,
    /// The last block of the message had BFINAL set, and nothing followed it.
    ended: bool,
}

impl Inflater {
    pub(crate) fn new(direction: Direction) -> Self {
        Self { keeps_context: direction.keeps_context, engine: None, ended: false }
    }

    #[cfg(test)]
    pub(super) fn has_engine(&self) -> bool {
        self.engine.is_some()
    }

    /// Inflates the next bytes of a message.
    ///
    /// # Errors
    /// When they are not DEFLATE data, or as soon as the output exceeds the limit.
    pub(crate) fn push(
        &mut self,
        mut bytes: &[u8],
        into: &mut Vec<u8>,
        limits: &Limits,
    ) -> Result<(), Error> {
        let engine = self.engine.get_or_insert_with(engines::inflater);
        while !bytes.is_empty() || into.len() == into.capacity() {
            grow(into, limits);
            let (before, length) = (engine.total_in(), into.len());
            let inflated = engine.decompress_vec(bytes, into, FlushDecompress::None);
            // At most the length of a slice.
            let read = (engine.total_in() - before) as usize;
            bytes = &bytes[read..];
            if into.len() > limits.inflated {
                return Err(limits.inflated_too_far());
            }
            self.ended = match inflated.map_err(|error| invalid(&error))? {
                Status::StreamEnd => {
                    // A message may end a stream (RFC 7692 section 7.2.3.4); what follows begins another.
                    engine.reset(false);
                    bytes.is_empty()
                }
                _ if read == 0 && into.len() == length => break,
                _ => false,
            };
        }
        Ok(())
    }

    /// Inflates the tail of a message.
    ///
    /// # Errors
    /// As [`push`](Self::push).
    pub(crate) fn finish(&mut self, into: &mut Vec<u8>, limits: &Limits) -> Result<(), Error> {
        if !std::mem::take(&mut self.ended) {
            self.push(&TAIL, into, limits)?;
        }
        if !self.keeps_context
            && let Some(engine) = self.engine.take()
        {
            engines::return_inflater(engine);
        }
        Ok(())
    }
}

/// Omits the window.
impl fmt::Debug for Inflater {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Inflater").field("keeps_context", &self.keeps_context).finish()
    }
}

/// Doubles the buffer, up to one byte above the limit, which shows that a message is too large.
fn grow(into: &mut Vec<u8>, limits: &Limits) {
    if into.len() == into.capacity() {
        let most = limits.inflated.saturating_add(1).saturating_sub(into.len());
        into.reserve_exact(into.len().max(INITIAL_CAPACITY).min(most));
    }
}

#[cold]
fn invalid(error: &flate2::DecompressError) -> Error {
    let message = format!("the peer violated RFC 7692: a message is not DEFLATE data: {error}");
    Error::new(ErrorKind::Protocol, message)
}
