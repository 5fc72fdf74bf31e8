use crate::error::{Error, ErrorKind};
use tokio::io::{AsyncRead, AsyncReadExt};
use tungstenite::handshake::machine::TryParse;

/// The most interim responses (1xx) before the final one.
pub(crate) const MAX_INTERIM: usize = 8;

/// The first byte of TLS: an alert or a handshake (RFC 8446 section 5.1).
const TLS: std::ops::RangeInclusive<u8> = 0x15..=0x16;

/// Reads the head of an HTTP message that begins with the bytes `read`, and the bytes after it.
///
/// # Errors
/// When the peer disconnects, sends something else, or sends more than `most` bytes.
pub(super) async fn read_head<T: TryParse>(
    stream: &mut (impl AsyncRead + Unpin),
    read: Vec<u8>,
    max_bytes: usize,
) -> Result<(T, Vec<u8>), Error> {
    parse(&mut read_head_bytes(stream, read, max_bytes).await?, max_bytes)
}

/// Reads until the head of an HTTP message that begins with the bytes `read` is complete, without parsing it.
///
/// # Errors
/// When the peer disconnects, speaks TLS, or sends more than `most` bytes.
pub(crate) async fn read_head_bytes(
    stream: &mut (impl AsyncRead + Unpin),
    mut read: Vec<u8>,
    max_bytes: usize,
) -> Result<Vec<u8>, Error> {
    let mut before = 0;
    read.reserve(1024);
    // Parsing starts when the end has arrived, so that single bytes do not cost a parse each.
    while !has_head_end(&read, before) {
        if read.first().is_some_and(|first| TLS.contains(first)) {
            let message = "the peer speaks TLS (wss://), but this side does not (ws://)";
            return Err(Error::new(ErrorKind::Handshake, message));
        }
        if read.len() > max_bytes {
            return Err(too_large(max_bytes));
        }
        before = read.len();
        match stream.read_buf(&mut read).await {
            Ok(0) => return Err(Error::new(ErrorKind::Handshake, connection_closed(before))),
            Ok(_) => {}
            Err(error) => return Err(Error::io(&error)),
        }
    }
    Ok(read)
}

fn parse<T: TryParse>(read: &mut Vec<u8>, max_bytes: usize) -> Result<(T, Vec<u8>), Error> {
    let bad = |error| Error::new(ErrorKind::Handshake, format!("not an HTTP handshake: {error}"));
    match T::try_parse(read) {
        Ok(Some((size, _))) if size > max_bytes => Err(too_large(max_bytes)),
        Ok(Some((size, head))) => Ok((head, read.split_off(size))),
        Ok(None) => Err(bad("the head ends too early".to_owned())),
        Err(error) => Err(bad(error.to_string())),
    }
}

fn too_large(max_bytes: usize) -> Error {
    let message = format!(
        "the header section of the handshake exceeds {max_bytes} bytes (`max_handshake_bytes`)"
    );
    Error::new(ErrorKind::HandshakeTooLarge, message)
}

fn connection_closed(read: usize) -> String {
    match read {
        0 => "the peer closed the connection without a response".to_owned(),
        _ => format!("the peer closed the connection after {read} bytes of its handshake"),
    }
}

/// Returns whether an empty line has arrived; skips bytes that were checked before.
fn has_head_end(read: &[u8], before: usize) -> bool {
    let from = before.saturating_sub(3);
    let windows = |end: &[u8]| read[from..].windows(end.len()).any(|window| window == end);
    windows(b"\r\n\r\n") || windows(b"\n\n")
}
