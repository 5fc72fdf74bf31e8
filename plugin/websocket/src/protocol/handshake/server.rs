use super::head::read_head;
use super::http_request::AnyRequest;
use super::response::Refusal;
use super::{EXTENSIONS, PROTOCOL, elements, has_element, write_headers};
use crate::error::{Error, ErrorKind};
use crate::protocol::deflate::{NegotiatedDeflate, accept_offer};
use crate::settings::Compression;
use tokio::io::{AsyncRead, AsyncWrite, AsyncWriteExt};
use tungstenite::handshake::server::{Request, Response, create_response};
use tungstenite::http::{HeaderMap, HeaderValue, Method, StatusCode};

/// What a client requests.
#[derive(Debug)]
pub(crate) enum ClientRequest {
    /// A WebSocket.
    WebSocket(UpgradeRequest),
    /// Something else.
    Http(Request),
}

/// A request for a WebSocket connection that satisfies RFC 6455 section 4.2.1.
#[derive(Debug)]
pub(crate) struct UpgradeRequest {
    /// The path, and the query after a question mark if there is one.
    pub(crate) target: String,
    pub(crate) headers: HeaderMap,
    /// Bytes that followed the request.
    pub(crate) tail: Vec<u8>,
    response: Response,
}

impl UpgradeRequest {
    pub(crate) fn path(&self) -> &str {
        self.target.split('?').next().unwrap_or_default()
    }

    pub(crate) fn query(&self) -> &str {
        self.target.split_once('?').map_or("", |(_, query)| query)
    }

    /// The subprotocols that the client offers, in order of preference.
    pub(crate) fn subprotocols(&self) -> impl Iterator<Item = &str> {
        elements(&self.headers, PROTOCOL)
    }

    /// Returns the compression that suits both sides, with the header element for it; `None` if there is none.
    pub(crate) fn compression(
        &self,
        settings: Option<&Compression>,
    ) -> Option<(NegotiatedDeflate, String)> {
        accept_offer(elements(&self.headers, EXTENSIONS), settings?)
    }
}

/// Reads a client's request, whose head has at most `most` bytes.
///
/// # Errors
/// When it is not HTTP, or an invalid request for a WebSocket connection.
pub(crate) async fn read_request(
    stream: &mut (impl AsyncRead + Unpin),
    max_bytes: usize,
) -> Result<ClientRequest, Refusal> {
    let (AnyRequest(request), tail) =
        read_head(stream, Vec::new(), max_bytes).await.map_err(bad_head)?;
    if !has_element(request.headers(), "upgrade", "websocket") {
        return Ok(ClientRequest::Http(request));
    }
    check_once(&request)?;
    let response = create_response(&request)
        .map_err(|error| not_an_upgrade(status_for(&request), &error.to_string()))?;
    let target = request.uri().path_and_query().map_or("/", |path| path.as_str()).to_owned();
    let headers = request.into_parts().0.headers;
    Ok(ClientRequest::WebSocket(UpgradeRequest { target, headers, tail, response }))
}

/// Checks headers that are required or must not repeat (RFC 6455 sections 4.2.1 and 11.3, RFC 9112 section 3.2).
fn check_once(request: &Request) -> Result<(), Refusal> {
    let count = |name| request.headers().get_all(name).iter().count();
    let wrong = |why: String| not_an_upgrade(StatusCode::BAD_REQUEST, &why);
    if count("host") == 0 {
        return Err(wrong("it has no Host".to_owned()));
    }
    let once = ["Host", "Sec-WebSocket-Key", "Sec-WebSocket-Version"];
    match once.into_iter().find(|name| count(name) > 1) {
        Some(name) => Err(wrong(format!("it has more than one {name}"))),
        None => Ok(()),
    }
}

fn not_an_upgrade(status: StatusCode, why: &str) -> Refusal {
    Refusal::new(status, ErrorKind::Handshake, format!("not a WebSocket request: {why}"))
}

/// Accepts a request, with this subprotocol and these extensions unless they are empty, and additional headers.
///
/// # Errors
/// When the stream fails.
pub(crate) async fn accept_upgrade(
    stream: &mut (impl AsyncWrite + Unpin),
    request: &mut UpgradeRequest,
    subprotocol: &str,
    extensions: &str,
    headers: HeaderMap,
) -> Result<(), Error> {
    let answer = request.response.headers_mut();
    answer.extend(headers);
    for (name, value) in [(PROTOCOL, subprotocol), (EXTENSIONS, extensions)] {
        if let (false, Ok(value)) = (value.is_empty(), HeaderValue::from_str(value)) {
            answer.insert(name, value);
        }
    }
    let mut head = b"HTTP/1.1 101 Switching Protocols\r\n".to_vec();
    write_headers(&mut head, answer);
    stream.write_all(&head).await.map_err(|error| Error::io(&error))
}

fn bad_head(error: Error) -> Refusal {
    let status = match error.kind {
        ErrorKind::HandshakeTooLarge => StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE,
        _ => StatusCode::BAD_REQUEST,
    };
    Refusal::from_error(status, error)
}

/// 426 tells a client with another protocol version which one is supported.
fn status_for(request: &Request) -> StatusCode {
    if *request.method() != Method::GET {
        return StatusCode::METHOD_NOT_ALLOWED;
    }
    match request.headers().get("sec-websocket-version") {
        Some(version) if version != "13" => StatusCode::UPGRADE_REQUIRED,
        _ => StatusCode::BAD_REQUEST,
    }
}
