use pulsewire_plugin::SettingsError;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::HashSet;

// These doc comments are what `pulsewire plugin show hello` prints.
/// The greeting, and the ticks.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Settings {
    /// The greeting that Greet begins with.
    pub greeting: String,
    /// The ticks, which run as long as the project.
    pub ticks: Vec<Tick>,
}

/// A tick.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Tick {
    /// Its name, which On Tick refers to.
    pub name: String,
    /// The time between two ticks.
    #[serde(default = "second")]
    #[schemars(range(min = 1, max = 86_400_000), extend("x-unit" = "ms"))]
    pub every_ms: u64,
}

fn second() -> u64 {
    1000
}

impl Default for Settings {
    fn default() -> Self {
        Self { greeting: "Hello".to_owned(), ticks: Vec::new() }
    }
}

impl Settings {
    /// Parses the section.
    pub fn read(text: &str) -> Result<Self, SettingsError> {
        serde_json::from_str(text).map_err(|error| {
            mistake(
                String::new(),
                "bad_settings",
                error.to_string(),
                "see pulsewire plugin show hello",
            )
        })
    }

    /// Checks what the schema cannot express: names of ticks are unique.
    pub fn check(&self) -> Vec<SettingsError> {
        let mut seen = HashSet::new();
        let ticks = self.ticks.iter().enumerate();
        let twice = ticks.filter(|(_, tick)| !seen.insert(&tick.name));
        twice
            .map(|(at, tick)| {
                let message = format!("there is a tick \"{}\" already", tick.name);
                mistake(
                    format!("/ticks/{at}/name"),
                    "duplicate_name",
                    message,
                    "give it another name",
                )
            })
            .collect()
    }
}

fn mistake(pointer: String, code: &str, message: String, help: &str) -> SettingsError {
    SettingsError { pointer, code: code.to_owned(), message, help: help.to_owned() }
}
