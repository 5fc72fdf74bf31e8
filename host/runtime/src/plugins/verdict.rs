use super::{About, PluginError, State};
use serde::{Deserialize, Serialize};

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
