use super::State;
use std::path::PathBuf;

/// Why a plugin cannot be used. Each message is one line and says what to do.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PluginError {
    /// No file has that name.
    #[error("there is no plugin \"{name}\"")]
    Unknown {
        /// The requested name.
        name: String,
        /// The most similar name.
        suggestion: Option<String>,
    },
    /// A file has that name but cannot be used.
    #[error("the plugin \"{name}\" cannot be used: {state}: {reason} ({})", path.display())]
    Unusable {
        /// The requested name.
        name: String,
        /// Its state.
        state: State,
        /// Why, and what to do.
        reason: String,
        /// The file.
        path: PathBuf,
    },
    /// The file name does not match. Opening every library in a folder would be dangerous.
    #[error("the file name does not match {pattern}: rename the file if it is a plugin")]
    Misnamed {
        /// The pattern of plugin file names.
        pattern: String,
    },
    /// The file is not a library.
    #[error("the file is not a shared library: move it out of the plugin folder")]
    NotALibrary,
    /// The system cannot open it.
    #[error("the system cannot open this library: {0}")]
    CannotOpen(String),
    /// A library that exports no plugin.
    #[error("the library exports no plugin: the plugin's crate must call export_plugin!")]
    NoExport,
    /// The plugin's header has another layout; the versions are those of the ABI library on both sides.
    #[error(
        "its header has layout {found}, expected {expected}: rebuild it with pulsewire-plugin {contract}"
    )]
    Header {
        /// The version here.
        expected: String,
        /// The plugin's.
        found: String,
        /// The contract here.
        contract: &'static str,
    },
    /// The plugin was built for an older contract.
    #[error(
        "built for the older plugin contract {found}, expected {expected}: update the plugin, or rebuild it with pulsewire-plugin {expected}"
    )]
    Older {
        /// The contract here.
        expected: &'static str,
        /// The plugin's.
        found: String,
    },
    /// The plugin was built for a newer contract.
    #[error(
        "built for the newer plugin contract {found}, expected {expected}: update pulsewire, or use a build of the plugin for {expected}"
    )]
    Newer {
        /// The contract here.
        expected: &'static str,
        /// The plugin's.
        found: String,
    },
    /// The contract has the same version but other types.
    #[error(
        "claims plugin contract {contract}, but its types differ from this program's: rebuild it with this program's version of pulsewire-plugin"
    )]
    Layout {
        /// The contract here.
        contract: &'static str,
        /// Every difference, on several lines.
        detail: String,
    },
    /// The plugin refused to load, or panicked.
    #[error("it {}: see its documentation, or report it to its author", refusal(.0))]
    Refused(String),
    /// The plugin's description or contents are invalid.
    #[error("{0}: report this to its author")]
    Listing(String),
    /// A node type that already exists or belongs to another plugin.
    #[error("{0}: report this to its author, or remove the plugin")]
    Duplicate(String),
}

impl PluginError {
    /// The state of a plugin with this error.
    #[must_use]
    pub fn state(&self) -> State {
        match self {
            Self::Unusable { state, .. } => *state,
            Self::Unknown { .. } | Self::Misnamed { .. } | Self::NotALibrary | Self::NoExport => {
                State::NotAPlugin
            }
            Self::CannotOpen(_) | Self::Refused(_) | Self::Listing(_) => State::Failed,
            Self::Header { .. } | Self::Older { .. } | Self::Newer { .. } | Self::Layout { .. } => {
                State::Incompatible
            }
            Self::Duplicate(_) => State::DuplicateNodeType,
        }
    }

    /// Details for debugging.
    #[must_use]
    pub fn detail(&self) -> Option<&str> {
        match self {
            Self::Layout { detail, .. } => Some(detail),
            _ => None,
        }
    }
}

/// The plugin boundary reports a panic as `panicked: text`; any other text is the plugin's own message.
fn refusal(answer: &str) -> String {
    match answer.strip_prefix("panicked: ") {
        Some(text) => format!("panicked while loading ({})", one_line(text)),
        None => format!("refused to load ({})", one_line(answer)),
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
