use super::{About, PluginError, State, Verdict};
use serde::Serialize;
use std::collections::HashMap;
use std::path::{Path, PathBuf};

/// A file that the search found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Candidate {
    /// The plugin's name; the name in the file name if the plugin could not be read.
    pub name: String,
    /// The plugin's own version, if it could be read.
    pub version: Option<String>,
    /// Whether it can be used.
    pub state: State,
    /// The file.
    pub path: PathBuf,
    /// Why it cannot be used and what to do, or which files it shadows; one line.
    pub reason: Option<String>,
    /// The plugin's description of itself, if it could be read.
    #[serde(skip)]
    pub about: Option<About>,
}

/// A file that has not been probed.
#[derive(Clone, Debug)]
pub(super) struct PluginFile {
    /// The name within the file name.
    pub(super) name: String,
    /// Whether the file name matches the pattern of plugins.
    pub(super) well_named: bool,
    /// The file, with every link resolved.
    pub(super) path: PathBuf,
}

impl Candidate {
    pub(super) fn new(file: PluginFile, verdict: Verdict) -> Self {
        if let Some(detail) = &verdict.detail {
            tracing::trace!("{}: {detail}", file.path.display());
        }
        let about = verdict.about;
        Self {
            name: about.as_ref().map_or(file.name, |about| about.name.clone()),
            version: about.as_ref().map(|about| about.version.clone()),
            state: verdict.state,
            path: file.path,
            reason: verdict.reason,
            about,
        }
    }

    pub(super) fn disable(&mut self, project: &Path) {
        self.state = State::Disabled;
        let (name, project) = (&self.name, project.display());
        self.reason = Some(format!(
            "disabled by the project: run pulsewire plugin enable {name} --project {project}"
        ));
    }

    /// Why this one cannot be used.
    #[must_use]
    pub fn error(&self) -> PluginError {
        self.unusable(self.state, self.reason.clone().unwrap_or_default())
    }

    pub(super) fn error_because(&self, error: &PluginError) -> PluginError {
        self.unusable(error.state(), error.to_string())
    }

    fn unusable(&self, state: State, reason: String) -> PluginError {
        let (name, path) = (self.name.clone(), self.path.clone());
        PluginError::Unusable { name, state, reason, path }
    }
}

/// Sorts by name. Of the plugins of one name, the first usable one wins; all of them get a reason that says so.
pub(super) fn shadow(candidates: &mut [Candidate]) {
    let mut winners: HashMap<String, usize> = HashMap::new();
    candidates.sort_by(|a, b| a.name.cmp(&b.name));
    for at in 0..candidates.len() {
        if candidates[at].state != State::Available {
            continue;
        }
        let Some(&winner) = winners.get(&candidates[at].name) else {
            winners.insert(candidates[at].name.clone(), at);
            continue;
        };
        let (before, behind) = (describe(&candidates[winner]), describe(&candidates[at]));
        candidates[at].state = State::Shadowed;
        candidates[at].reason = Some(format!("{before} was found first: remove one of the two"));
        let reason = candidates[winner].reason.get_or_insert_with(|| "shadows".to_owned());
        reason.push_str(&format!(" {behind}"));
        tracing::info!("the plugin {before} shadows {behind}");
    }
}

fn describe(candidate: &Candidate) -> String {
    let version = candidate.version.as_deref().unwrap_or_default();
    format!("{} ({version})", candidate.path.display())
}
