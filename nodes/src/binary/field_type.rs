//! How one field of a message is written in bytes.

use pulsewire_plugin::ValueType;

/// How a field is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FieldType {
    /// A whole number of this many bytes.
    Int {
        bytes: usize,
        signed: bool,
        little: bool,
    },
    /// IEEE 754, of 4 or 8 bytes.
    Float {
        bytes: usize,
        little: bool,
    },
    /// This many bits, the most significant one first.
    Bits(u32),
    /// LEB128: seven bits a byte, the least significant ones first; zigzag for signed numbers.
    VarInt {
        zigzag: bool,
    },
    Bytes,
    /// Text in UTF-8.
    Text,
    /// The bytes up to the end.
    Rest,
}

impl FieldType {
    pub(super) const NAMES: &str = "u8, i8, u16, i16, u24, u32, i32, u64 and i64 with be or le (u16be), f32be, f32le, \
                                    f64be, f64le, bits:1 to bits:32, varint, zigzag, bytes, string or rest";

    /// The type of this name.
    pub(super) fn parse(name: &str) -> Option<Self> {
        if let Some(count) = name.strip_prefix("bits:") {
            let count = count.parse().ok().filter(|count| (1..=32).contains(count))?;
            return Some(Self::Bits(count));
        }
        let (size, little) = match (name.strip_suffix("le"), name.strip_suffix("be")) {
            (Some(size), _) => (size, true),
            (_, Some(size)) => (size, false),
            _ => return Self::parse_plain(name),
        };
        let float = |bytes| Self::Float { bytes, little };
        let int = |bytes| Self::Int { bytes, signed: size.starts_with('i'), little };
        Some(match size {
            "u16" | "i16" => int(2),
            "u24" => int(3),
            "u32" | "i32" => int(4),
            "u64" | "i64" => int(8),
            "f32" => float(4),
            "f64" => float(8),
            _ => return None,
        })
    }

    fn parse_plain(name: &str) -> Option<Self> {
        Some(match name {
            "u8" => Self::Int { bytes: 1, signed: false, little: false },
            "i8" => Self::Int { bytes: 1, signed: true, little: false },
            "varint" => Self::VarInt { zigzag: false },
            "zigzag" => Self::VarInt { zigzag: true },
            "bytes" => Self::Bytes,
            "string" => Self::Text,
            "rest" => Self::Rest,
            _ => return None,
        })
    }

    /// The type of the values of such a field.
    pub(super) fn kind(self) -> ValueType {
        match self {
            Self::Int { .. } | Self::Bits(_) | Self::VarInt { .. } => ValueType::Int,
            Self::Float { .. } => ValueType::Float,
            Self::Bytes | Self::Rest => ValueType::Binary,
            Self::Text => ValueType::String,
        }
    }

    /// Whether a field of this type can hold the length of another.
    pub(super) fn is_count(self) -> bool {
        match self {
            Self::Int { signed, .. } => !signed,
            Self::VarInt { zigzag } => !zigzag,
            Self::Bits(_) => true,
            _ => false,
        }
    }
}

/// Writes a whole number of `bytes` bytes; none when it does not fit.
pub(super) fn write_int(
    out: &mut Vec<u8>,
    value: i64,
    bytes: usize,
    signed: bool,
    little: bool,
) -> Option<()> {
    let bits = u32::try_from(bytes * 8).ok()?;
    let fits = match (signed, bits) {
        (true, 64) => true,
        (true, bits) => (value >> (bits - 1)) == 0 || (value >> (bits - 1)) == -1,
        (false, 64) => value >= 0,
        (false, bits) => value >= 0 && value >> bits == 0,
    };
    if !fits {
        return None;
    }
    match little {
        true => out.extend_from_slice(&value.to_le_bytes()[..bytes]),
        false => out.extend_from_slice(&value.to_be_bytes()[8 - bytes..]),
    }
    Some(())
}

/// Reads a whole number of up to 8 bytes; none when it does not fit in an Int.
pub(super) fn read_int(bytes: &[u8], signed: bool, little: bool) -> Option<i64> {
    let add = |sum: u64, byte: &u8| (sum << 8) | u64::from(*byte);
    let value = match little {
        true => bytes.iter().rev().fold(0, add),
        false => bytes.iter().fold(0, add),
    };
    let unused = 64_usize.saturating_sub(bytes.len() * 8);
    match signed {
        true => Some((value << unused).cast_signed() >> unused),
        false => i64::try_from(value).ok(),
    }
}

/// Writes LEB128.
pub(super) fn write_varint(out: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        out.push(value.to_le_bytes()[0] | 0x80);
        value >>= 7;
    }
    out.push(value.to_le_bytes()[0]);
}

/// Reads LEB128: the number and how many bytes it took; none when the bytes end too early.
///
/// # Errors
/// When it does not fit in 63 bits.
pub(super) fn read_varint(bytes: &[u8]) -> Result<Option<(u64, usize)>, &'static str> {
    let mut value = 0_u64;
    for (at, byte) in bytes.iter().enumerate().take(10) {
        value |=
            u64::from(byte & 0x7f).checked_shl(u32::try_from(at * 7).unwrap_or(64)).unwrap_or(0);
        if at == 9 && *byte > 1 {
            break;
        }
        if byte & 0x80 == 0 {
            return Ok(Some((value, at + 1)));
        }
    }
    if bytes.len() < 10 { Ok(None) } else { Err("the varint does not fit in an Int") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_every_width_survive() {
        for bytes in [1, 2, 3, 4, 8] {
            for signed in [false, true] {
                for little in [false, true] {
                    let bits = bytes * 8 - usize::from(signed);
                    let most = if bits >= 63 { i64::MAX } else { (1 << bits) - 1 };
                    let least = if signed { -most - 1 } else { 0 };
                    for value in [least, 0, 1, most / 2, most] {
                        let mut out = Vec::new();
                        write_int(&mut out, value, bytes, signed, little).unwrap();
                        assert_eq!(
                            (out.len(), read_int(&out, signed, little)),
                            (bytes, Some(value))
                        );
                    }
                    let outside = [least.checked_sub(1), most.checked_add(1)];
                    for value in outside.into_iter().flatten() {
                        assert_eq!(write_int(&mut Vec::new(), value, bytes, signed, little), None);
                    }
                }
            }
        }
        assert_eq!(read_int(&[0xff; 8], false, false), None);
        let mut out = Vec::new();
        write_int(&mut out, 0x0102, 2, false, true);
        assert_eq!(out, [2, 1]);
    }

    #[test]
    fn varints_survive_and_end() {
        for value in [0, 1, 127, 128, 300, u64::MAX >> 1, u64::MAX] {
            let mut out = Vec::new();
            write_varint(&mut out, value);
            assert_eq!(read_varint(&out), Ok(Some((value, out.len()))));
            assert_eq!(read_varint(&out[..out.len() - 1]), Ok(None));
        }
        assert!(read_varint(&[0xff; 11]).is_err());
        assert!(read_varint(&[0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 2]).is_err());
    }

    #[test]
    fn types_have_names() {
        for (name, kind) in [
            ("u8", ValueType::Int),
            ("i64le", ValueType::Int),
            ("f32be", ValueType::Float),
            ("bits:32", ValueType::Int),
            ("string", ValueType::String),
            ("rest", ValueType::Binary),
        ] {
            assert_eq!(FieldType::parse(name).map(FieldType::kind), Some(kind), "{name}");
        }
        for name in ["", "u16", "u8be", "i24le", "bits:0", "bits:33", "bits:x", "f64", "be"] {
            assert_eq!(FieldType::parse(name), None, "{name}");
        }
    }
}
