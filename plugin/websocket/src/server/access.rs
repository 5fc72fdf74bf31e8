//! The access log: a line for each request.

use crate::error::shortened;
use crate::runtime::Log;
use std::fmt;
use std::net::SocketAddr;
use tungstenite::http::header::{HeaderName, ORIGIN, USER_AGENT};
use tungstenite::http::{HeaderMap, Method, StatusCode};

/// The most characters of a path or header in a line.
const MAX_CHARACTERS: usize = 200;

/// A request, as the access log describes it. The query is left out, since it may hold a token.
pub(super) struct AccessLine(String);

impl AccessLine {
    pub(super) fn new(method: &Method, path: &str, headers: &HeaderMap) -> Self {
        let (path, origin, agent) =
            (shown(path), header(headers, &ORIGIN), header(headers, &USER_AGENT));
        Self(format!("{method} {path}, origin {origin}, user agent {agent}"))
    }

    /// Writes the line; `client` is the id of an accepted client.
    pub(super) fn write(&self, log: &Log, remote: SocketAddr, answer: StatusCode, client: &str) {
        log.info(|| {
            let client =
                if client.is_empty() { String::new() } else { format!(" client {client}") };
            format!("{remote} {}{client}: {self}", answer.as_u16())
        });
    }
}

impl fmt::Display for AccessLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// In quotes, so that a header cannot look like the rest of the line.
fn header(headers: &HeaderMap, name: &HeaderName) -> String {
    let value = headers.get(name).map(|value| String::from_utf8_lossy(value.as_bytes()));
    value.map_or_else(|| "none".to_owned(), |value| format!("{:?}", shown(&value)))
}

fn shown(text: &str) -> String {
    shortened(text, MAX_CHARACTERS)
}

#[cfg(test)]
mod tests {
    use super::*;
    use tungstenite::http::HeaderValue;

    #[test]
    fn a_line_names_path_origin_and_agent() {
        let mut headers = HeaderMap::new();
        let line = |headers: &HeaderMap| AccessLine::new(&Method::GET, "/a", headers).to_string();
        assert_eq!(line(&headers), "GET /a, origin none, user agent none");
        headers.insert(ORIGIN, HeaderValue::from_static("https://a"));
        headers.insert(USER_AGENT, HeaderValue::from_static("a\", x"));
        assert_eq!(line(&headers), r#"GET /a, origin "https://a", user agent "a\", x""#);
    }
}
