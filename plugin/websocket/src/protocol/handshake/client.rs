use super::head::{MAX_INTERIM, read_head};
use super::rejection::{self, PendingRejection};
use super::target::Target;
use super::{EXTENSIONS, PROTOCOL, elements, has_element};
use crate::error::{Error, ErrorKind};
use crate::protocol::deflate::{NegotiatedDeflate, accept_answer, offer};
use tokio::io::{AsyncRead, AsyncWrite, AsyncWriteExt};
use tungstenite::handshake::client::{Response, generate_key, generate_request};
use tungstenite::handshake::derive_accept_key;
use tungstenite::http::{HeaderMap, Request, StatusCode};

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
/// When the stream fails or the server gives any other response; `pending` has it while its body is awaited.
pub(crate) async fn open_handshake(
    stream: &mut (impl AsyncRead + AsyncWrite + Unpin),
    target: &Target,
    pending: &PendingRejection,
) -> Result<HandshakeReply, Error> {
    let key = generate_key();
    let request = request(target, &key)?;
    stream.write_all(&request).await.map_err(|error| Error::io(&error))?;
    let (response, tail) = final_response(stream, target.max_handshake_bytes).await?;
    if let Some(location) = redirect_location(&response) {
        return Ok(HandshakeReply::Redirect(location));
    }
    if response.status() != StatusCode::SWITCHING_PROTOCOLS {
        return Err(rejection::describe(stream, &response, tail, target, pending).await);
    }
    verify(response.headers(), &key)?;
    let subprotocol = chosen_subprotocol(response.headers(), &target.subprotocols)?;
    let compression = negotiated_compression(response.headers(), target)?;
    let headers = response.into_parts().0.headers;
    Ok(HandshakeReply::Accepted(ServerHandshake { subprotocol, compression, headers, tail }))
}

/// Skips interim responses (RFC 9110 section 15.2), such as `103 Early Hints`; returns the final one and the bytes after it.
async fn final_response(
    stream: &mut (impl AsyncRead + Unpin),
    max_bytes: usize,
) -> Result<(Response, Vec<u8>), Error> {
    let mut tail = Vec::new();
    for _ in 0..=MAX_INTERIM {
        let (response, rest) = read_head::<Response>(stream, tail, max_bytes).await?;
        let is_switch = response.status() == StatusCode::SWITCHING_PROTOCOLS;
        if is_switch || !response.status().is_informational() {
            return Ok((response, rest));
        }
        tail = rest;
    }
    let message = format!("the server sent more than {MAX_INTERIM} interim responses (1xx)");
    Err(Error::new(ErrorKind::Handshake, message))
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
