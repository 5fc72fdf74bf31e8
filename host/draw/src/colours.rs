use super::{Kind, Node, Role};
use pulsewire_runtime::contract::ValueType;

/// The colour of mistakes.
pub(super) const ERROR: &str = "#ff5c5c";

/// The colour of a socket or wire: bright enough for a dark ground, dark enough for a light one.
///
/// | Pulse | Bool | Int | Float | String | Binary | Array | Dictionary | Any |
/// | --- | --- | --- | --- | --- | --- | --- | --- | --- |
/// | near white | red | blue | teal | pink | violet | orange | yellow | grey |
#[must_use]
pub const fn kind_colour(kind: Kind) -> &'static str {
    match kind {
        Kind::Pulse => "#f2f4f8",
        Kind::Data(ValueType::Bool) => "#e5534b",
        Kind::Data(ValueType::Int) => "#539bf5",
        Kind::Data(ValueType::Float) => "#2fb5a0",
        Kind::Data(ValueType::String) => "#e06bb4",
        Kind::Data(ValueType::Binary) => "#9d7bf0",
        Kind::Data(ValueType::Array) => "#f0883e",
        Kind::Data(ValueType::Dictionary) => "#d4b01c",
        Kind::Data(ValueType::Any) => "#8b98a9",
        Kind::Unknown => ERROR,
    }
}

/// The colour of a node's title bar: violet for uses of functions, otherwise that of its role.
#[must_use]
pub const fn node_colour(node: &Node) -> &'static str {
    if node.is_function { "#6b4a94" } else { role_colour(node.role) }
}

/// The colour of a role: red for events, blue for actions, green for values, grey if unknown.
#[must_use]
pub const fn role_colour(role: Role) -> &'static str {
    match role {
        Role::Event => "#9c3b3b",
        Role::Action => "#2f5d94",
        Role::Value => "#3a6f4d",
        Role::Unknown | Role::Missing => "#5a606b",
    }
}
