use super::Fault;
use tungstenite::http::{HeaderName, HeaderValue};

/// The headers that the handshake sets (RFC 6455 section 4.1).
const RESERVED: [&str; 8] = [
    "host",
    "connection",
    "upgrade",
    "sec-websocket-key",
    "sec-websocket-version",
    "sec-websocket-accept",
    "sec-websocket-extensions",
    "sec-websocket-protocol",
];

/// Checks a header that a user wrote. Rejects control characters: a line break in a value could inject headers or a
/// second request. The value counts as sensitive when the name says so.
///
/// # Errors
/// What is wrong with the header.
pub(crate) fn parse_header(name: &str, value: &str) -> Result<(HeaderName, HeaderValue), Fault> {
    let parsed = HeaderName::from_bytes(name.as_bytes()).map_err(|_| bad_name(name))?;
    if RESERVED.contains(&parsed.as_str()) {
        return Err(reserved(&parsed));
    }
    let mut value = HeaderValue::from_bytes(value.as_bytes()).map_err(|_| bad_value(name))?;
    value.set_sensitive(names_a_secret(parsed.as_str()));
    Ok((parsed, value))
}

/// Returns whether the name of a header says that its value is a secret, as in `X-Api-Key`. `name` is in lower case.
fn names_a_secret(name: &str) -> bool {
    const WORDS: [&str; 10] = [
        "auth",
        "token",
        "key",
        "secret",
        "pass",
        "cookie",
        "credential",
        "session",
        "signature",
        "jwt",
    ];
    WORDS.iter().any(|word| name.contains(word))
}

/// Checks the name of a subprotocol: a token of RFC 9110.
///
/// # Errors
/// When it is not a token.
pub(crate) fn check_subprotocol(name: &str) -> Result<(), Fault> {
    let is_token = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    if !name.is_empty() && name.bytes().all(is_token) {
        return Ok(());
    }
    let message = format!("{name:?} is not a valid name of a subprotocol");
    let help = "use letters, digits and !#$%&'*+-.^_`|~, without spaces or commas";
    Err(Fault::new("bad_subprotocol", message, help))
}

fn bad_name(name: &str) -> Fault {
    let message = format!("{name:?} is not a valid name of a header");
    Fault::new("bad_header_name", message, "use letters, digits and -, as in X-Api-Key")
}

/// Values may be secrets, so the message does not show them.
fn bad_value(name: &str) -> Fault {
    let message = format!("the value of the header `{name}` contains a control character");
    Fault::new("bad_header_value", message, "remove line breaks and other control characters")
}

fn reserved(name: &HeaderName) -> Fault {
    let message = format!("the header `{name}` is set by the handshake");
    let help = match name.as_str() {
        "sec-websocket-protocol" => "list subprotocols in `subprotocols`",
        "host" => "set the host in the url",
        _ => "remove it",
    };
    Fault::new("reserved_header", message, help)
}
