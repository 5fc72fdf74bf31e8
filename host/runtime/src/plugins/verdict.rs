use super::PluginError;
use serde::{Deserialize, Serialize};
use std::fmt;

/// What is known of a file after it was probed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verdict {
    /// Whether it can be used.
    pub state: State,
    /// Why not, and what to do; one line.
    pub reason: Option<String>,
    /// What it says of itself, if it came to that.
    pub about: Option<About>,
    /// What only somebody who looks for the fault wants to read.
    pub detail: Option<String>,
}

/// Whether a file that was found can be used as a plugin.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// It came through its probe and can be opened.
    Available,
    /// The project has switched it off.
    Disabled,
    /// A plugin of the same name was found before.
    Shadowed,
    /// It was made for another contract.
    Incompatible,
    /// It ended the process that probed it, or did not answer in time.
    Crashed,
    /// It could not be opened, would not be made, panicked, or says nonsense of itself.
    Failed,
    /// It is something else.
    NotAPlugin,
    /// It registers a node type that is there already or belongs to somebody else.
    DuplicateNodeType,
}

/// What a plugin says of itself.
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

impl Verdict {
    /// The verdict after a failure.
    #[must_use]
    pub fn of(error: &PluginError, about: Option<About>) -> Self {
        /// Enough to find the fault, and little enough for the cache.
        const DETAIL: usize = 16 * 1024;
        let detail = error.detail().map(|text| text.chars().take(DETAIL).collect());
        Self { state: error.state(), reason: Some(error.to_string()), about, detail }
    }

    /// The verdict on a plugin that answered everything.
    #[must_use]
    pub fn available(about: About) -> Self {
        Self { state: State::Available, reason: None, about: Some(about), detail: None }
    }

    /// The verdict on a plugin that ended its probe.
    #[must_use]
    pub fn crashed(reason: String) -> Self {
        Self { state: State::Crashed, reason: Some(reason), about: None, detail: None }
    }
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
