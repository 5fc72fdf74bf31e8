//! The header of a frame (RFC 6455 section 5.2).

/// The longest payload of a control frame.
pub(super) const MAX_CONTROL_PAYLOAD: usize = 125;

/// The longest header.
pub(super) const MAX_HEADER: usize = 14;

/// First byte: the last frame of its message.
pub(super) const FIN: u8 = 0x80;
/// First byte: the message is compressed (RFC 7692 section 6).
pub(super) const RSV1: u8 = 0x40;

pub(super) const CONTINUE: u8 = 0x0;
pub(super) const TEXT: u8 = 0x1;
pub(super) const BINARY: u8 = 0x2;
pub(super) const CLOSE: u8 = 0x8;
pub(super) const PING: u8 = 0x9;
pub(super) const PONG: u8 = 0xa;

/// The masking key with which a client XORs its payloads.
pub(super) type MaskingKey = [u8; 4];

/// A received header.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Header {
    /// FIN, the reserved bits and the opcode.
    pub(super) first: u8,
    pub(super) key: Option<MaskingKey>,
    /// Length of the payload in bytes.
    pub(super) length: u64,
}

impl Header {
    /// Parses a header and returns it with its size; `None` if bytes are missing.
    #[inline]
    pub(super) fn parse(bytes: &[u8]) -> Option<(Self, usize)> {
        let &[first, second, ref rest @ ..] = bytes else { return None };
        let (length, size) = match second & 0x7f {
            126 => (u64::from(u16::from_be_bytes(*rest.first_chunk()?)), 4),
            127 => (u64::from_be_bytes(*rest.first_chunk()?), 10),
            short => (u64::from(short), 2),
        };
        if second & 0x80 == 0 {
            return Some((Self { first, key: None, length }, size));
        }
        let key = *bytes.get(size..)?.first_chunk()?;
        Some((Self { first, key: Some(key), length }, size + 4))
    }

    #[inline]
    pub(super) fn is_final(self) -> bool {
        self.first & FIN != 0
    }

    #[inline]
    pub(super) fn opcode(self) -> u8 {
        self.first & 0x0f
    }

    #[inline]
    pub(super) fn is_control(self) -> bool {
        self.first & 0x08 != 0
    }

    #[inline]
    pub(super) fn is_deflated(self) -> bool {
        self.first & RSV1 != 0
    }
}

/// Encodes a header: the given first byte, and the length in as few bytes as possible.
#[inline]
pub(super) fn write(out: &mut Vec<u8>, first: u8, length: usize, key: Option<MaskingKey>) {
    let masked = if key.is_some() { 0x80 } else { 0 };
    match length {
        0..=125 => out.extend([first, masked | length as u8]),
        126..=0xffff => {
            let [high, low] = (length as u16).to_be_bytes();
            out.extend([first, masked | 126, high, low]);
        }
        _ => {
            out.extend([first, masked | 127]);
            out.extend((length as u64).to_be_bytes());
        }
    }
    if let Some(key) = key {
        out.extend(key);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_survive_a_round_trip_at_every_length_and_need_all_bytes() {
        for length in [0, 1, 125, 126, 65_535, 65_536, 1 << 40] {
            for key in [None, Some([1, 2, 3, 4])] {
                let mut bytes = Vec::new();
                write(&mut bytes, FIN | TEXT, length, key);
                let header = Header { first: FIN | TEXT, key, length: length as u64 };
                assert_eq!(Header::parse(&bytes), Some((header, bytes.len())));
                (0..bytes.len()).for_each(|cut| assert_eq!(Header::parse(&bytes[..cut]), None));
            }
        }
    }
}
