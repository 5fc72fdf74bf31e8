//! Frames (RFC 6455 section 5.2) as the driver and the raw loop see them: headers to be read or written, payloads
//! to be skipped.

/// The longest header: two bytes, a length of eight, a mask of four.
pub(crate) const LONGEST: usize = 14;

/// The opcode of a text message.
pub(crate) const TEXT: u8 = 1;
/// The opcode of a Ping.
pub(crate) const PING: u8 = 9;
/// The opcode of a Pong.
pub(crate) const PONG: u8 = 10;

/// A whole frame as a server sends it: without a mask.
#[must_use]
pub(crate) fn frame(opcode: u8, payload: &[u8]) -> Vec<u8> {
    let mut frame = Vec::with_capacity(payload.len() + LONGEST);
    put_header(&mut frame, opcode, payload.len() as u64, false);
    frame.extend_from_slice(payload);
    frame
}

/// Appends a header. A masked one has the mask 0, under which a payload stays as it is.
#[inline]
pub(crate) fn put_header(into: &mut Vec<u8>, opcode: u8, len: u64, masked: bool) {
    let mut header = [0_u8; LONGEST];
    header[0] = 0x80 | opcode;
    let mask = u8::from(masked) << 7;
    let mut size = match len {
        0..126 => {
            header[1] = mask | len as u8;
            2
        }
        126..65_536 => {
            header[1] = mask | 126;
            header[2..4].copy_from_slice(&(len as u16).to_be_bytes());
            4
        }
        _ => {
            header[1] = mask | 127;
            header[2..10].copy_from_slice(&len.to_be_bytes());
            10
        }
    };
    size += usize::from(masked) * 4;
    into.extend_from_slice(&header[..size]);
}

/// A header that was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Header {
    /// What the frame is.
    pub(crate) opcode: u8,
    /// Bytes of payload behind the header.
    pub(crate) len: u64,
    /// The mask, all 0 when there is none.
    pub(crate) mask: [u8; 4],
    /// How long the header itself is.
    size: usize,
}

/// What the next bytes of a stream are.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Piece<'a> {
    /// A frame begins.
    Head(Header),
    /// A part of a payload; `true` with its last byte.
    Payload(&'a [u8], bool),
}

/// Takes a stream apart, however it was cut into pieces.
#[derive(Debug, Default)]
pub(crate) struct Reader {
    /// A header that is not whole yet.
    part: [u8; LONGEST],
    have: usize,
    /// Payload still to come.
    left: u64,
    inside: bool,
}

impl Reader {
    /// Takes the next piece off `bytes`; none when they are used up.
    #[inline]
    pub(crate) fn next<'a>(&mut self, bytes: &mut &'a [u8]) -> Option<Piece<'a>> {
        if self.inside {
            let take = usize::try_from(self.left).map_or(bytes.len(), |left| left.min(bytes.len()));
            let (payload, rest) = bytes.split_at(take);
            if take == 0 && self.left > 0 {
                return None;
            }
            *bytes = rest;
            self.left -= take as u64;
            self.inside = self.left > 0;
            return Some(Piece::Payload(payload, self.left == 0));
        }
        let header = self.header(bytes)?;
        (self.left, self.inside) = (header.len, true);
        Some(Piece::Head(header))
    }

    /// How much of the payload at hand is still to come.
    #[inline]
    #[must_use]
    pub(crate) fn left(&self) -> u64 {
        if self.inside { self.left } else { 0 }
    }

    /// Takes note of payload that nobody looks at; true with its last byte.
    #[inline]
    pub(crate) fn skip(&mut self, bytes: u64) -> bool {
        self.left -= bytes;
        self.inside = self.left > 0;
        !self.inside
    }

    #[inline]
    fn header(&mut self, bytes: &mut &[u8]) -> Option<Header> {
        if self.have == 0
            && let Some(header) = parse(bytes)
        {
            *bytes = &bytes[header.size..];
            return Some(header);
        }
        self.header_in_parts(bytes)
    }

    #[cold]
    fn header_in_parts(&mut self, bytes: &mut &[u8]) -> Option<Header> {
        while let Some((first, rest)) = bytes.split_first() {
            self.part[self.have] = *first;
            self.have += 1;
            *bytes = rest;
            if let Some(header) = parse(&self.part[..self.have]) {
                self.have = 0;
                return Some(header);
            }
        }
        None
    }
}

#[inline]
fn parse(bytes: &[u8]) -> Option<Header> {
    let second = *bytes.get(1)?;
    let masked = second & 0x80 != 0;
    let (len, at) = match second & 0x7f {
        126 => (u64::from(u16::from_be_bytes(bytes.get(2..4)?.try_into().ok()?)), 4),
        127 => (u64::from_be_bytes(bytes.get(2..10)?.try_into().ok()?), 10),
        len => (u64::from(len), 2),
    };
    let mask = if masked { bytes.get(at..at + 4)?.try_into().ok()? } else { [0; 4] };
    let size = at + usize::from(masked) * 4;
    Some(Header { opcode: bytes[0] & 0x0f, len, mask, size })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stream_is_read_alike_however_it_is_cut() {
        let mut stream = Vec::new();
        for size in [0, 1, 125, 126, 65_535, 65_536] {
            stream.extend(frame(TEXT, &vec![7; size]));
            put_header(&mut stream, PONG, size as u64, true);
            stream.extend(vec![8; size]);
        }
        for cut in [1, 3, 1000, stream.len()] {
            let (mut reader, mut sizes) = (Reader::default(), Vec::new());
            for mut bytes in stream.chunks(cut) {
                while let Some(piece) = reader.next(&mut bytes) {
                    if let Piece::Head(header) = piece {
                        sizes.push((header.opcode, header.len));
                    }
                }
            }
            let expected = [0, 1, 125, 126, 65_535, 65_536].map(|len| [(TEXT, len), (PONG, len)]);
            assert_eq!(sizes, expected.concat(), "cut every {cut}");
        }
    }
}
