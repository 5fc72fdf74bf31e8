use tungstenite::Error as WsError;
use tungstenite::error::Result;
use tungstenite::handshake::machine::TryParse;
use tungstenite::handshake::server::Request;
use tungstenite::http::{Error as HttpError, HeaderName, HeaderValue, Method, Version};

/// The most headers in a request.
const MAX_HEADERS: usize = 128;

/// The head of any HTTP request: tungstenite accepts only GET, but a health check may use HEAD.
pub(super) struct AnyRequest(pub(super) Request);

impl TryParse for AnyRequest {
    fn try_parse(data: &[u8]) -> Result<Option<(usize, Self)>> {
        let mut headers = [httparse::EMPTY_HEADER; MAX_HEADERS];
        let mut parsed = httparse::Request::new(&mut headers);
        let httparse::Status::Complete(size) = parsed.parse(data)? else { return Ok(None) };
        let request = convert(&parsed).map_err(WsError::HttpFormat)?;
        Ok(Some((size, Self(request))))
    }
}

fn convert(parsed: &httparse::Request<'_, '_>) -> std::result::Result<Request, HttpError> {
    let mut request = Request::new(());
    *request.method_mut() = Method::from_bytes(parsed.method.unwrap_or_default().as_bytes())?;
    *request.uri_mut() = parsed.path.unwrap_or_default().parse()?;
    *request.version_mut() = match parsed.version {
        Some(1) => Version::HTTP_11,
        _ => Version::HTTP_10,
    };
    for header in parsed.headers.iter() {
        let name = HeaderName::from_bytes(header.name.as_bytes())?;
        request.headers_mut().append(name, HeaderValue::from_bytes(header.value)?);
    }
    Ok(request)
}
