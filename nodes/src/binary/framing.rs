//! Where the frames of a stream end.

use super::field_type::{FieldType, read_int, read_varint};
use memchr::memmem::Finder;
use pulsewire_plugin::{AttributeMistake, Attributes};

/// How a stream is divided into frames.
pub(super) enum Framing {
    Delimiter(Box<Finder<'static>>),
    /// The length of a frame stands before it.
    Length {
        of: FieldType,
        offset: usize,
        adds: i64,
    },
    /// All frames have this many bytes.
    Size(usize),
}

/// A frame at the begin of some bytes: its content, and where the next frame begins.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Frame {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) next: usize,
}

impl Framing {
    /// Reads the attributes of Split Stream.
    pub(super) fn read(attributes: Attributes<'_>) -> Result<Self, AttributeMistake> {
        match attributes.text("by") {
            "length" => Ok(Self::Length {
                of: FieldType::parse(attributes.text("length_type")).unwrap_or(FieldType::Rest),
                offset: attributes.count("length_offset"),
                adds: attributes.int("length_adds"),
            }),
            "size" => match attributes.count("size") {
                size if size <= attributes.count("max_bytes") => Ok(Self::Size(size)),
                _ => Err(AttributeMistake::new("/size", "`size` is more than `max_bytes`")),
            },
            _ => match attributes.text("delimiter") {
                "" => Err(AttributeMistake::new("/delimiter", "`delimiter` is empty")),
                delimiter => Ok(Self::Delimiter(Box::new(Finder::new(delimiter).into_owned()))),
            },
        }
    }

    /// The first frame, or none when it is not complete. The first `searched` bytes are known to contain no delimiter.
    ///
    /// # Errors
    /// When the frame is or will be longer than `most` bytes, or says so itself in a way that makes no sense.
    pub(super) fn first(
        &self,
        bytes: &[u8],
        searched: usize,
        most: usize,
    ) -> Result<Option<Frame>, String> {
        match self {
            Self::Delimiter(finder) => {
                let found = bytes.get(searched..).and_then(|rest| finder.find(rest));
                let end = found.map(|at| searched + at);
                // The last bytes may be the begin of a delimiter.
                let known =
                    end.unwrap_or_else(|| bytes.len().saturating_sub(finder.needle().len() - 1));
                match known > most {
                    true => Err(too_long(most)),
                    false => Ok(end.map(|end| Frame {
                        start: 0,
                        end,
                        next: end + finder.needle().len(),
                    })),
                }
            }
            Self::Length { of, offset, adds } => {
                let Some((length, used)) =
                    read_length(*of, bytes.get(*offset..).unwrap_or_default())?
                else {
                    return Ok(None);
                };
                let start = offset + used;
                let length = usize::try_from(length.saturating_add(*adds)).map_err(|_| {
                    format!(
                        "a frame has a length of {length}, which with `length_adds` is negative"
                    )
                })?;
                let end = start.checked_add(length).filter(|end| *end <= most);
                let end = end.ok_or_else(|| too_long(most))?;
                Ok((end <= bytes.len()).then_some(Frame { start, end, next: end }))
            }
            Self::Size(size) => {
                Ok((*size <= bytes.len()).then_some(Frame { start: 0, end: *size, next: *size }))
            }
        }
    }

    /// How many of these bytes need not be searched again when more follow.
    pub(super) fn searched(&self, bytes: usize) -> usize {
        match self {
            Self::Delimiter(finder) => bytes.saturating_sub(finder.needle().len() - 1),
            _ => 0,
        }
    }
}

fn read_length(of: FieldType, bytes: &[u8]) -> Result<Option<(i64, usize)>, String> {
    let too_large = || "a frame has a length that does not fit in an Int".to_owned();
    match of {
        FieldType::Int { bytes: count, little, .. } => {
            let Some(bytes) = bytes.get(..count) else { return Ok(None) };
            Ok(Some((read_int(bytes, false, little).ok_or_else(too_large)?, count)))
        }
        _ => {
            let Some((length, used)) = read_varint(bytes)? else { return Ok(None) };
            Ok(Some((i64::try_from(length).map_err(|_| too_large())?, used)))
        }
    }
}

#[cold]
fn too_long(most: usize) -> String {
    format!("a frame is longer than the {most} bytes that `max_bytes` allows")
}
