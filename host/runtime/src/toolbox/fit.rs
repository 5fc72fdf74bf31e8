use pulsewire_plugin::{NodeType, Sockets, Value};
use serde_json::Value as Json;

/// Whether an attribute of a node may have this value; `sockets` are those under the node's attributes, if they differ
/// from those of its type.
#[must_use]
pub fn accepts(
    node_type: &NodeType,
    sockets: Option<&Sockets>,
    attribute: &str,
    value: &Json,
) -> bool {
    if let Some(declared) = node_type.info.attributes.iter().find(|one| one.id == attribute) {
        return declared.kind.check(value).is_ok();
    }
    let sockets = sockets.unwrap_or(&node_type.info.sockets);
    match sockets.inputs.iter().find(|socket| socket.id == attribute) {
        Some(socket) => Value::from_attribute(value, socket.kind).is_ok(),
        None => matches!(attribute, "enabled" | "pulse_pass_through") && value.is_boolean(),
    }
}

/// Turns a number or a boolean into text, where only that fits.
pub fn fit_text(value: &mut Json, fits: impl Fn(&Json) -> bool) {
    if value.is_number() || value.is_boolean() {
        let text = Json::String(value.to_string());
        if !fits(value) && fits(&text) {
            *value = text;
        }
    }
}
