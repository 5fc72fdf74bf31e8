use super::head::read_head;
use super::target::Target;
use super::{EXTENSIONS, PROTOCOL, elements, has_element};
use crate::error::{Error, ErrorKind};
use crate::protocol::deflate::{NegotiatedDeflate, accept, offer};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::time::timeout;
use tungstenite::handshake::client::{Response, generate_key, generate_request};
use tungstenite::handshake::derive_accept_key;
use tungstenite::http::{HeaderMap, Request, StatusCode};

/// How long to wait for the body that explains why a server said no.
const BODY_TIMEOUT: Duration = Duration::from_secs(1);

/// How much of that body to read, and to show.
const BODY_LIMIT: usize = 4096;
const LINE_LIMIT: usize = 200;

/// Shorter values occur in any text.
const SHORTEST_SECRET: usize = 4;

/// What a server answered that took the connection.
#[derive(Debug)]
pub(crate) struct ServerHandshake {
    /// The subprotocol that it chose; empty when it chose none.
    pub(crate) subprotocol: String,
    /// The compression that it agreed to, and its words for that.
    pub(crate) compression: Option<(NegotiatedDeflate, String)>,
    pub(crate) headers: HeaderMap,
    /// What came behind its answer.
    pub(crate) tail: Vec<u8>,
}

/// What came of asking.
#[derive(Debug)]
pub(crate) enum HandshakeReply {
    /// The server took the connection.
    Accepted(ServerHandshake),
    /// It is to be asked for elsewhere: at this `Location`.
    Redirect(String),
}

/// Asks a server for a WebSocket connection (RFC 6455 section 4.1).
///
/// # Errors
/// When the stream breaks or the server answers anything else.
pub(crate) async fn open_handshake(
    stream: &mut (impl AsyncRead + AsyncWrite + Unpin),
    target: &Target,
) -> Result<HandshakeReply, Error> {
    let key = generate_key();
    let request = request(target, &key)?;
    stream.write_all(&request).await.map_err(|error| Error::io(&error))?;
    let (response, tail) = read_head::<Response>(stream, target.max_handshake_bytes).await?;
    if let Some(location) = moved(&response) {
        return Ok(HandshakeReply::Redirect(location));
    }
    if response.status() != StatusCode::SWITCHING_PROTOCOLS {
        let line = without_secrets(first_line(stream, tail).await, &target.headers);
        return Err(refused(response.status(), line.chars().take(LINE_LIMIT).collect()));
    }
    verify(response.headers(), &key)?;
    let subprotocol = chosen(response.headers(), &target.subprotocols)?;
    let compression = agreed(response.headers(), target)?;
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
    let bad = |error: String| Error::new(ErrorKind::Handshake, format!("no request: {error}"));
    let mut request = request.body(()).map_err(|error| bad(error.to_string()))?;
    request.headers_mut().extend(target.headers.clone());
    Ok(generate_request(request).map_err(|error| bad(error.to_string()))?.0)
}

/// Where the server sends us (RFC 9110 section 15.4).
fn moved(response: &Response) -> Option<String> {
    let is_redirect = matches!(response.status().as_u16(), 301 | 302 | 303 | 307 | 308);
    let location = response.headers().get("location").filter(|_| is_redirect)?;
    location.to_str().ok().map(str::to_owned)
}

/// RFC 6455 section 4.1, what a client must check.
fn verify(headers: &HeaderMap, key: &str) -> Result<(), Error> {
    let accept = derive_accept_key(key.as_bytes());
    // Who upgrades to two protocols, or accepts two keys, is not understood alike by everybody.
    let is_twice = |name| headers.get_all(name).iter().nth(1).is_some();
    let wrong = if !has_element(headers, "upgrade", "websocket") {
        "its answer has no `Upgrade: websocket`"
    } else if elements(headers, "upgrade").nth(1).is_some() {
        "its answer upgrades to more than one protocol"
    } else if is_twice("sec-websocket-accept") {
        "its answer has more than one Sec-WebSocket-Accept"
    } else if !has_element(headers, "connection", "upgrade") {
        "its answer has no `Connection: Upgrade`"
    } else if headers.get("sec-websocket-accept").is_none_or(|value| *value != *accept) {
        "the Sec-WebSocket-Accept of its answer does not belong to our key"
    } else {
        return Ok(());
    };
    Err(no_server(wrong))
}

fn agreed(
    headers: &HeaderMap,
    target: &Target,
) -> Result<Option<(NegotiatedDeflate, String)>, Error> {
    let agreed = accept(elements(headers, EXTENSIONS), target.compression.as_ref());
    agreed.map_err(|wrong| no_server(&wrong))
}

fn no_server(wrong: &str) -> Error {
    Error::new(ErrorKind::Handshake, format!("the server is no WebSocket server: {wrong}"))
}

fn chosen(headers: &HeaderMap, request: &[String]) -> Result<String, Error> {
    let chosen: Vec<_> = elements(headers, PROTOCOL).collect();
    match chosen[..] {
        [] => Ok(String::new()),
        [one] if request.iter().any(|asked| asked == one) => Ok(one.to_owned()),
        _ => {
            let chosen = chosen.join(", ");
            let message =
                format!("the server chose subprotocol `{chosen}`, which was not asked for");
            Err(Error::new(ErrorKind::Subprotocol, message))
        }
    }
}

fn refused(status: StatusCode, line: String) -> Error {
    let colon = if line.is_empty() { "" } else { ": " };
    let message = format!("the server answered {status} instead of 101{colon}{line}");
    Error { status: Some(status.as_u16()), ..Error::new(ErrorKind::Handshake, message) }
}

/// A server may repeat what it was asked with; what goes to the log and the graphs must not.
fn without_secrets(line: String, sent: &HeaderMap) -> String {
    let values = sent.values().filter(|value| value.is_sensitive());
    let parts = values.filter_map(|value| value.to_str().ok()).flat_map(|value| value.split("; "));
    // Of `Bearer TOKEN` and `NAME=COOKIE` the second half is the secret.
    let secrets = parts.flat_map(|part| {
        let behind = |mark| part.split_once(mark).map_or(part, |(_, behind)| behind);
        [part, behind(' '), behind('=')]
    });
    let secrets = secrets.filter(|secret| secret.len() >= SHORTEST_SECRET);
    secrets.fold(line, |line, secret| line.replace(secret, "***"))
}

/// The first line of the body, as far as it comes in time; made fit for a log line.
async fn first_line(stream: &mut (impl AsyncRead + Unpin), mut body: Vec<u8>) -> String {
    let read = async {
        while !body.contains(&b'\n') && body.len() < BODY_LIMIT {
            if !matches!(stream.read_buf(&mut body).await, Ok(1..)) {
                break;
            }
        }
    };
    // A server that keeps the connection open after its answer says nothing more.
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
    fn what_a_server_repeats_is_shown_without_the_secrets() {
        let mut sent = HeaderMap::new();
        for (name, value) in
            [("x-key", "key-12345"), ("authorization", "Bearer t0k3n"), ("cookie", "a=1; s=c00kie")]
        {
            let mut value = HeaderValue::from_static(value);
            value.set_sensitive(true);
            sent.insert(name, value);
        }
        let told = "no key-12345, no t0k3n (Bearer t0k3n), no c00kie, a=1".to_owned();
        assert_eq!(without_secrets(told, &sent), "no ***, no *** (***), no ***, a=1");
    }
}
