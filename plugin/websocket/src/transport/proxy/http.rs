//! HTTP CONNECT (RFC 9110 section 9.3.6).

use crate::error::{Error, shortened};
use crate::protocol::handshake::{MAX_INTERIM, read_head_bytes};
use crate::transport::credentials::basic;
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;

/// The longest response that is accepted.
const MAX_ANSWER: usize = 64 << 10;

pub(super) async fn tunnel(
    stream: &mut TcpStream,
    host: &str,
    port: u16,
    credentials: Option<(&str, &str)>,
) -> Result<(), Error> {
    let authority =
        if host.contains(':') { format!("[{host}]:{port}") } else { format!("{host}:{port}") };
    let mut request = format!("CONNECT {authority} HTTP/1.1\r\nHost: {authority}\r\n");
    if let Some((username, password)) = credentials {
        request.push_str(&format!("Proxy-Authorization: {}\r\n", basic(username, password)));
    }
    request.push_str("\r\n");
    stream.write_all(request.as_bytes()).await.map_err(|error| Error::io(&error))?;
    let mut answer = Vec::new();
    for _ in 0..=MAX_INTERIM {
        answer = read_head_bytes(stream, answer, MAX_ANSWER).await?;
        match after_interim(&answer) {
            Some(rest) => answer = rest.to_vec(),
            None => return accepted(&answer, credentials.is_some()),
        }
    }
    let message = format!("it sends more than {MAX_INTERIM} interim responses (1xx)");
    Err(Error::proxy(&message))
}

/// Returns what follows an interim response (RFC 9110 section 15.2); `None` if the response is a final one.
fn after_interim(answer: &[u8]) -> Option<&[u8]> {
    let status = answer.strip_prefix(b"HTTP/1.1 ")?;
    let end = answer.windows(4).position(|end| end == b"\r\n\r\n")?;
    status.starts_with(b"1").then(|| &answer[end + 4..])
}

/// Parsed by hand, because many proxies respond with HTTP/1.0, which a WebSocket handshake does not allow.
fn accepted(answer: &[u8], has_credentials: bool) -> Result<(), Error> {
    let line = answer.split(|byte| *byte == b'\r' || *byte == b'\n').next().unwrap_or_default();
    let line = String::from_utf8_lossy(line);
    let status = line.strip_prefix("HTTP/1.").and_then(|rest| rest.split(' ').nth(1));
    let line = || {
        let clean: String = line.chars().filter(|char| !char.is_control()).collect();
        shortened(&clean, 100)
    };
    match status.and_then(|status| status.parse::<u16>().ok()) {
        // A server speaks after its client, so these bytes cannot come from it.
        Some(200..300) if !(answer.ends_with(b"\r\n\r\n") || answer.ends_with(b"\n\n")) => {
            Err(Error::proxy(&"it sends data after its response"))
        }
        Some(200..300) => Ok(()),
        // Some send 401, as if they were the server.
        Some(401 | 407) if has_credentials => {
            Err(Error::proxy(&"it rejects the user name and password"))
        }
        Some(401 | 407) => Err(Error::proxy(&"it requires a user name and password")),
        Some(_) => Err(Error::proxy(&format!("it responds with {}", line()))),
        None => Err(Error::proxy(&format!("it is not an HTTP proxy: it responds with {}", line()))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn interim_responses_are_skipped() {
        assert_eq!(after_interim(b"HTTP/1.1 100 Continue\r\n\r\nHTTP"), Some(&b"HTTP"[..]));
        assert_eq!(after_interim(b"HTTP/1.1 200 OK\r\n\r\n"), None);
        assert_eq!(after_interim(b"HTTP/1.0 502 No\r\n\r\n"), None);
    }

    #[test]
    fn only_a_2xx_status_opens_the_tunnel() {
        let message = |answer: &str, credentials| {
            accepted(answer.as_bytes(), credentials).map_err(|error| error.message)
        };
        assert_eq!(message("HTTP/1.0 200 Connection established\r\n\r\n", false), Ok(()));
        assert_eq!(message("HTTP/1.1 200\r\nX: y\r\n\r\n", false), Ok(()));
        for (answer, credentials, says) in [
            ("HTTP/1.1 200 OK\r\n\r\nhi", false, "data after its response"),
            ("HTTP/1.1 407 Proxy\r\n\r\n", false, "requires a user name"),
            ("HTTP/1.1 407 Proxy\r\n\r\n", true, "rejects the user name"),
            ("HTTP/1.0 401 Unauthorized\r\n\r\n", true, "rejects the user name"),
            ("HTTP/1.1 502 Bad Gateway\r\n\r\n", false, "responds with HTTP/1.1 502 Bad Gateway"),
            ("SSH-2.0-x\r\n\r\n", false, "not an HTTP proxy"),
        ] {
            let error = message(answer, credentials).unwrap_err();
            assert!(error.contains(says), "{error}");
        }
    }
}
