use crate::{Named, unique_keys};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json};

/// The head of a function: what its nodes show to the graphs that use it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Function {
    /// Its name for people; by default the name of its file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// What it does, in a few sentences.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub doc: String,
    /// What each use may set, by name; `${attribute:NAME}` stands for it in the nodes of the function.
    #[serde(default, skip_serializing_if = "Named::is_empty")]
    pub attributes: Named<FunctionAttribute>,
    /// The inputs, by name; the node `input` has them as outputs.
    #[serde(default, skip_serializing_if = "Named::is_empty")]
    pub inputs: Named<FunctionSocket>,
    /// The outputs, by name; the node `output` has them as inputs.
    #[serde(default, skip_serializing_if = "Named::is_empty")]
    pub outputs: Named<FunctionSocket>,
    /// Logic that shows the function in use, with what it prints; `pulsewire check --examples` runs it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub examples: Vec<FunctionExample>,
    /// A note for people; ignored when the project runs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
}

/// An attribute of a function.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FunctionAttribute {
    /// The type of its values.
    #[serde(rename = "type")]
    pub kind: AttributeType,
    /// Its name for people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// What it means, with its unit and range.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub doc: String,
    /// The value of a use that does not set it; without a default each use must set it.
    #[serde(
        default,
        deserialize_with = "unique_keys::value",
        skip_serializing_if = "Option::is_none"
    )]
    pub default: Option<Json>,
    /// The words that are allowed, for a String.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub choices: Vec<String>,
    /// A note for people; ignored when the project runs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
}

/// The type of an attribute of a function.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[allow(missing_docs)]
pub enum AttributeType {
    Bool,
    Int,
    Float,
    String,
    Binary,
    Array,
    Dictionary,
    Any,
    Configuration,
}

/// An input or output of a function: its type alone, or with a description.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum FunctionSocket {
    /// Its type.
    Short(SocketType),
    /// Its type and more.
    Full(FullSocket),
}

/// An input or output of a function with a description.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FullSocket {
    /// `pulse`, or the type of its values.
    #[serde(rename = "type")]
    pub kind: SocketType,
    /// Its name for people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// What it means, with its unit and range.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub doc: String,
    /// What a data input holds with neither a wire nor an attribute.
    #[serde(
        default,
        deserialize_with = "unique_keys::value",
        skip_serializing_if = "Option::is_none"
    )]
    pub default: Option<Json>,
    /// A note for people; ignored when the project runs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
}

/// The type of an input or output of a function.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[allow(missing_docs)]
pub enum SocketType {
    #[serde(rename = "pulse")]
    Pulse,
    Bool,
    Int,
    Float,
    String,
    Binary,
    Array,
    Dictionary,
    Any,
}

/// Logic that shows a function in use, and what it prints.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FunctionExample {
    /// What it shows, in a few words.
    pub title: String,
    /// The settings that it needs instead of the project's: a section for each plugin.
    #[serde(default, deserialize_with = "unique_keys::map", skip_serializing_if = "Map::is_empty")]
    pub settings: Map<String, Json>,
    /// A logic file.
    #[serde(deserialize_with = "unique_keys::map")]
    pub logic: Map<String, Json>,
    /// What its Console nodes print, line by line.
    pub prints: Vec<String>,
    /// A note for people; ignored when the project runs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
}

impl FunctionSocket {
    /// `pulse`, or the type of its values.
    #[must_use]
    pub fn kind(&self) -> SocketType {
        match self {
            Self::Short(kind) => *kind,
            Self::Full(socket) => socket.kind,
        }
    }

    /// Its description, if it has one.
    #[must_use]
    pub fn full(&self) -> Option<&FullSocket> {
        match self {
            Self::Short(_) => None,
            Self::Full(socket) => Some(socket),
        }
    }
}
