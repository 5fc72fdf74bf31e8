use super::write_headers;
use crate::error::{Error, ErrorKind};
use std::io;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tungstenite::http::header::{
    ALLOW, CONNECTION, CONTENT_LENGTH, CONTENT_TYPE, SEC_WEBSOCKET_VERSION, UPGRADE,
};
use tungstenite::http::{HeaderMap, HeaderValue, StatusCode};

const PLAIN_TEXT: HeaderValue = HeaderValue::from_static("text/plain; charset=utf-8");

/// The response to a request that is not upgraded.
#[derive(Clone, Debug)]
pub(crate) struct HttpResponse {
    pub(crate) status: StatusCode,
    /// Additional headers.
    pub(crate) headers: HeaderMap,
    pub(crate) body: String,
    /// The request was a HEAD request.
    pub(crate) head_only: bool,
}

/// Why a request is not upgraded, and the response to it.
#[derive(Clone, Debug)]
pub(crate) struct Refusal {
    pub(crate) reply: HttpResponse,
    /// The error reported to the graphs; `None` if the settings or a graph asked for this response.
    pub(crate) error: Option<Error>,
}

impl HttpResponse {
    pub(crate) fn new(status: StatusCode, body: String) -> Self {
        Self { status, headers: HeaderMap::new(), body, head_only: false }
    }

    /// Sends it, and reads until the client disconnects: closing a socket with unread bytes resets it, and the response
    /// would be lost.
    ///
    /// # Errors
    /// When the stream fails.
    pub(crate) async fn send(
        &self,
        stream: &mut (impl AsyncRead + AsyncWrite + Unpin),
    ) -> io::Result<()> {
        stream.write_all(&self.bytes()).await?;
        stream.shutdown().await?;
        let mut unread = vec![0; 4096];
        while stream.read(&mut unread).await? > 0 {}
        Ok(())
    }

    fn bytes(&self) -> Vec<u8> {
        let mut bytes = format!("HTTP/1.1 {}\r\n", self.status).into_bytes();
        write_headers(&mut bytes, &self.all_headers());
        if !self.head_only {
            bytes.extend_from_slice(self.body.as_bytes());
        }
        bytes
    }

    fn all_headers(&self) -> HeaderMap {
        let mut headers = self.headers.clone();
        headers.entry(CONTENT_TYPE).or_insert(PLAIN_TEXT);
        headers.insert(CONNECTION, HeaderValue::from_static("close"));
        headers.insert(CONTENT_LENGTH, self.body.len().into());
        headers.insert(SEC_WEBSOCKET_VERSION, HeaderValue::from_static("13"));
        if self.status == StatusCode::UPGRADE_REQUIRED {
            headers.insert(UPGRADE, HeaderValue::from_static("websocket"));
        }
        if self.status == StatusCode::METHOD_NOT_ALLOWED {
            headers.insert(ALLOW, HeaderValue::from_static("GET, HEAD"));
        }
        headers
    }
}

impl Refusal {
    /// A refusal reported to the graphs and, in the body of the response, to the client.
    pub(crate) fn new(status: StatusCode, kind: ErrorKind, message: impl Into<String>) -> Self {
        Self::from_error(status, Error::new(kind, message))
    }

    pub(crate) fn from_error(status: StatusCode, error: Error) -> Self {
        Self {
            reply: HttpResponse::new(status, format!("{}\n", error.message)),
            error: Some(error),
        }
    }

    /// Whether this side failed, not the client: no graph answered the request.
    pub(crate) fn is_own_failure(&self) -> bool {
        self.reply.status == StatusCode::GATEWAY_TIMEOUT
    }
}

/// A response that the settings or a graph asked for.
impl From<HttpResponse> for Refusal {
    fn from(reply: HttpResponse) -> Self {
        Self { reply, error: None }
    }
}
