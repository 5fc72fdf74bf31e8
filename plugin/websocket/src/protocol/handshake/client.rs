use super::head::read_head;
use super::target::Target;
use super::{EXTENSIONS, PROTOCOL, elements, has_element};
use crate::error::{Error, ErrorKind};
use crate::protocol::deflate::{NegotiatedDeflate, accept_answer, offer};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::time::timeout;
use tungstenite::handshake::client::{Response, generate_key, generate_request};
use tungstenite::handshake::derive_accept_key;
use tungstenite::http::{HeaderMap, Request, StatusCode};

/// How long to wait for the body of a rejection.
const BODY_TIMEOUT: Duration = Duration::from_secs(1);

/// How much of that body to read, and to show.
const BODY_LIMIT: usize = 4096;
const LINE_LIMIT: usize = 200;

/// Shorter values are too common to be masked.
const SHORTEST_SECRET: usize = 4;

/// A server's response that accepts the connection.
#[derive(Debug)]
pub(crate) struct ServerHandshake {
    /// The subprotocol that it chose; empty when it chose none.
    pub(crate) subprotocol: String,
    /// The compression that it accepted, and the header element for it.
    pub(crate) compression: Option<(NegotiatedDeflate, String)>,
    pub(crate) headers: HeaderMap,
    /// Bytes that followed the response.
    pub(crate) tail: Vec<u8>,
}

/// The result of a request.
#[derive(Debug)]
pub(crate) enum HandshakeReply {
    /// The server accepted the connection.
    Accepted(ServerHandshake),
    /// The server redirects to this `Location`.
    Redirect(String),
}

/// Asks a server for a WebSocket connection (RFC 6455 section 4.1).
///
/// # Errors
/// When the stream fails or the server gives any other response.
pub(crate) async fn open_handshake(
    stream: &mut (impl AsyncRead + AsyncWrite + Unpin),
    target: &Target,
) -> Result<HandshakeReply, Error> {
    let key = generate_key();
    let request = request(target, &key)?;
    stream.write_all(&request).await.map_err(|error| Error::io(&error))?;
    let (response, tail) = read_head::<Response>(stream, target.max_handshake_bytes).await?;
    if let Some(location) = redirect_location(&response) {
        return Ok(HandshakeReply::Redirect(location));
    }
    if response.status() != StatusCode::SWITCHING_PROTOCOLS {
        let line = without_secrets(first_line(stream, tail).await, &target.headers);
        return Err(refused(response.status(), line.chars().take(LINE_LIMIT).collect()));
    }
    verify(response.headers(), &key)?;
    let subprotocol = chosen_subprotocol(response.headers(), &target.subprotocols)?;
    let compression = negotiated_compression(response.headers(), target)?;
    let headers = response.into_parts().0.headers;
    Ok(HandshakeReply::Accepted(ServerHandshake { subprotocol, compression, headers, tail }))
}

fn request(target: &Target, key: &str) -> Result<Vec<u8>, Error> {
    let mut request = Request::get(&target.address.target)
        .header("Host", &target.address.authority)
        .header("Connection", "Upgrade")
        .header("Upgrade", "websocket")
        .header("Sec-WebSocket-Version", "13")
        .header("Sec-WebSocket-Key", key);
    if !target.subprotocols.is_empty() {
        request = request.header(PROTOCOL, target.subprotocols.join(", "));
    }
    if let Some(compression) = &target.compression {
        request = request.header(EXTENSIONS, offer(compression));
    }
    let bad = |error: String| {
        Error::new(ErrorKind::Handshake, format!("cannot build the request: {error}"))
    };
    let mut request = request.body(()).map_err(|error| bad(error.to_string()))?;
    request.headers_mut().extend(target.headers.clone());
    Ok(generate_request(request).map_err(|error| bad(error.to_string()))?.0)
}

/// Returns the target of a redirect (RFC 9110 section 15.4).
fn redirect_location(response: &Response) -> Option<String> {
    let is_redirect = matches!(response.status().as_u16(), 301 | 302 | 303 | 307 | 308);
    let location = response.headers().get("location").filter(|_| is_redirect)?;
    location.to_str().ok().map(str::to_owned)
}

/// Checks what RFC 6455 section 4.1 requires of a client.
fn verify(headers: &HeaderMap, key: &str) -> Result<(), Error> {
    let accept = derive_accept_key(key.as_bytes());
    // Implementations disagree about a response that upgrades to two protocols, or accepts two keys.
    let is_twice = |name| headers.get_all(name).iter().nth(1).is_some();
    let wrong = if !has_element(headers, "upgrade", "websocket") {
        "its response has no `Upgrade: websocket`"
    } else if elements(headers, "upgrade").nth(1).is_some() {
        "its response upgrades to more than one protocol"
    } else if is_twice("sec-websocket-accept") {
        "its response has more than one Sec-WebSocket-Accept"
    } else if !has_element(headers, "connection", "upgrade") {
        "its response has no `Connection: Upgrade`"
    } else if headers.get("sec-websocket-accept").is_none_or(|value| *value != *accept) {
        "the Sec-WebSocket-Accept of its response does not match the key"
    } else {
        return Ok(());
    };
    Err(not_a_websocket_server(wrong))
}

fn negotiated_compression(
    headers: &HeaderMap,
    target: &Target,
) -> Result<Option<(NegotiatedDeflate, String)>, Error> {
    let agreed = accept_answer(elements(headers, EXTENSIONS), target.compression.as_ref());
    agreed.map_err(|wrong| not_a_websocket_server(&wrong))
}

fn not_a_websocket_server(wrong: &str) -> Error {
    Error::new(ErrorKind::Handshake, format!("the server is not a WebSocket server: {wrong}"))
}

fn chosen_subprotocol(headers: &HeaderMap, offered: &[String]) -> Result<String, Error> {
    let chosen: Vec<_> = elements(headers, PROTOCOL).collect();
    match chosen[..] {
        [] => Ok(String::new()),
        [one] if offered.iter().any(|offer| offer == one) => Ok(one.to_owned()),
        _ => {
            let chosen = chosen.join(", ");
            let message = format!("the server chose subprotocol `{chosen}`, which was not offered");
            Err(Error::new(ErrorKind::Subprotocol, message))
        }
    }
}

fn refused(status: StatusCode, line: String) -> Error {
    let colon = if line.is_empty() { "" } else { ": " };
    let message = format!("the server answered {status} instead of 101{colon}{line}");
    Error { status: Some(status.as_u16()), ..Error::new(ErrorKind::Handshake, message) }
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

/// Returns the first line of the body, as far as it arrives in time, cleaned for a log line.
async fn first_line(stream: &mut (impl AsyncRead + Unpin), mut body: Vec<u8>) -> String {
    let read = async {
        while !body.contains(&b'\n') && body.len() < BODY_LIMIT {
            if !matches!(stream.read_buf(&mut body).await, Ok(1..)) {
                break;
            }
        }
    };
    // A server that keeps the connection open sends nothing more.
    let _ = timeout(BODY_TIMEOUT, read).await;
    let text = String::from_utf8_lossy(&body);
    let line = text.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or_default();
    line.chars().filter(|char| !char.is_control()).collect()
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
}
