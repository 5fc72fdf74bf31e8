use super::{About, PluginError, State};
use serde::{Deserialize, Serialize};

/// The result of probing a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verdict {
    /// Whether it can be used.
    pub state: State,
    /// Why not, and what to do; one line.
    pub reason: Option<String>,
    /// The plugin's description of itself, if it could be read.
    pub about: Option<About>,
    /// Details for debugging.
    pub detail: Option<String>,
}

impl Verdict {
    /// The verdict for a failure.
    #[must_use]
    pub fn of(error: &PluginError, about: Option<About>) -> Self {
        /// Limits the details, so that the cache stays small.
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
