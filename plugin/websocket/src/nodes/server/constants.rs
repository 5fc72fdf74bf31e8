//! Checks of constants that several nodes of servers share.

use super::action_result::ActionResult;
use crate::error::ActionError;
use pulsewire_plugin::{Constants, NodeError, Value};

/// An input must be a client id or an Array of ids.
pub(super) fn clients(constants: &mut Constants<'_>, input: &str) {
    match constants.value(input) {
        None => {}
        Some(Value::Null) => {
            let why = "wire the id of a client to it, such as that of On WebSocket Server Receive";
            constants.check(input, Err::<(), _>(NodeError::new("no_client", why)));
        }
        Some(ids) => {
            let result = ActionResult::for_each_client(&ids, |_| Ok(()));
            let wrong = result.failed.map(ActionError::into_node_error);
            constants.check(input, wrong.map_or(Ok(()), Err));
        }
    }
}

/// An input must be null or an empty String for all clients, a client id, or an Array of ids.
pub(super) fn clients_or_all(constants: &mut Constants<'_>, input: &str) {
    if constants.value(input) != Some(Value::Null) {
        clients(constants, input);
    }
}

/// The input `group` must not be empty.
pub(super) fn group(constants: &mut Constants<'_>) {
    if constants.text("group").is_some_and(|group| group.is_empty()) {
        constants.check("group", Err::<(), _>(ActionError::EmptyGroupName.into_node_error()));
    }
}

/// The id of a request only exists while the project runs.
pub(super) fn request(constants: &mut Constants<'_>) {
    if !constants.is_wired("request") {
        let why = "wire the output `request` of On WebSocket Server Request to it";
        constants.check("request", Err::<(), _>(NodeError::new("no_request", why)));
    }
}
