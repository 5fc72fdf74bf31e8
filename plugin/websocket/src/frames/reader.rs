use super::assembly::{Assembly, KEEP_FROM};
use super::frame::Frame;
use super::halt::{Halt, vanished};
use super::header::Header;
use super::incoming::Incoming;
use super::input::Input;
use super::limits::Limits;
use super::pool::BUFFER;
use super::rules::Rules;
use super::transport::Transport;
use crate::deflate::Inflater;
use crate::error::Error;
use bytes::BufMut;
use std::io;

/// The reading half: bytes become messages and control frames.
///
/// Small frames are taken out of a buffer that holds many. The payload of a large one is read into the memory that
/// it keeps, and a compressed one is inflated as it comes.
#[derive(Debug)]
pub(super) struct Reader {
    pub(super) rules: Rules,
    pub(super) limits: Limits,
    pub(super) inflater: Option<Inflater>,
    pub(super) input: Input,
    /// The data frame whose payload is on its way.
    pub(super) frame: Option<Frame>,
    /// The message to which it belongs.
    pub(super) message: Option<Assembly>,
    /// The last frame was large, and the next may be: then little more than its header goes through the buffer.
    pub(super) expects_large: bool,
}

impl Reader {
    pub(super) fn new(
        rules: Rules,
        limits: Limits,
        inflater: Option<Inflater>,
        tail: Vec<u8>,
    ) -> Self {
        let input = Input::new(tail);
        Self { rules, limits, inflater, input, frame: None, message: None, expects_large: false }
    }

    /// Reads what comes next.
    pub(super) fn read(&mut self, from: &mut impl Transport) -> Result<Incoming, Halt> {
        loop {
            if let Some(incoming) = self.take()? {
                return Ok(incoming);
            }
            match self.fill(from).map_err(Halt::from) {
                Ok(0) => return Err(vanished().into()),
                Ok(_) => {}
                Err(halt) => {
                    self.rest()?;
                    return Err(halt);
                }
            }
        }
    }

    /// Reads more: the payload of a large frame where it will stay, anything else into the buffer.
    fn fill(&mut self, from: &mut impl Transport) -> io::Result<usize> {
        if let (Some(frame), Some(message)) = (&mut self.frame, &mut self.message)
            && !message.is_deflated
            && frame.left >= KEEP_FROM as u64
        {
            self.expects_large = true;
            message.reserve(frame.left);
            let at = message.payload.len();
            let most = usize::try_from(frame.left).unwrap_or(usize::MAX);
            let count = from.read_into(&mut (&mut message.payload).limit(most))?;
            frame.unmask(&mut message.payload[at..]);
            return Ok(count);
        }
        let most = if self.expects_large { KEEP_FROM } else { BUFFER };
        self.input.fill(from, most)
    }

    #[cfg(test)]
    pub(super) fn memory(&self) -> usize {
        let message = self.message.as_ref().map_or(0, |message| message.payload.capacity());
        self.input.memory() + message
    }

    /// Nothing more is here: what has come of a data frame is judged now, and the buffer given back.
    fn rest(&mut self) -> Result<(), Error> {
        if self.frame.is_none()
            && let Some((header, size)) = Header::parse(self.input.bytes())
            && !header.is_control()
        {
            self.begin(header, size)?;
            self.absorb()?;
        }
        if let Some(message) = &mut self.message {
            message.check_so_far()?;
        }
        self.input.rest();
        Ok(())
    }
}
