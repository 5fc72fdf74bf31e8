use serde::{Deserialize, Serialize};
use std::fmt;

/// Whether a file that was found can be used as a plugin.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// It passed its probe and can be opened.
    Available,
    /// The project disables it.
    Disabled,
    /// Another plugin of the same name was found first.
    Shadowed,
    /// It was built for another version of the plugin contract.
    Incompatible,
    /// It ended the process that probed it, or did not answer in time.
    Crashed,
    /// It could not be opened, refused to load, panicked, or has an invalid description.
    Failed,
    /// It is not a plugin.
    NotAPlugin,
    /// It registers a node type that already exists or belongs to another plugin.
    DuplicateNodeType,
}

/// A plugin's description of itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct About {
    /// Its name: the group of its node types, the name of its settings section.
    pub name: String,
    /// Its name for people.
    pub title: String,
    /// Its own version.
    pub version: String,
    /// What it is for, in a sentence.
    pub doc: String,
}

impl State {
    /// The state in words.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Available => "available",
            Self::Disabled => "disabled",
            Self::Shadowed => "shadowed",
            Self::Incompatible => "incompatible",
            Self::Crashed => "crashed on probe",
            Self::Failed => "failed",
            Self::NotAPlugin => "not a plugin",
            Self::DuplicateNodeType => "duplicate node type",
        }
    }
}

impl fmt::Display for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.words())
    }
}
