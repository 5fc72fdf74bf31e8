//! gzip (RFC 1952), zlib (RFC 1950) and deflate (RFC 1951).

use flate2::Compression;
use flate2::bufread::{DeflateDecoder, MultiGzDecoder, ZlibDecoder};
use flate2::write::{DeflateEncoder, GzEncoder, ZlibEncoder};
use std::io::{self, Read, Write};

/// A format of compressed bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Format {
    Gzip,
    Zlib,
    Deflate,
}

/// Compresses bytes.
pub(super) fn compress(bytes: &[u8], format: Format) -> io::Result<Vec<u8>> {
    let level = Compression::default();
    match format {
        Format::Gzip => write(GzEncoder::new(Vec::new(), level), bytes, GzEncoder::finish),
        Format::Zlib => write(ZlibEncoder::new(Vec::new(), level), bytes, ZlibEncoder::finish),
        Format::Deflate => {
            write(DeflateEncoder::new(Vec::new(), level), bytes, DeflateEncoder::finish)
        }
    }
}

fn write<W: Write>(
    mut encoder: W,
    bytes: &[u8],
    finish: fn(W) -> io::Result<Vec<u8>>,
) -> io::Result<Vec<u8>> {
    encoder.write_all(bytes)?;
    finish(encoder)
}

/// Decompresses bytes to at most `most` bytes.
///
/// # Errors
/// When they are not of this format, are cut off or followed by others, or become too many.
pub(super) fn decompress(bytes: &[u8], format: Format, most: usize) -> Result<Vec<u8>, String> {
    let mut rest = bytes;
    let result = match format {
        Format::Gzip => read(MultiGzDecoder::new(&mut rest), most),
        Format::Zlib => read(ZlibDecoder::new(&mut rest), most),
        Format::Deflate => read(DeflateDecoder::new(&mut rest), most),
    };
    let found = result.map_err(|why| format!("cannot be decompressed: {why}"))?;
    if found.len() > most {
        return Err(format!("becomes more than the {most} bytes that `max_bytes` allows"));
    }
    match rest.len() {
        0 => Ok(found),
        more => Err(format!("{more} bytes follow the compressed ones")),
    }
}

fn read(decoder: impl Read, most: usize) -> io::Result<Vec<u8>> {
    let mut found = Vec::new();
    decoder.take(most as u64 + 1).read_to_end(&mut found)?;
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: [Format; 3] = [Format::Gzip, Format::Zlib, Format::Deflate];

    #[test]
    fn what_is_compressed_can_be_decompressed() {
        for format in ALL {
            for bytes in [&b""[..], b"a", &[7; 100_000]] {
                let small = compress(bytes, format).unwrap();
                assert_eq!(decompress(&small, format, 100_000).unwrap(), bytes);
            }
        }
    }

    #[test]
    fn what_comes_out_has_a_limit() {
        for format in ALL {
            let small = compress(&[0; 1_000_000], format).unwrap();
            assert_eq!(decompress(&small, format, 1_000_000).unwrap().len(), 1_000_000);
            assert!(
                decompress(&small, format, 999_999).unwrap_err().contains("more than the 999999")
            );
        }
    }

    #[test]
    fn bytes_that_are_cut_off_wrong_or_too_many_are_refused() {
        for format in ALL {
            let mut small = compress(b"hello hello", format).unwrap();
            for cut in 0..small.len() {
                assert!(decompress(&small[..cut], format, 100).is_err(), "{format:?} {cut}");
            }
            small.push(b'x');
            assert!(decompress(&small, format, 100).is_err(), "{format:?}");
        }
        let two = [compress(b"ab", Format::Gzip).unwrap(), compress(b"c", Format::Gzip).unwrap()]
            .concat();
        assert_eq!(decompress(&two, Format::Gzip, 3).unwrap(), b"abc");
    }
}
