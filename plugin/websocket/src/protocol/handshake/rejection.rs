//! A server's rejection: its status, and the first line of its body without secrets.

use super::target::Target;
use crate::error::{Error, ErrorKind, shortened};
use std::sync::OnceLock;
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncReadExt};
use tokio::time::timeout;
use tungstenite::handshake::client::Response;
use tungstenite::http::header::{CONTENT_LENGTH, TRANSFER_ENCODING};
use tungstenite::http::{HeaderMap, StatusCode};

/// How long to wait for the body.
const BODY_TIMEOUT: Duration = Duration::from_secs(1);

/// How many bytes of the body to read, chunk sizes included.
const BODY_LIMIT: usize = 4096;

/// How many characters of its first line to show.
const LINE_LIMIT: usize = 200;

/// Shorter values are too common to be masked.
const SHORTEST_SECRET: usize = 4;

/// The rejection while its body is still awaited, for whoever stops waiting.
pub(crate) type PendingRejection = OnceLock<Error>;

/// How the end of a body is marked (RFC 9112 section 6.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Framing {
    Length(usize),
    Chunked,
    UntilClose,
}

/// Returns the failure for a response that is not 101. `pending` gets it without the body at once.
pub(super) async fn describe(
    stream: &mut (impl AsyncRead + Unpin),
    response: &Response,
    tail: Vec<u8>,
    target: &Target,
    pending: &PendingRejection,
) -> Error {
    let _ = pending.set(rejected(response.status(), "").at(&target.host_and_port()));
    let line =
        without_secrets(first_line(stream, Framing::of(response), tail).await, &target.headers);
    rejected(response.status(), &shortened(&line, LINE_LIMIT))
}

fn rejected(status: StatusCode, line: &str) -> Error {
    let colon = if line.is_empty() { "" } else { ": " };
    let message = format!("the server answered {status} instead of 101{colon}{line}");
    Error { status: Some(status.as_u16()), ..Error::new(ErrorKind::Handshake, message) }
}

/// Returns the first line of the body, as far as it arrives in time, cleaned for a log line; it ends in `…` where the
/// rest is missing.
async fn first_line(
    stream: &mut (impl AsyncRead + Unpin),
    framing: Framing,
    mut raw: Vec<u8>,
) -> String {
    let read = async {
        loop {
            let (body, complete) = framing.decode(&raw);
            if complete || raw.len() >= BODY_LIMIT || has_line(&body) {
                return false;
            }
            match stream.read_buf(&mut raw).await {
                Ok(1..) => {}
                Ok(0) | Err(_) => return true,
            }
        }
    };
    // A server may keep the connection open and send less than it announced.
    let closed = timeout(BODY_TIMEOUT, read).await.unwrap_or(false);
    let (body, complete) = framing.decode(&raw);
    let is_whole = complete || has_line(&body) || (closed && framing == Framing::UntilClose);
    let text = String::from_utf8_lossy(&body);
    let line = text.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or_default();
    let mut line: String = line.chars().filter(|char| !char.is_control()).collect();
    if !is_whole && !line.is_empty() {
        line.push('…');
    }
    line
}

/// Returns whether a line that is not empty has arrived with its end.
fn has_line(body: &[u8]) -> bool {
    let mut lines = body.split_inclusive(|byte| *byte == b'\n');
    lines.any(|line| line.ends_with(b"\n") && !line.trim_ascii().is_empty())
}

impl Framing {
    fn of(response: &Response) -> Self {
        let headers = response.headers();
        if matches!(response.status(), StatusCode::NO_CONTENT | StatusCode::NOT_MODIFIED) {
            return Self::Length(0);
        }
        if super::has_element(headers, TRANSFER_ENCODING.as_str(), "chunked") {
            return Self::Chunked;
        }
        let length = headers.get(CONTENT_LENGTH).and_then(|value| value.to_str().ok());
        length.and_then(|length| length.trim().parse().ok()).map_or(Self::UntilClose, Self::Length)
    }

    /// Returns the body in what has arrived, and whether it is complete.
    fn decode(self, raw: &[u8]) -> (Vec<u8>, bool) {
        match self {
            Self::Length(length) => (raw[..length.min(raw.len())].to_vec(), raw.len() >= length),
            Self::Chunked => join_chunks(raw),
            Self::UntilClose => (raw.to_vec(), false),
        }
    }
}

/// Joins chunks (RFC 9112 section 7.1); what is malformed ends the body.
fn join_chunks(mut raw: &[u8]) -> (Vec<u8>, bool) {
    let mut body = Vec::new();
    loop {
        let (start, size) = match httparse::parse_chunk_size(raw) {
            Ok(httparse::Status::Complete((_, 0))) | Err(_) => return (body, true),
            Ok(httparse::Status::Complete(chunk)) => chunk,
            Ok(httparse::Status::Partial) => return (body, false),
        };
        let rest = &raw[start..];
        let size = usize::try_from(size).unwrap_or(usize::MAX);
        body.extend_from_slice(&rest[..size.min(rest.len())]);
        // Each chunk ends in CR LF.
        let Some(next) = size.checked_add(2).and_then(|end| rest.get(end..)) else {
            return (body, false);
        };
        raw = next;
    }
}

/// Masks secrets that a server repeats: they must reach neither the log nor the graphs.
fn without_secrets(line: String, sent: &HeaderMap) -> String {
    let values = sent.values().filter(|value| value.is_sensitive());
    let parts = values.filter_map(|value| value.to_str().ok()).flat_map(|value| value.split("; "));
    // In `Bearer TOKEN` and `NAME=COOKIE` the second half is the secret.
    let secrets = parts.flat_map(|part| {
        let behind = |mark| part.split_once(mark).map_or(part, |(_, behind)| behind);
        [part, behind(' '), behind('=')]
    });
    let secrets = secrets.filter(|secret| secret.len() >= SHORTEST_SECRET);
    secrets.fold(line, |line, secret| line.replace(secret, "***"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use tungstenite::http::HeaderValue;

    #[test]
    fn secrets_that_a_server_repeats_are_masked() {
        let mut sent = HeaderMap::new();
        for (name, value) in
            [("x-key", "key-12345"), ("authorization", "Bearer t0k3n"), ("cookie", "a=1; s=c00kie")]
        {
            let mut value = HeaderValue::from_static(value);
            value.set_sensitive(true);
            sent.insert(name, value);
        }
        let line = "no key-12345, no t0k3n (Bearer t0k3n), no c00kie, a=1".to_owned();
        assert_eq!(without_secrets(line, &sent), "no ***, no *** (***), no ***, a=1");
    }

    #[test]
    fn chunks_are_joined_up_to_what_has_arrived() {
        let whole = b"3;x=y\r\nfor\r\nA\r\nbidden you\r\n0\r\n\r\n";
        let (mut body, mut complete) = (Vec::new(), false);
        for end in 0..=whole.len() {
            let before = body.len();
            (body, complete) = join_chunks(&whole[..end]);
            assert!(body.len() >= before && b"forbidden you".starts_with(&body), "{end}");
        }
        assert!(complete && body == b"forbidden you");
        assert_eq!(join_chunks(b"no size\r\n"), (Vec::new(), true));
        assert_eq!(join_chunks(b"FFFFFFFFFFFFFFFF\r\nab"), (b"ab".to_vec(), false));
    }
}
