use crate::{Function, Named, unique_keys};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json};

/// The rule of [`is_node_name`] as a regular expression, for the schema.
pub const NAME_PATTERN: &str = r"^[\p{Alphabetic}\p{N}_-]+$";

/// Whether this is a valid node name: letters, digits, `_` and `-`.
#[must_use]
pub fn is_node_name(name: &str) -> bool {
    !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || c == '_' || c == '-')
}

/// A logic file: a graph of nodes and wires, or a function.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Logic {
    /// The schema of this file, for editors; ignored when the project runs.
    #[serde(rename = "$schema", default, skip_serializing_if = "Option::is_none")]
    pub schema: Option<String>,
    /// The head of a function: what its nodes show. Only files in `functions` have one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub function: Option<Function>,
    /// The variables of this graph, by name.
    #[serde(default, skip_serializing_if = "Named::is_empty")]
    pub variables: Named<Variable>,
    /// The nodes, by name. A name consists of letters, digits, `_` and `-`.
    #[schemars(extend("propertyNames" = { "pattern": NAME_PATTERN }))]
    pub nodes: Named<Node>,
    /// The wires, each `node.socket -> node.socket`.
    #[serde(default)]
    pub wires: Vec<String>,
    /// The position of each node in the editor: `[x, y]` of its upper left corner.
    #[serde(default, skip_serializing_if = "Named::is_empty")]
    pub layout: Named<[f64; 2]>,
}

/// A node: one use of a node type.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Node {
    /// The node type, `group.node`.
    #[serde(rename = "type")]
    pub node_type: String,
    /// The attributes that differ from their defaults.
    #[serde(default, deserialize_with = "unique_keys::map", skip_serializing_if = "Map::is_empty")]
    pub attributes: Map<String, Json>,
}

/// A variable of a graph.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Variable {
    /// The type of its values.
    #[serde(rename = "type")]
    pub kind: VariableType,
    /// The value at the start, of the variable's type; false, 0, empty or null if not given.
    #[serde(
        default,
        deserialize_with = "unique_keys::value",
        skip_serializing_if = "Option::is_none"
    )]
    pub initial: Option<Json>,
    /// Whether its value is kept from one run to the next, in the folder that `state` of `project.json` names.
    #[serde(default, skip_serializing_if = "is_false")]
    pub persist: bool,
}

#[allow(clippy::trivially_copy_pass_by_ref)]
fn is_false(value: &bool) -> bool {
    !value
}

/// The type of a variable.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[allow(missing_docs)]
pub enum VariableType {
    Bool,
    Int,
    Float,
    String,
    Binary,
    Array,
    Dictionary,
    Any,
}
