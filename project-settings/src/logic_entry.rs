use crate::unique_keys;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json};

/// A graph of a project: a logic file, alone or with a name and attributes of its own.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum LogicEntry {
    /// The logic file.
    File(String),
    /// The logic file, as often as there are entries with it.
    Instance(LogicInstance),
}

/// One of several graphs that are made from the same logic file.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LogicInstance {
    /// The logic file, relative to the project's folder.
    pub file: String,
    /// The name of this graph in reports, traces and errors; by default its file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// What `${attribute:NAME}` stands for in the file, by name.
    #[serde(default, deserialize_with = "unique_keys::map", skip_serializing_if = "Map::is_empty")]
    pub attributes: Map<String, Json>,
    /// A note for people; ignored when the project runs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
}

impl LogicEntry {
    /// The logic file.
    #[must_use]
    pub fn file(&self) -> &str {
        match self {
            Self::File(file) => file,
            Self::Instance(instance) => &instance.file,
        }
    }

    /// The name of the graph.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::File(file) => file,
            Self::Instance(instance) => instance.name.as_deref().unwrap_or(&instance.file),
        }
    }
}
