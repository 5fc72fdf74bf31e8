//! Checks of constants with which a node could only fail; each uses what the node itself uses.

use crate::error::ActionError;
use crate::protocol::close::checked_close;
use crate::protocol::handshake::parse_headers;
use crate::queue::Outgoing;
use pulsewire_plugin::{Constants, Value};

/// The input `message` must be something that can be sent.
pub(super) fn message(constants: &mut Constants<'_>) {
    if let Some(message) = constants.value("message") {
        let outgoing = Outgoing::from_value(&message, constants.attributes().bool("is_binary"));
        constants.check("message", outgoing.map_err(ActionError::into_node_error));
    }
}

/// The inputs `code` and `reason` must fit in a Close frame.
pub(super) fn close(constants: &mut Constants<'_>) {
    if let Some(code) = constants.int("code") {
        constants.check("code", checked_close(code, ""));
    }
    if let Some(reason) = constants.text("reason") {
        constants.check("reason", checked_close(1000, &reason));
    }
}

/// The input `headers` must be headers that this side may set.
pub(super) fn headers(constants: &mut Constants<'_>) {
    if let Some(Value::Dictionary(headers)) = constants.value("headers") {
        constants.check("headers", parse_headers(&headers, 0));
    }
}
