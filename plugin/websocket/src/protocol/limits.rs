use crate::error::{Error, ErrorKind};

/// What may come in.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limits {
    /// The largest message as it is sent, in bytes.
    pub(crate) message: usize,
    /// The largest frame, in bytes; without a number only the message counts.
    pub(crate) frame: Option<usize>,
    /// The number of frames of a message; without a number there may be any.
    pub(crate) fragments: Option<u32>,
    /// The largest message that comes compressed, in bytes after inflating.
    pub(crate) inflated: usize,
}

impl Limits {
    /// Checks the size of a message that comes as it is.
    #[inline]
    pub(super) fn check_message(&self, size: u64) -> Result<(), Error> {
        if size <= self.message as u64 { Ok(()) } else { Err(self.message_too_large(size)) }
    }

    /// Checks the size of a frame.
    #[inline]
    pub(super) fn check_frame(&self, size: u64) -> Result<(), Error> {
        match self.frame {
            Some(most) if size > most as u64 => Err(frame_too_large(size, most)),
            _ => Ok(()),
        }
    }

    /// Checks the number of a frame in its message.
    pub(super) fn check_fragment(&self, number: u32) -> Result<(), Error> {
        match self.fragments {
            Some(most) if number > most => Err(too_many_fragments(most)),
            _ => Ok(()),
        }
    }

    /// A compressed message grew beyond its limit.
    #[cold]
    pub(crate) fn inflated_too_far(&self) -> Error {
        let message = format!(
            "a compressed message inflates beyond {} bytes; `max_message_bytes` and \
             `compression.max_inflated_bytes` in the settings are the limit",
            self.inflated
        );
        Error::new(ErrorKind::TooLarge, message)
    }

    #[cold]
    fn message_too_large(&self, size: u64) -> Error {
        let message = format!(
            "a message is too long: {size} > {} bytes; `max_message_bytes` in the settings is the limit",
            self.message
        );
        Error::new(ErrorKind::TooLarge, message)
    }
}

#[cold]
fn frame_too_large(size: u64, most: usize) -> Error {
    let message = format!(
        "a frame is too long: {size} > {most} bytes; `max_frame_bytes` in the settings is the limit"
    );
    Error::new(ErrorKind::FrameTooLarge, message)
}

#[cold]
fn too_many_fragments(most: u32) -> Error {
    let message = format!(
        "a message has more than {most} fragments; `max_fragments` in the settings is the limit"
    );
    Error::new(ErrorKind::TooManyFragments, message)
}
