use crate::Named;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

/// The version of the file format that this program writes.
pub const FORMAT: u32 = 1;

/// A project: what to load, what to connect to, which logic to run.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Project {
    /// Where an editor finds the schema of this file; means nothing here.
    #[serde(rename = "$schema", default, skip_serializing_if = "Option::is_none")]
    pub schema: Option<String>,
    /// The version of the file format: 1.
    #[schemars(range(min = 1, max = FORMAT))]
    pub format: u32,
    /// The name of the project, for people.
    pub name: String,
    /// Plugins that are switched on or off here; one that is not named is on.
    #[serde(default)]
    pub plugins: Named<PluginSwitch>,
    /// A section for each plugin that has settings, under the plugin's name.
    #[serde(default)]
    pub settings: Named<Json>,
    /// The logic files to run, relative to the project's folder.
    #[serde(default)]
    pub logic: Vec<String>,
    /// How much a graph may take.
    #[serde(default)]
    pub limits: Limits,
}

/// Whether a plugin takes part in a project.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PluginSwitch {
    /// Off: its settings section and its node types are not there.
    #[serde(default = "on")]
    pub enabled: bool,
}

fn on() -> bool {
    true
}

/// How much a graph may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Limits {
    /// How many steps one event may take before it is stopped as endless.
    #[schemars(range(min = 1, max = 1_000_000_000_000_u64))]
    pub steps: u64,
    /// How many events may wait for a graph before their sources must wait.
    #[schemars(range(min = 1, max = 1_048_576))]
    pub inbox: u32,
    /// How many bytes the messages of 4096 bytes and more may have that wait for a graph, before their sources must
    /// wait. One may always wait.
    #[schemars(range(min = 1, max = 1_099_511_627_776_u64))]
    pub inbox_bytes: u64,
    /// How long a clean stop may take, in milliseconds, before connections are cut.
    #[schemars(range(max = 3_600_000))]
    pub stop_ms: u64,
    /// How long a node may take to return, in milliseconds, before its graph is told to be stuck.
    #[schemars(range(min = 10, max = 3_600_000))]
    pub stuck_ms: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            steps: 1_000_000,
            inbox: 1024,
            inbox_bytes: 64 << 20,
            stop_ms: 5000,
            stuck_ms: 10_000,
        }
    }
}
