//! The payloads of events: the outputs of the event node, in order.

use super::attempt::Attempt;
use crate::error::Error;
use crate::protocol::close::{CloseEvent, StopCause};
use crate::protocol::handshake::UpgradeRequest;
use pulsewire_plugin::{Array, Dictionary, Text, Value};
use std::net::SocketAddr;
use std::time::Duration;
use tungstenite::http::HeaderMap;

/// On WebSocket Start: subprotocol, headers, attempt, extensions.
pub(crate) fn start(
    subprotocol: &str,
    headers: &HeaderMap,
    attempt: Attempt,
    extensions: &str,
) -> Value {
    let attempt = i64::from(attempt.number).into();
    outputs([subprotocol.into(), dictionary(headers), attempt, extensions.into()])
}

/// On WebSocket Stop: code, reason, was_clean, by_me, will_retry, retry_in, cause.
pub(crate) fn stop(close: &CloseEvent, attempt: Attempt, cause: StopCause) -> Value {
    let [code, reason, was_clean, by_me] = close_outputs(close);
    let (will_retry, retry_in) = (attempt.will_retry().into(), attempt.seconds().into());
    outputs([code, reason, was_clean, by_me, will_retry, retry_in, cause.name().into()])
}

/// On WebSocket Server Stop: cause.
pub(crate) fn server_stop(cause: StopCause) -> Value {
    outputs([cause.name().into()])
}

/// On WebSocket Pong: round_trip.
pub(crate) fn pong(round_trip: Duration) -> Value {
    outputs([round_trip.as_secs_f64().into()])
}

/// On WebSocket Error: message, kind, will_retry, attempt, retry_in; on a server message, kind, client.
pub(crate) fn error(error: &Error, client: Option<&Text>, attempt: Attempt) -> Value {
    let (message, kind) = (error.message.as_str().into(), error.kind.name().into());
    let number = i64::from(attempt.number).into();
    match client {
        None => {
            outputs([message, kind, attempt.will_retry().into(), number, attempt.seconds().into()])
        }
        Some(id) => outputs([message, kind, id.clone().into()]),
    }
}

/// On WebSocket Server Start: address, port.
pub(crate) fn server_start(address: SocketAddr) -> Value {
    outputs([address.ip().to_string().into(), i64::from(address.port()).into()])
}

/// On WebSocket Server Connect: client, remote_address, path, headers, subprotocol, extensions.
pub(crate) fn connect(
    id: &Text,
    remote: SocketAddr,
    request: &UpgradeRequest,
    subprotocol: &str,
    extensions: &str,
) -> Value {
    outputs([
        id.clone().into(),
        remote.to_string().into(),
        request.target.as_str().into(),
        dictionary(&request.headers),
        subprotocol.into(),
        extensions.into(),
    ])
}

/// On WebSocket Server Request: request, path, query, headers, remote_address, subprotocols.
pub(crate) fn request(id: &Text, request: &UpgradeRequest, remote: SocketAddr) -> Value {
    let query = form_urlencoded::parse(request.query().as_bytes());
    let query = query.map(|(name, value)| (Text::from(&*name), Value::from(&*value)));
    outputs([
        id.clone().into(),
        request.path().into(),
        Dictionary::from_iter(query).into(),
        dictionary(&request.headers),
        remote.to_string().into(),
        Array::from_iter(request.subprotocols().map(Value::from)).into(),
    ])
}

/// On WebSocket Server Disconnect: client, code, reason, was_clean, by_me, cause.
pub(crate) fn disconnect(id: &Text, close: &CloseEvent, cause: StopCause) -> Value {
    let [code, reason, was_clean, by_me] = close_outputs(close);
    outputs([id.clone().into(), code, reason, was_clean, by_me, cause.name().into()])
}

/// On WebSocket Server Receive: client, message.
#[inline]
pub(crate) fn from_client(id: &Text, message: Value) -> Value {
    outputs([id.clone().into(), message])
}

fn close_outputs(close: &CloseEvent) -> [Value; 4] {
    [
        i64::from(close.code).into(),
        close.reason.as_str().into(),
        close.was_clean.into(),
        close.by_me.into(),
    ]
}

fn outputs<const N: usize>(values: [Value; N]) -> Value {
    Array::from(Vec::from(values)).into()
}

/// Header names in lower case; the values of a repeated header are joined with a comma (RFC 9110 section 5.3).
fn dictionary(headers: &HeaderMap) -> Value {
    let joined = headers.keys().map(|name| {
        let values = headers.get_all(name).iter();
        let values: Vec<_> =
            values.map(|value| String::from_utf8_lossy(value.as_bytes())).collect();
        (Text::from(name.as_str()), Value::from(values.join(", ")))
    });
    Dictionary::from_iter(joined).into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use tungstenite::http::HeaderValue;

    #[test]
    fn a_repeated_header_is_joined() {
        let mut headers = HeaderMap::new();
        headers.append("Via", HeaderValue::from_static("a"));
        headers.append("Server", HeaderValue::from_static("s"));
        headers.append("via", HeaderValue::from_static("b"));
        assert_eq!(dictionary(&headers).to_string(), r#"{"via":"a, b","server":"s"}"#);
    }
}
