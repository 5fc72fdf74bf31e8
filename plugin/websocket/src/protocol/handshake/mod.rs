//! The opening handshake of both sides (RFC 6455 section 4). Not done by tungstenite, because users need to know how the
//! peer responded instead.
//!
//! | file | content |
//! | --- | --- |
//! | `client`, `target` | the client's side, and what it requests |
//! | `rejection` | a server's response that rejects it |
//! | `server`, `response` | the server's side, and responses that refuse |
//! | `head`, `http_request` | reading and parsing the head of an HTTP message |

mod client;
mod head;
mod http_request;
mod rejection;
mod response;
mod server;
mod target;

pub(crate) use client::{HandshakeReply, ServerHandshake, open_handshake};
pub(crate) use head::{MAX_INTERIM, read_head_bytes};
pub(crate) use rejection::PendingRejection;
pub(crate) use response::{HttpResponse, Refusal};
pub(crate) use server::{ClientRequest, UpgradeRequest, accept_upgrade, read_request};
pub(crate) use target::{Target, parse_headers};

use tungstenite::http::HeaderMap;

/// The header that offers subprotocols, and names the chosen one.
const PROTOCOL: &str = "sec-websocket-protocol";
const EXTENSIONS: &str = "sec-websocket-extensions";

/// Returns the elements of a comma-separated header that may be repeated (RFC 9110 section 5.6.1).
fn elements<'a>(headers: &'a HeaderMap, name: &str) -> impl Iterator<Item = &'a str> {
    let values = headers.get_all(name).iter().filter_map(|value| value.to_str().ok());
    values.flat_map(|value| value.split(',')).map(str::trim).filter(|one| !one.is_empty())
}

/// Returns whether a header contains this word, ignoring case.
fn has_element(headers: &HeaderMap, name: &str, word: &str) -> bool {
    elements(headers, name).any(|one| one.eq_ignore_ascii_case(word))
}

/// Writes headers and the empty line that ends a head. They were already checked for line breaks.
fn write_headers(into: &mut Vec<u8>, headers: &HeaderMap) {
    for (name, value) in headers {
        for part in [name.as_str().as_bytes(), b": ", value.as_bytes(), b"\r\n"] {
            into.extend_from_slice(part);
        }
    }
    into.extend_from_slice(b"\r\n");
}
