use crate::error::{Error, ErrorKind};

/// Limits of incoming data.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limits {
    /// The largest message as transmitted, in bytes.
    pub(crate) message: usize,
    /// The largest frame, in bytes; without it only the message limit applies.
    pub(crate) frame: Option<usize>,
    /// The most frames of a message; without it there is no limit.
    pub(crate) fragments: Option<u32>,
    /// The largest compressed message after inflating, in bytes.
    pub(crate) inflated: usize,
}

impl Limits {
    /// Checks the size of an uncompressed message.
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

    /// The error for a compressed message that exceeds its limit.
    #[cold]
    pub(crate) fn inflated_too_far(&self) -> Error {
        let message = format!(
            "a compressed message inflates to more than {} bytes; the limit is `max_message_bytes` or \
            `compression.max_inflated_bytes` in the settings",
            self.inflated
        );
        Error::new(ErrorKind::TooLarge, message)
    }

    #[cold]
    fn message_too_large(&self, size: u64) -> Error {
        let message = format!(
            "a message is too large: {size} > {} bytes; the limit is `max_message_bytes` in the settings",
            self.message
        );
        Error::new(ErrorKind::TooLarge, message)
    }
}

#[cold]
fn frame_too_large(size: u64, most: usize) -> Error {
    let message = format!(
        "a frame is too large: {size} > {most} bytes; the limit is `max_frame_bytes` in the settings"
    );
    Error::new(ErrorKind::FrameTooLarge, message)
}

#[cold]
fn too_many_fragments(most: u32) -> Error {
    let message = format!(
        "a message has more than {most} fragments; the limit is `max_fragments` in the settings"
    );
    Error::new(ErrorKind::TooManyFragments, message)
}
