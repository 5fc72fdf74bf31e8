use crate::{LogicEntry, Named, Variable};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

/// The version of the file format that this program writes.
pub const FORMAT: u32 = 1;

/// A project: its plugins, their settings, and the logic to run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Project {
    /// The schema of this file, for editors; ignored when the project runs.
    #[serde(rename = "$schema", default, skip_serializing_if = "Option::is_none")]
    pub schema: Option<String>,
    /// The version of the file format: 1.
    #[schemars(range(min = 1, max = FORMAT))]
    pub format: u32,
    /// The name of the project, for people.
    pub name: String,
    /// Plugins to enable or disable; a plugin that is not listed is enabled.
    #[serde(default)]
    pub plugins: Named<PluginSwitch>,
    /// A section for each plugin that has settings, under the plugin's name.
    #[serde(default)]
    pub settings: Named<Json>,
    /// The variables that all graphs of the project share, by name.
    #[serde(default, skip_serializing_if = "Named::is_empty")]
    pub variables: Named<Variable>,
    /// The folder, relative to the project's, that keeps the values of variables with `persist`.
    #[serde(default = "state_folder", skip_serializing_if = "is_state_folder")]
    pub state: String,
    /// The functions that its logic may use, as node types `function.NAME`: files, relative to the project's folder, and
    /// functions of the program, such as `std:heartbeat`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub functions: Vec<String>,
    /// The logic to run: files, relative to the project's folder, or a file with a name and attributes.
    #[serde(default)]
    pub logic: Vec<LogicEntry>,
    /// The limits of a graph.
    #[serde(default)]
    pub limits: Limits,
}

impl Default for Project {
    fn default() -> Self {
        Self {
            schema: None,
            format: FORMAT,
            name: String::new(),
            plugins: Named::default(),
            settings: Named::default(),
            variables: Named::default(),
            state: state_folder(),
            functions: Vec::new(),
            logic: Vec::new(),
            limits: Limits::default(),
        }
    }
}

/// The folder for persistent variables where a project names none.
const STATE_FOLDER: &str = "state";

fn state_folder() -> String {
    STATE_FOLDER.to_owned()
}

fn is_state_folder(folder: &str) -> bool {
    folder == STATE_FOLDER
}

/// Whether a project uses a plugin.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PluginSwitch {
    /// When false, the plugin's settings section and node types are not available.
    #[serde(default = "on")]
    pub enabled: bool,
}

fn on() -> bool {
    true
}

/// The limits of a graph.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Limits {
    /// The maximum number of steps for one event; more are stopped as an endless loop.
    #[schemars(range(min = 1, max = 1_000_000_000_000_u64))]
    pub steps: u64,
    /// The maximum number of events that wait for a graph; then their sources wait.
    #[schemars(range(min = 1, max = 1_048_576))]
    pub inbox: u32,
    /// The maximum size, in bytes, of the messages of 4096 bytes and more that wait for a graph; then their sources wait.
    /// One message may always wait.
    #[schemars(range(min = 1, max = 1_099_511_627_776_u64))]
    pub inbox_bytes: u64,
    /// The maximum duration of a clean stop, in milliseconds; then connections are cut.
    #[schemars(range(max = 3_600_000))]
    pub stop_ms: u64,
    /// The maximum time a node may take to return, in milliseconds; then its graph is reported as stuck.
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
